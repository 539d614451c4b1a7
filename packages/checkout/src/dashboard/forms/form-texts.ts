import type { Language } from '../../language/language.ts'

/** What every form says. */
type FormTexts = {
  readonly wrong: string
  readonly save: string
  readonly change: string
  readonly account: string
}

export const formTexts: Readonly<Record<Language, FormTexts>> = {
  en: {
    wrong: 'Nothing was changed. Please correct this:',
    save: 'Save',
    change: 'Change',
    account: 'Account',
  },
  'zh-Hans': { wrong: '没有任何改动，请更正：', save: '保存', change: '修改', account: '账户' },
  'zh-Hant': { wrong: '沒有任何改動，請更正：', save: '儲存', change: '修改', account: '帳戶' },
}
