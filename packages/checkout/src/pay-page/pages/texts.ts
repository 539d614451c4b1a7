import type { Language } from '../../language/language.ts'
import { english } from './english-texts.ts'
import type { PayPageTexts } from './pay-page-texts.ts'
import { simplified } from './simplified-texts.ts'
import { traditional } from './traditional-texts.ts'

/**
 * Everything a payer reads. Each page says in one sentence what became of their money, then what they
 * can do; no sentence says more than is known at that moment.
 */
export const payPageTexts: Readonly<Record<Language, PayPageTexts>> = {
  en: english,
  'zh-Hans': simplified,
  'zh-Hant': traditional,
}
