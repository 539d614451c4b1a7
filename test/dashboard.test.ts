import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brokenWords, excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import { watchPage } from '@tael/testing/watch-page'
import type { Browser } from 'playwright-core'
import { openTestServerDatabase } from '../packages/checkout/test/support/database.ts'
import { browseDashboard, openTradingWorld, signIn } from './support/dashboard-world.ts'
import { CHECKOUT, type JoinedWorld } from './support/joined-world.ts'

const LOCALES = ['en', 'zh-CN', 'zh-HK'] as const
/** Where an operator goes, and what they open there. */
const PAGES: readonly (readonly [path: string, click?: string])[] = [
  ['/payments'],
  ['/payments', '.filters > summary'],
  ['/payments?q=Dragon'],
  ['/payments?status=succeeded&from=2026-03-02&least=1&most=500&currency=HKD'],
  ['/payments', '.row a'],
  ['/payments?status=succeeded', '.row a'],
  ['/reconciliations'],
  ['/reconciliations', '.row a'],
  ['/nothing'],
]

let browser: Browser
let world: JoinedWorld
before(async () => {
  browser = await launchBrowser()
  world = await openTradingWorld(await openTestServerDatabase(), 2)
})
after(async () => {
  await browser.close()
  await world.close()
})

describe('the dashboard of a shop that trades', () => {
  for (const [index, locale] of LOCALES.entries()) {
    it(`is accessible, fits a phone, breaks no word and obeys its own policy: ${locale}`, async () => {
      const context = await browseDashboard(browser, world, { locale })
      await signIn(context)
      const page = await context.newPage()
      const faults = await watchPage(page)
      for (const [number, [path, click]] of PAGES.entries()) {
        const name = `${locale} ${path} ${click ?? ''}`
        await page.setViewportSize({ width: 1280, height: 800 })
        await page.goto(`${CHECKOUT}/dashboard${path}`)
        if (click !== undefined) await page.locator(click).first().click()
        // By turns: what bars somebody is in the markup, and that is the same in each language.
        if (number % LOCALES.length === index) assert.deepEqual(await judgePage(page), [], name)
        if (locale === 'en') assert.deepEqual(await brokenWords(page), [], name)
        assert.deepEqual(await excessWidths(page), [0, 0], name)
      }
      assert.deepEqual(await faults.list(), [])
      await context.close()
    })
  }
})
