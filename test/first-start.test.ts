import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import {
  createCheckout,
  openWebhookNetwork,
  serveHttp,
  systemClock,
  type HttpServer,
} from '@tael/checkout'
import { createSandbox, DEMO, serveSandbox, type Sandbox, type SandboxServer } from '@tael/sandbox'
import { launchBrowser } from '@tael/testing/launch-browser'
import { waitUntil } from '@tael/testing/patience'
import type { Browser, Page } from 'playwright-core'
import { openTestDeps, testOptions } from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'
import { openTestOperator } from '../packages/checkout/test/support/operators.ts'
import { decode, photograph } from '../packages/checkout/test/support/photograph.ts'
import { openReceiver, type Receiver } from '../packages/checkout/test/support/webhooks.ts'
import { createWechatVisitor } from '../packages/cli/src/index.ts'

/** How two operators set up a new server, and what a merchant's day brings: every step in a browser. */
describeOnDatabase('a new server, in the browsers of two operators', (database) => {
  let browser: Browser
  let sandbox: Sandbox
  let gateway: SandboxServer
  let server: HttpServer
  let shop: Receiver
  let stopTasks: () => Promise<void>
  let [ada, bob]: Page[] = []
  let apiKey = ''
  let payment = ''

  before(async () => {
    browser = await launchBrowser()
    sandbox = createSandbox({ settings: { refundNightWindow: false, unsettledFloat: null } })
    gateway = await serveSandbox({ sandbox, port: 0 })
    shop = await openReceiver()
    let handle: (request: Request) => Promise<Response> = () => Promise.reject(new Error('early'))
    server = await serveHttp({ fetch: (request) => handle(request) }, { port: 0 })
    const options = testOptions(database(), {
      clock: systemClock,
      publicUrl: server.url,
      fetch,
      webhooks: openWebhookNetwork({ allowPrivate: true }),
    })
    const checkout = createCheckout(options)
    handle = checkout.fetch
    stopTasks = checkout.startTasks()
    const deps = openTestDeps(database(), options)
    const arrive = async (): Promise<Page> => {
      const { token } = await openTestOperator(deps, 'administer')
      const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
      await context.addCookies([{ name: 'tael_operator', value: token, url: server.url }])
      return context.newPage()
    }
    ada = await arrive()
    bob = await arrive()
  })
  after(async () => {
    await browser.close()
    await stopTasks()
    await Promise.all([server.close(), gateway.close(), shop.close()])
    sandbox.close()
  })

  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
  const follow = (page: Page, name: string | RegExp) =>
    page.getByRole('link', { name }).first().click()
  const fill = async (page: Page, fields: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(fields)) {
      await page.locator(`[name="${name}"]`).fill(value)
    }
  }
  const ask = async (path: string, body?: object): Promise<Readonly<Record<string, unknown>>> => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const method = body === undefined ? 'GET' : 'POST'
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    const answer = await fetch(server.url + path, init)
    assert.ok(answer.ok, `${path} ${answer.status}`)
    return (await answer.json()) as Readonly<Record<string, unknown>>
  }

  it('begins with an account, whose credentials are checked, and its key', async () => {
    assert.ok(ada)
    await ada.goto(`${server.url}/dashboard`)
    await follow(ada, 'Add the first account')
    await ada.locator('[name=flow]').selectOption('qfpay-account')
    await ada.locator('.more summary').click()
    await fill(ada, {
      name: DEMO.merchant.name,
      host: gateway.url,
      app_code: DEMO.merchant.appCode,
      client_key: 'mistyped',
      cashier_url: `${gateway.url}/q/direct`,
      refund_approval_above: '100',
    })
    await press(ada, 'Check and add')
    await ada.getByRole('alert').waitFor()
    await ada.locator('[name=client_key]').fill(DEMO.merchant.clientKey)
    await press(ada, 'Check and add')
    apiKey = await ada.getByLabel('Your API key').inputValue()
    assert.deepEqual((await ask('/v1/payments'))['data'], [])
  })

  it('gets a second key for another server', async () => {
    assert.ok(ada)
    await follow(ada, 'Accounts')
    await follow(ada, DEMO.merchant.name)
    await fill(ada, { name: 'the till' })
    await press(ada, 'Add key')
    apiKey = await ada.getByLabel('The new key “the till”').inputValue()
    await ask('/v1/payments')
    await follow(ada, 'Accounts')
    await follow(ada, 'API keys')
    assert.equal(await ada.locator('.row').count(), 2)
  })

  it('tells the shop of an event, to try', async () => {
    assert.ok(ada)
    await follow(ada, 'Webhooks')
    await follow(ada, 'New endpoint')
    await fill(ada, { url: shop.url, headers: 'x-gate: open' })
    await press(ada, 'Create endpoint')
    await press(ada, 'Send test event')
    await ada.getByText('HTTP 204').waitFor()
    assert.equal(shop.receipts[0]?.event.type, 'webhook.test')
    assert.equal(shop.receipts[0].headers['x-gate'], 'open')
  })

  it('prints a poster of a payment link, which a camera reads', async () => {
    assert.ok(ada)
    await follow(ada, 'Links')
    await follow(ada, 'New link')
    await fill(ada, { title: 'Mooncakes', amount: '188', currency: 'HKD' })
    await press(ada, 'Create link')
    const link = await ada.locator('.scan a.id').innerText()
    const poster = await ada.getByRole('link', { name: /^Poster A6 English/ }).getAttribute('href')
    const answer = await ada.request.get(server.url + String(poster))
    assert.equal(decode(await photograph(await answer.body())), link)
  })

  it('refunds a part of a payment when a second person has agreed', async () => {
    assert.ok(ada && bob)
    const created = await ask('/v1/payments', {
      reference: 'HTH-1',
      amount: 50_000,
      currency: 'HKD',
    })
    payment = String(created['id'])
    await createWechatVisitor({ fetch, now: () => performance.now() }).open(String(created['url']))
    const [order] = sandbox.orders.list()
    assert.ok(order)
    await sandbox.orders.pay(order)
    await waitUntil(
      'the payment to be proved paid',
      () => ask(`/v1/payments/${payment}`),
      ({ status }) => status === 'succeeded',
    )
    await ada.goto(`${server.url}/dashboard/payments/${payment}`)
    await follow(ada, 'Refund…')
    await ada.getByLabel('A part of it').check()
    await ada.getByLabel('Amount (HKD)').fill('120.50')
    await press(ada, 'Continue')
    await press(ada, 'Ask for a refund of HK$120.50')
    await ada.getByText('You asked for it, so another person has to approve it.').waitFor()
    await bob.goto(`${server.url}/dashboard`)
    await follow(bob, /1 refund waits for a second person/)
    await follow(bob, 'HTH-1')
    await press(bob, 'Approve and refund HK$120.50')
    await bob.getByText('The refund is approved.').waitFor()
    await waitUntil(
      'the refund to be done',
      () => ask(`/v1/payments/${payment}`),
      ({ amount_refunded: refunded }) => refunded === 12_050,
    )
    await waitUntil(
      'the shop to hear of it',
      () => Promise.resolve(shop.receipts.map(({ event }) => event.type)),
      (types) => types.includes('refund.succeeded'),
    )
  })
})
