import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { brokenWords, excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import { testRun } from '@tael/testing/test-run'
import { watchPage } from '@tael/testing/watch-page'
import type { Browser, Page } from 'playwright-core'
import type { Language } from '../src/language/language.ts'
import type { Html } from '../src/pay-page/pages/pay-document.ts'
import { payPagePolicy } from '../src/pay-page/pay-page-assets.ts'
import { sampleLinkPages } from './support/sample-link-pages.ts'
import { samplePayerPages } from './support/sample-payer-pages.ts'
import { servePages, type ServedPages } from './support/serve-pages.ts'

const CHINESE: readonly Language[] = ['zh-Hans', 'zh-Hant']

type Pages = ReturnType<typeof samplePayerPages>

const SETS: Readonly<Record<string, { pages: Readonly<Record<Language, Pages>>; policy: string }>> =
  {
    payer: { pages: inEachLanguage(samplePayerPages), policy: payPagePolicy() },
    link: { pages: inEachLanguage(sampleLinkPages), policy: payPagePolicy('self') },
  }

function inEachLanguage(make: (language: Language) => Pages): Readonly<Record<Language, Pages>> {
  return { en: make('en'), 'zh-Hans': make('zh-Hans'), 'zh-Hant': make('zh-Hant') }
}

let browser: Browser
let server: ServedPages
before(async () => {
  browser = await launchBrowser()
  server = await servePages((path) => {
    if (path === '/waits') return true
    const [, set = '', language = '', name = ''] = path.split('/')
    const served = SETS[set]
    const html: Html | undefined = served?.pages[language as Language][name]
    return served && html && { html, policy: served.policy }
  })
})
after(async () => {
  await browser.close()
  server.close()
})

for (const [set, { pages }] of Object.entries(SETS)) {
  const names = Object.keys(pages.en)

  test(`every ${set}'s page obeys its own policy, fits a narrow phone, and breaks no word`, async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const faults = await watchPage(page)
    // In English, whose words are the longest.
    for (const name of names) {
      await page.goto(`${server.origin}/${set}/en/${name}`)
      // On a phone, payers choose their language at the foot; the form of a link's page is below them.
      const below = set === 'payer' ? await spaceBelowLanguages(page) : 0
      assert.ok(below < 40, `${name}: ${below} px are below the languages`)
      assert.deepEqual(await brokenWords(page), [], name)
      assert.deepEqual(await excessWidths(page), [0, 0], name)
    }
    assert.deepEqual(await faults.list(), [])
    await page.close()
  })

  test(`every ${set}'s page is accessible and fits a narrow phone in Chinese, and legible in the dark as well`, async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    for (const [turn, language] of CHINESE.entries()) {
      // By turns: what bars somebody is in the markup, and that is the same in each language.
      for (const name of names.filter((_, index) => testRun.isThorough || index % 2 === turn)) {
        await page.goto(`${server.origin}/${set}/${language}/${name}`)
        assert.deepEqual(await judgePage(page), [], `${set}/${language}/${name}`)
        assert.deepEqual(await excessWidths(page), [0, 0], `${set}/${language}/${name}`)
      }
    }
    await context.close()
  })
}

async function spaceBelowLanguages(page: Page): Promise<number> {
  const [main, languages] = [
    await page.locator('main').boundingBox(),
    await page.locator('.tongues').boundingBox(),
  ]
  assert.ok(main && languages)
  return main.y + main.height - (languages.y + languages.height)
}
