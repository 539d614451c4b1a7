import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { askForWebhooks, askTael, type Payment, WEBHOOKS_PATH } from '@tael-examples/common'
import { createBoard, createCampaign } from '@tael-examples/poster'
import { createTeaRoom, openDemoTill } from '@tael-examples/tea-room'
import { silentLog } from '@tael/checkout'
import { excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import { waitUntil } from '@tael/testing/patience'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { decode, photograph } from '../packages/checkout/test/support/photograph.ts'
import { startDev, type Dev } from '../packages/cli/src/index.ts'
import { untilSheetOpens } from './support/buy.ts'
import { openSite, type Site } from './support/world.ts'

const IN_WECHAT = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI'

let browser: Browser
let dev: Dev
let tea: Site
let board: Site
let context: BrowserContext
let page: Page
before(async () => {
  browser = await launchBrowser()
  tea = await openSite()
  board = await openSite()
  dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    returnOrigins: [tea.url, board.url],
    log: silentLog,
  })
  // Real time runs here, and QFPay refuses refunds around midnight.
  dev.sandbox.settings.change({ refundNightWindow: false })
  const { checkoutUrl, officialAccount: account } = dev
  const room = { checkoutUrl, apiKey: dev.apiKeys['own-account'], publicUrl: tea.url, fetch }
  tea.handler.fetch = createTeaRoom({
    ...room,
    account,
    till: openDemoTill(randomBytes),
    webhookSecret: await askForWebhooks(room, WEBHOOKS_PATH),
    randomBytes,
  }).fetch
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en',
    reducedMotion: 'reduce',
  })
  page = await context.newPage()
})
after(async () => {
  await browser.close()
  await Promise.all([tea.close(), board.close()])
  await dev.close()
})

const inside = () => page.frameLocator('iframe')
const pay = async (): Promise<void> => {
  await untilSheetOpens(page, inside())
  await page.getByRole('button', { name: 'Confirm payment' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await inside()
    .getByText(/is paid|Paid/)
    .first()
    .waitFor()
}
const goBack = () =>
  inside()
    .getByRole('link', { name: /Continue|Back|Return/ })
    .first()
    .click()

type Cookie = { readonly name: string; readonly value: string }

/** One page on a phone: legible, by day and night, and no wider than it. */
async function judge(url: string, locale: string, cookie?: Cookie): Promise<void> {
  const phone = await browser.newContext({ locale, userAgent: IN_WECHAT, reducedMotion: 'reduce' })
  if (cookie) await phone.addCookies([{ ...cookie, url }])
  const alone = await phone.newPage()
  await alone.goto(url)
  assert.deepEqual(await judgePage(alone), [], `${locale} ${url}`)
  assert.deepEqual(await excessWidths(alone), [0, 0], `${locale} ${url}`)
  await phone.close()
}

describe('a bill in an Official Account', () => {
  it('is found in the menu by the guest whom WeChat knows, paid, and shown as paid', async () => {
    await page.goto(dev.inWechat(`${tea.url}/bills`))
    await inside().getByText('HK$308.00').click()
    await inside().getByText('Shrimp dumplings').waitFor()
    await inside().getByRole('button', { name: 'Pay HK$308.00 with WeChat' }).click()
    await pay()
    await goBack()
    await inside().getByRole('heading', { name: 'Paid, thank you' }).waitFor()
    assert.deepEqual(
      dev.sandbox.ledger().map(({ amount }) => amount),
      [30_800],
    )
  })

  const billPath = async () => {
    const own = await inside().locator('.where small').textContent()
    return `/bills/${own?.replace('Bill ', '')}`
  }

  it('says so when a part of it was refunded', async () => {
    const { checkoutUrl, apiKeys } = dev
    const tael = { checkoutUrl, apiKey: apiKeys['own-account'], publicUrl: tea.url, fetch }
    type Listed = { readonly data: readonly Payment[] }
    const [paid] = (await askTael<Listed>(tael, '/v1/payments?limit=1')).data
    await askTael(tael, `/v1/payments/${paid?.id}/refunds`, {
      key: 'turnip cake',
      body: { reference: 'turnip cake', amount: 4_200 },
    })
    const path = await billPath()
    await waitUntil('the bill to say so', async () => {
      await page.goto(dev.inWechat(tea.url + path))
      await inside().getByText('Shrimp dumplings').waitFor()
      return inside().getByRole('heading', { name: 'Paid, and refunded in part' }).isVisible()
    })
  })

  it('is nobody else’s, and is not shown outside WeChat', async () => {
    const path = await billPath()
    await page.goto(`${dev.inWechat(tea.url + path)}&payer=ka-ho`)
    await inside().getByText('There is no such bill for you').waitFor()
    const outside = await fetch(tea.url + path)
    assert.equal(outside.status, 403)
    assert.match(await outside.text(), /Please open this in WeChat/)
  })

  it('does not let one guest in with a code that another was given', async () => {
    const response = await fetch(`${tea.url}/bills?code=of-another&state=guessed`, {
      headers: { 'user-agent': IN_WECHAT },
    })
    assert.equal(response.status, 403)
  })
})

describe('a poster on a wall', () => {
  it('is printed, scanned and paid, and counted', async () => {
    const { checkoutUrl, apiKeys } = dev
    const apiKey = apiKeys['qfpay-account']
    const tael = { checkoutUrl, apiKey, publicUrl: board.url, fetch }
    const campaign = await createCampaign(tael)
    assert.equal((await createCampaign(tael)).id, campaign.id, 'asked again it is the same')
    board.handler.fetch = createBoard(tael, campaign.id).fetch

    const screen = await context.newPage()
    await screen.goto(board.url)
    await screen.getByText('0 of 500 cups').waitFor()
    for (const language of ['en', 'zh-Hans', 'zh-Hant']) {
      const poster = await fetch(`${board.url}/poster-${language}.pdf`)
      const pdf = new Uint8Array(await poster.arrayBuffer())
      assert.equal(decode(await photograph(pdf)), campaign.url)
    }

    await page.goto(dev.inWechat(campaign.url))
    await inside()
      .getByRole('button', { name: /HK\$58/ })
      .click()
    await pay()
    await goBack()
    await inside().getByText('1 of 500 cups').waitFor()
    await screen.getByText('HK$58.00', { exact: true }).waitFor()
  })
})

it('every page of the examples can be read by anybody, on a narrow phone too', async () => {
  const cookies = await context.cookies()
  const [mei, kaHo] = cookies.flatMap(({ name, value }) =>
    name === 'guest' ? { name, value } : [],
  )
  // By turns: what bars somebody is in the markup, and that is the same in each language.
  await judge(`${tea.url}/bills`, 'en', mei)
  await judge(tea.url + (await pathOfBill(mei)), 'zh-CN', mei)
  await judge(tea.url + (await pathOfBill(kaHo)), 'en', kaHo)
  await judge(`${tea.url}/nowhere`, 'zh-HK')
  await judge(board.url, 'en')
})

async function pathOfBill(cookie: Cookie | undefined): Promise<string> {
  const list = await fetch(`${tea.url}/bills`, {
    headers: { 'user-agent': IN_WECHAT, cookie: `guest=${cookie?.value}` },
  })
  return /\/bills\/TR-\w+/.exec(await list.text())?.[0] ?? ''
}
