import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../../../test/support/launch-browser.ts'
import type { Html } from '../pay-page/pages/pay-document.ts'
import type { Language } from '../language/language.ts'
import { payPagePolicy } from '../pay-page/pay-page-assets.ts'
import { dashboardPolicy, sampleDashboardPages } from './sample-dashboard-pages.ts'
import { samplePayerPages } from './sample-payer-pages.ts'
import { servePages, type ServedPages } from './serve-pages.ts'

const LANGUAGES: readonly Language[] = ['en', 'zh-Hans', 'zh-Hant']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const SETS: Readonly<Record<string, { pages: typeof samplePayerPages; policy: string }>> = {
  payer: { pages: samplePayerPages, policy: payPagePolicy() },
  operator: { pages: sampleDashboardPages, policy: dashboardPolicy() },
}

let browser: Browser
let server: ServedPages
before(async () => {
  browser = await launchBrowser()
  server = await servePages((path) => {
    if (path === '/waits') return true
    const [, set = '', language = '', name = ''] = path.split('/')
    const served = SETS[set]
    const html: Html | undefined = served?.pages(language as Language)[name]
    return served && html && { html, policy: served.policy }
  })
})
after(async () => {
  await browser.close()
  server.close()
})

for (const [set, { pages }] of Object.entries(SETS)) {
  test(`every ${set}'s page is accessible in every language, and legible in the dark as well`, async () => {
    const context = await browser.newContext({ reducedMotion: 'reduce' })
    const page = await context.newPage()
    for (const language of LANGUAGES) {
      for (const name of Object.keys(pages(language))) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(`${server.origin}/${set}/${language}/${name}`)
        await page.evaluate(AXE)
        const found = await page.evaluate(judge, RULES)
        await page.emulateMedia({ colorScheme: 'dark' })
        found.push(...(await page.evaluate(judge, ['color-contrast'])))
        assert.deepEqual(found, [], `${set}/${language}/${name}`)
      }
    }
    await context.close()
  })

  test(`every ${set}'s page fits a narrow phone, and any phone when text is twice as large`, async () => {
    const page = await browser.newPage()
    for (const language of LANGUAGES) {
      for (const name of Object.keys(pages(language))) {
        await page.goto(`${server.origin}/${set}/${language}/${name}`)
        await page.setViewportSize({ width: 320, height: 568 })
        assert.equal(await page.evaluate(excessWidth, '100%'), 0, `${set}/${language}/${name}`)
        await page.setViewportSize({ width: 390, height: 844 })
        assert.equal(
          await page.evaluate(excessWidth, '200%'),
          0,
          `${set}/${language}/${name} 200 %`,
        )
      }
    }
    await page.close()
  })

  test(`no ${set}'s page asks for what its own policy forbids`, async () => {
    const page = await browser.newPage()
    const refused: string[] = []
    page.on('console', (message) => refused.push(message.text()))
    for (const name of Object.keys(pages('en'))) {
      await page.goto(`${server.origin}/${set}/en/${name}`)
    }
    assert.deepEqual(refused, [])
    await page.close()
  })
}

/** Runs in the page: shows every sentence it keeps ready, then lets axe judge all of it. */
async function judge(rules: string[]): Promise<string[]> {
  type Axe = {
    run: (options: object) => Promise<{
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[]
    }>
  }
  type Page = {
    axe: Axe
    document: { querySelectorAll: (selector: string) => Iterable<{ hidden: boolean }> }
  }
  const page = globalThis as unknown as Page
  for (const element of page.document.querySelectorAll('main [hidden]')) element.hidden = false
  const { violations } = await page.axe.run({ runOnly: rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** Runs in the page: how far it sticks out on the right when text has this size. */
function excessWidth(fontSize: string): number {
  type Page = {
    innerWidth: number
    document: { documentElement: { scrollWidth: number; style: { fontSize: string } } }
  }
  const { innerWidth, document } = globalThis as unknown as Page
  document.documentElement.style.fontSize = fontSize
  return document.documentElement.scrollWidth - innerWidth
}
