import type { Language } from './language.ts'

/** Headers as received; a missing one is undefined. */
export type LanguageHints = {
  readonly userAgent?: string | undefined
  readonly acceptLanguage?: string | undefined
}

/**
 * Picks the language of a page. WeChat names its own setting in the user agent (`Language/zh_TW`),
 * which the payer reads all day; its Accept-Language is often the phone's, or missing.
 */
export function payerLanguage({ userAgent = '', acceptLanguage = '' }: LanguageHints): Language {
  const wechat = /MicroMessenger\/.*?\bLanguage\/([\w-]{2,20})/i.exec(userAgent)?.[1]
  if (wechat !== undefined) return spoken(wechat) ?? 'en'
  for (const tag of preferred(acceptLanguage)) {
    const language = spoken(tag)
    if (language !== undefined) return language
  }
  return 'en'
}

function spoken(tag: string): Language | undefined {
  const [language, ...rest] = tag.toLowerCase().split(/[-_]/)
  if (language === 'en') return 'en'
  if (language !== 'zh') return undefined
  if (rest.includes('hans')) return 'zh-Hans'
  const traditional = ['hant', 'tw', 'hk', 'mo']
  return rest.some((part) => traditional.includes(part)) ? 'zh-Hant' : 'zh-Hans'
}

function preferred(acceptLanguage: string): string[] {
  return acceptLanguage
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', quality] = entry.trim().split(/\s*;\s*q=/i)
      return { tag, weight: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}
