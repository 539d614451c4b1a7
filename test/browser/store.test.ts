import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { orderTea } from '../support/buy.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startWorld, type World } from '../support/world.ts'

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

for (const flow of ['qfpay-account', 'own-account'] as const) {
  describe(`the store in the simulated WeChat, ${flow}`, () => {
    let world: World
    let context: BrowserContext
    let page: Page
    before(async () => {
      world = await startWorld(flow)
      context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' })
      page = await context.newPage()
    })
    after(async () => {
      await context.close()
      await world.close()
    })

    const ledger = () => world.sandbox.ledger().length
    const decide = (name: string) => page.getByRole('button', { name }).click()

    it('sells tea to a payer who pays', async () => {
      const inside = await orderTea(page, world)
      await decide('Confirm payment')
      await decide('Done')
      await inside
        .getByText(/Order .* is paid|Paid/)
        .first()
        .waitFor()
      await inside
        .getByRole('link', { name: /Continue|Back|Return/ })
        .first()
        .click()
      await inside
        .getByRole('heading', { name: /paid|thank/i })
        .first()
        .waitFor()
      assert.equal(ledger(), 1)
    })

    it('keeps the order open for a payer who cancels, and takes the money when he goes on', async () => {
      const before = ledger()
      const inside = await orderTea(page, world)
      await page.getByRole('button', { name: 'Confirm payment' }).waitFor()
      await page.keyboard.press('Escape')
      const again = inside.getByRole(flow === 'own-account' ? 'button' : 'link', {
        name: /pay again|pay HK\$|not paid/i,
      })
      await again.first().waitFor()
      assert.equal(ledger(), before)
      await again.first().click()
      await decide('Confirm payment')
      await decide('Done')
      await inside.getByText(/Paid/).first().waitFor()
      assert.equal(ledger(), before + 1)
    })

    it('says that nothing was paid when WeChat fails', async () => {
      const before = ledger()
      const inside = await orderTea(page, world)
      await decide('Let it fail')
      const said = inside.getByText(/Confirming|WeChat could not/i).filter({ visible: true })
      await said.first().waitFor()
      assert.equal(ledger(), before)
    })

    it('says "confirming" while the result is slow, and turns into the receipt by itself', async () => {
      world.sandbox.scenarios.arm({ name: 'pending-then-paid' })
      const inside = await orderTea(page, world)
      await decide('Confirm payment')
      await decide('Done')
      await inside
        .getByText(/Confirming/)
        .first()
        .waitFor()
      await world.sandbox.clock.advance(11_000)
      await inside.getByText(/Paid/).first().waitFor()
    })
  })
}
