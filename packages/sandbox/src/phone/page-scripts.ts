import { readFile } from 'node:fs/promises'
import { type PhoneAddress, hostInPhone } from './phone-address.ts'
import { LANGUAGES, type Language, type Profile, userAgentOf } from './profiles.ts'

/** What runs in a page before its own scripts, in this order. */
export const PAGE_SCRIPTS = ['identity', 'navigation', 'bridge'] as const
export type PageScript = (typeof PAGE_SCRIPTS)[number]

/** One of {@link PAGE_SCRIPTS} for a page in the phone; for a page at its true address, without. */
export async function pageScript(
  name: PageScript,
  { profile, language }: { readonly profile: Profile; readonly language: Language },
  inPhone?: { readonly page: PhoneAddress; readonly phone: URL },
): Promise<string> {
  const source = await readFile(new URL(`./browser/${name}.js`, import.meta.url), 'utf8')
  const { platform, bridge, judgesLandingUrl, answersInJsonText, isMiniProgram, lacks } = profile
  const settings = {
    trueOrigin: inPhone?.page.origin ?? '',
    phoneOrigin: inPhone?.phone.origin ?? '',
    hostSuffix: inPhone === undefined ? '' : hostInPhone(inPhone.page).replace(/^[^.]+/, ''),
    userAgent: userAgentOf(profile, language),
    languages: [LANGUAGES[language].replace('_', '-'), language.slice(0, 2)],
    platform,
    bridge,
    judgesLandingUrl,
    answersInJsonText,
    isMiniProgram,
    lacks,
  }
  return source.replace('(__WECHAT__)', () => `(${JSON.stringify(settings)})`)
}
