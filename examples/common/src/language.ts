export type Language = 'en' | 'zh-Hans' | 'zh-Hant'

/** A text in every language of a site. */
export type Texts = Readonly<Record<Language, string>>

/** WeChat's own setting, which its user agent tells; in another browser the first it asks for. */
export function readLanguage(headers: Headers): Language {
  const inWeChat = /MicroMessenger\/.*\bLanguage\/([\w-]+)/.exec(headers.get('user-agent') ?? '')
  const wanted = inWeChat?.[1] ?? headers.get('accept-language') ?? ''
  const spoken = wanted.split(',').map((tag) => tag.trim().toLowerCase())
  const first = spoken.find((tag) => /^(en|zh)\b|^(en|zh)_/.test(tag)) ?? 'en'
  if (first.startsWith('en')) return 'en'
  if (first.includes('hans')) return 'zh-Hans'
  return /hant|[-_](tw|hk|mo)/.test(first) ? 'zh-Hant' : 'zh-Hans'
}
