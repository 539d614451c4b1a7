import type { Language } from '../../language/language.ts'
import { ACCOUNT_CHECK_TEXTS } from './account-check-texts.ts'
import { FORM_REFUSAL_TEXTS } from './form-refusal-texts.ts'
import { GATEWAY_TEXTS } from './gateway-texts.ts'
import { RECORDED_TEXTS, type RecordedText } from './recorded-texts.ts'
import { RESPCD_TEXTS } from './respcd-texts.ts'

type Pattern = { readonly pattern: RegExp; readonly text: RecordedText }

const PLACE = /\{=?\w+\}/
const TEXTS: readonly RecordedText[] = [
  ...RECORDED_TEXTS,
  ...FORM_REFUSAL_TEXTS,
  ...ACCOUNT_CHECK_TEXTS,
  ...GATEWAY_TEXTS,
  ...RESPCD_TEXTS,
]
const WHOLE = new Map(TEXTS.filter(([text]) => !PLACE.test(text)).map((text) => [text[0], text]))
const PATTERNS: readonly Pattern[] = TEXTS.filter(([text]) => PLACE.test(text)).map((text) => ({
  pattern: patternOf(text[0]),
  text,
}))

/** What the database has in English, for a reader of another language. What others said is quoted. */
export function inLanguage(text: string, language: Language): string {
  if (language === 'en') return text
  return translated(text, language) ?? quoted(text, language)
}

/** What somebody else said, in their words. */
export function quoted(text: string, language: Language): string {
  return language === 'zh-Hant' ? `「${text}」` : `“${text}”`
}

function translated(text: string, language: Exclude<Language, 'en'>): string | undefined {
  const index = language === 'zh-Hans' ? 1 : 2
  const whole = WHOLE.get(text)
  if (whole !== undefined) return whole[index]
  for (const { pattern, text: sentence } of PATTERNS) {
    const values = valuesOf(pattern.exec(text)?.groups ?? {}, sentence[0], language)
    if (values === undefined) continue
    return sentence[index].replace(/\{=?(\w+)\}/g, (_, name: string) => values[name] ?? '')
  }
  return undefined
}

/** Undefined if the pattern does not fit, or a sentence in it is not one of Tael's. */
function valuesOf(
  groups: Readonly<Record<string, string>>,
  english: string,
  language: Exclude<Language, 'en'>,
): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(groups)) {
    const said = english.includes(`{=${name}}`) ? translated(value, language) : value
    if (said === undefined) return undefined
    values[name] = said
  }
  return Object.keys(values).length === 0 ? undefined : values
}

function patternOf(english: string): RegExp {
  const source = english
    .split(/(\{=?\w+\})/)
    .map((part) =>
      PLACE.test(part)
        ? `(?<${part.replace(/\W/g, '')}>.+?)`
        : part.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`),
    )
    .join('')
  return new RegExp(`^${source}$`, 's')
}
