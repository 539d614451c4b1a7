import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createAdaptorServer } from '@hono/node-server'
import { excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import { testRun } from '@tael/testing/test-run'
import { watchPage } from '@tael/testing/watch-page'
import type { Browser, BrowserContext } from 'playwright-core'
import { API_KEY, startCheckoutApi, type CheckoutApi } from '../test/support/checkout-api.ts'
import { createStore } from './store.ts'

const LOCALES = ['en-GB', 'zh-CN', 'zh-HK']
const ID = 'HT-7K3M9QXD-2F4E8TA3'
const BASKET = 'gaiwan.1~dragon-well.9~milk-tea.1'

let api: CheckoutApi
let browser: Browser
let origin: string
const server = createAdaptorServer({ fetch: (request) => store.fetch(request) })
let store: ReturnType<typeof createStore>

before(async () => {
  api = await startCheckoutApi()
  browser = await launchBrowser()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  store = createStore({
    checkoutUrl: api.url,
    apiKey: API_KEY,
    publicUrl: origin,
    fetch,
    webhookSecret: 'whsec_bm9ib2R5IHRlbGxzIHRoaXMgc2hvcA==',
    randomBytes,
  })
  const body = new URLSearchParams({ order: ID })
  const headers = { cookie: `cart=${BASKET}` }
  await fetch(`${origin}/orders`, { method: 'POST', redirect: 'manual', headers, body })
})
after(async () => {
  await browser.close()
  server.close()
  await api.close()
})

/** Every page the shop has; `at` brings the order's payment there first. */
const PAGES = [
  { path: '/' },
  { path: '/products/dragon-well' },
  { path: '/products/clay-pot' },
  { path: '/cart' },
  { path: '/orders' },
  { path: '/elsewhere' },
  { path: `/orders/${ID}`, at: 'created' },
  { path: `/orders/${ID}`, at: 'pending' },
  { path: `/orders/${ID}`, at: 'expired' },
  { path: `/orders/${ID}`, at: 'succeeded' },
  // Last, for a refund stays.
  { path: `/orders/${ID}`, at: 'refunded' },
] as const

function bring(at: Extract<(typeof PAGES)[number], { at: unknown }>['at']): void {
  if (at !== 'refunded') {
    api.become(at)
    return
  }
  api.become('succeeded')
  api.refund({ cause: 'paid_twice', attempt: 'att_2' })
  api.refund({ amount: 1000 })
  api.refund({ amount: 2000, status: 'pending' })
}

async function visit(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  await context.addCookies([
    { name: 'cart', value: BASKET, url: origin },
    { name: 'orders', value: ID, url: origin },
  ])
  return context
}

test('every page is accessible, legible in the dark as well, fits a narrow phone, and any phone when text is twice as large', async () => {
  for (const [turn, locale] of LOCALES.entries()) {
    const context = await visit({ locale, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const faults = await watchPage(page)
    for (const [index, each] of PAGES.entries()) {
      // In English, whose words are the longest; the Chinese scripts by turns.
      const isTurn = index % 2 === turn - 1
      if (turn > 0 && !isTurn && !testRun.isThorough) continue
      if ('at' in each) bring(each.at)
      await page.goto(origin + each.path)
      const name = `${locale} ${JSON.stringify(each)}`
      // Once: what bars somebody is in the markup, and that is the same in each language.
      if (isTurn) assert.deepEqual(await judgePage(page), [], name)
      assert.deepEqual(await excessWidths(page), [0, 0], name)
    }
    assert.deepEqual(
      await faults.list(),
      [],
      'what its own policy forbids, or a script of it that fails',
    )
    await context.close()
  }
})

test('a customer without scripts fills a basket and is sent to pay', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' })
  const page = await context.newPage()
  const faults = await watchPage(page)
  await page.goto(origin)
  await page.getByRole('link', { name: 'Jasmine Pearls' }).click()
  await page.getByLabel('Quantity').selectOption('2')
  await page.getByRole('button', { name: 'Put in the basket' }).click()
  await page.getByRole('button', { name: 'One Jasmine Pearls more' }).click()
  await page.getByText('HK$294.00').first().waitFor()
  await page.getByRole('button', { name: 'Pay HK$294.00 with WeChat' }).click()
  await page.getByText('where a payer pays').waitFor()
  assert.equal(page.url(), api.payments.at(-1)?.url)
  assert.deepEqual(await faults.list(), [])
  await context.close()
})

test('a page that waits for WeChat turns into the receipt', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const body = new URLSearchParams({ order: 'HT-00000000-00000001' })
  const headers = { cookie: 'cart=gaiwan.1' }
  await fetch(`${origin}/orders`, { method: 'POST', redirect: 'manual', headers, body })
  api.become('pending')
  await page.goto(`${origin}/orders/HT-00000000-00000001`)
  await page.getByRole('heading', { name: 'Waiting for WeChat' }).waitFor()
  api.become('succeeded')
  await page.getByRole('heading', { name: 'Thank you, it is paid' }).waitFor()
  await context.close()
})
