import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import { waitUntil } from '@tael/testing/patience'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { buyTea, orderTea, payAgain, untilSheetOpens } from '../support/buy.ts'
import { startWorlds, type World, type Worlds } from '../support/world.ts'

const FLOWS = ['qfpay-account', 'own-account'] as const

let browser: Browser
let started: Worlds<(typeof FLOWS)[number]>
before(async () => {
  browser = await launchBrowser()
  started = await startWorlds(FLOWS)
})
after(async () => {
  await browser.close()
  await started.close()
})

for (const flow of FLOWS) {
  describe(`the store in the simulated WeChat, ${flow}`, () => {
    let world: World
    let context: BrowserContext
    let page: Page
    before(async () => {
      world = started.worlds[flow]
      context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        locale: 'en',
        reducedMotion: 'reduce',
      })
      page = await context.newPage()
    })
    after(() => context.close())

    const ledger = () => world.sandbox.ledger().length
    const opened = (profile: string): World => ({
      ...world,
      inWechat: (url) => `${world.inWechat(url)}&profile=${profile}`,
    })
    const decide = (name: string) => page.getByRole('button', { name }).click()

    it('sells tea to a payer who pays', async () => {
      const before = ledger()
      const inside = await buyTea(page, world)
      await inside
        .getByRole('link', { name: /Continue|Back|Return/ })
        .first()
        .click()
      await inside
        .getByRole('heading', { name: /paid|thank/i })
        .first()
        .waitFor()
      assert.equal(ledger(), before + 1)
    })

    it('gets webhooks, and acknowledges each', async () => {
      const ask = async (path: string) => {
        const headers = { authorization: `Bearer ${world.apiKeys[flow]}` }
        const answer = await fetch(`${world.checkoutUrl}/v1/webhook_endpoints${path}`, { headers })
        return (await answer.json()) as { data: { id: string; type: string; status: string }[] }
      }
      const [endpoint] = (await ask('')).data
      assert.ok(endpoint)
      await waitUntil(
        'the shop to take the webhook of the money',
        async () => (await ask(`/${endpoint.id}/deliveries`)).data,
        (all) =>
          all.some(({ type, status }) => type === 'payment.succeeded' && status === 'delivered'),
      )
    })

    it('keeps the order open for a payer who cancels, and accepts the money when they continue', async () => {
      const before = ledger()
      const inside = await orderTea(page, world)
      await untilSheetOpens(page, inside)
      await page.keyboard.press('Escape')
      await payAgain(inside).waitFor()
      assert.equal(ledger(), before)
      await payAgain(inside).click()
      await untilSheetOpens(page, inside)
      await decide('Confirm payment')
      await decide('Done')
      await inside.getByText(/Paid/).first().waitFor()
      assert.equal(ledger(), before + 1)
    })

    it('is paid in a WebView that loses the cookies of redirects', async () => {
      const before = ledger()
      const { url } = await createPayment(world, flow)
      await page.goto(opened('lossy-webview').inWechat(url))
      await untilSheetOpens(page, page.frameLocator('iframe'))
      await decide('Confirm payment')
      await decide('Done')
      await page.frameLocator('iframe').getByText('Paid').first().waitFor()
      assert.equal(ledger(), before + 1)
    })

    it('sends a payer in a mini program on to a chat, and orders nothing', async () => {
      const orders = world.sandbox.orders.list().length
      await page.goto(opened('mini-program').inWechat(world.storeUrl))
      const inside = page.frameLocator('iframe')
      await inside.getByText('Dragon Well').first().click()
      await inside.getByRole('button', { name: /(Put in|Change) the basket/ }).click()
      await inside.getByRole('button', { name: /Pay HK\$/ }).click()
      await inside.getByText('A mini program cannot open this payment').waitFor()
      assert.equal(world.sandbox.orders.list().length, orders)
    })

    it('says that nothing was paid when WeChat fails', async () => {
      const before = ledger()
      const inside = await orderTea(page, world)
      await untilSheetOpens(page, inside)
      await decide('Let it fail')
      const said = inside
        .getByText(/Confirming|not paid|didn’t go through/i)
        .filter({ visible: true })
      await said.first().waitFor()
      assert.equal(ledger(), before)
    })

    it('says "confirming" while the result is slow, and turns into the receipt', async () => {
      world.sandbox.scenarios.arm({ name: 'pending-then-paid' })
      const inside = await orderTea(page, world)
      await untilSheetOpens(page, inside)
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

async function createPayment(
  { checkoutUrl, apiKeys }: World,
  flow: (typeof FLOWS)[number],
): Promise<{ readonly url: string }> {
  const answer = await fetch(`${checkoutUrl}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKeys[flow]}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reference: randomUUID(), amount: 1099, currency: 'HKD' }),
  })
  return (await answer.json()) as { url: string }
}
