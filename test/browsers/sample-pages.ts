import {
  payPagePolicy,
  samplePayerPages,
} from '../../packages/checkout/test/support/sample-payer-pages.ts'
import { servePages } from '../../packages/checkout/test/support/serve-pages.ts'
import type { Tab } from './browser.ts'
import { serveSite, siteAt, watched } from './watched-site.ts'

const LANGUAGES = ['en', 'zh-Hans', 'zh-Hant'] as const

/** Every page that a payer can meet, in every language. */
export const SAMPLE_PATHS = LANGUAGES.flatMap((language) =>
  Object.keys(samplePayerPages(language)).map((name) => `/${language}/${name}`),
)

export type SamplePages = {
  readonly origin: string
  readonly close: () => Promise<void>
}

export async function openSamplePages(): Promise<SamplePages> {
  const pages = await servePages((path) => {
    if (path === '/waits') return true
    const [, language, name = ''] = path.split('/')
    const known = LANGUAGES.find((each) => each === language)
    const html = known && samplePayerPages(known)[name]
    return html && { html, policy: payPagePolicy() }
  })
  const site = await serveSite(watched(siteAt(pages.origin), () => 'ready'))
  return {
    origin: site.url,
    async close() {
      pages.close()
      await site.close()
    },
  }
}

/** What a payer could not read or press there, in one sentence each. */
export async function checkSamplePage(
  tab: Tab,
  url: string,
  show: () => Promise<void>,
): Promise<readonly string[]> {
  try {
    return await lookAt(tab, url, show)
  } catch (error) {
    if ((await tab.read('location.href')) === url) throw error
    // A receipt goes to the shop after three seconds, once: on a busy machine while it is looked at.
    return await lookAt(tab, url, show)
  }
}

async function lookAt(
  tab: Tab,
  url: string,
  show: () => Promise<void>,
): Promise<readonly string[]> {
  await tab.open(url)
  await show()
  const wrong = [...((await tab.read('inPage.unreachable()')) as string[])]
  const large = (await tab.read('inPage.excess(200)')) as number
  if (large > 0) wrong.push(`with text twice as large, it is ${large} px too wide`)
  await tab.resize(320, 568)
  const narrow = (await tab.read('inPage.excess(100)')) as number
  if (narrow > 0) wrong.push(`320 px are ${narrow} px too few`)
  return wrong
}
