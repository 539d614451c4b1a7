/** The languages of every page: for the payer and for the operator. */
export type Language = 'en' | 'zh-Hans' | 'zh-Hant'

/** Each language under its own name. */
export const LANGUAGES: readonly { readonly language: Language; readonly name: string }[] = [
  { language: 'en', name: 'English' },
  { language: 'zh-Hant', name: '繁體' },
  { language: 'zh-Hans', name: '简体' },
]

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some(({ language }) => language === text)
}
