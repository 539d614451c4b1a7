import { waitUntil } from '@tael/testing/patience'
import { createPayer } from '../support/server/payer.ts'
import type { PayerAtPage, Spot } from './payer-at-page.ts'
import type { World } from './world.ts'

/** One story that a payer lives through with the real server. It throws what went wrong. */
export type Step = (payer: PayerAtPage, world: World) => Promise<void>

const OK = { err_msg: 'get_brand_wcpay_request:ok' }
const CANCEL = { err_msg: 'get_brand_wcpay_request:cancel' }
const PAID = 'Paid'
const UNPAID = 'Not paid yet'
const CONFIRMING = 'Confirming your payment…'
const TO_PAY = 'Pay with WeChat'
/** The receipt leads back to the shop after three seconds, WeChat may be asked again after four. */
const LONGER_THAN_ANY_TIMER_MS = 5_000
const MAX_RECEIPTS = 10

export const STEPS: Readonly<Record<string, Step>> = {
  'the QR code outside WeChat turns into the receipt when another phone has paid': async (
    { open, seesHeading },
    world,
  ) => {
    const { url } = await world.createPayment('own-account')
    await open(url, 'outside')
    await seesHeading(TO_PAY)
    const phone = createPayer(world.sandbox)
    await phone.open(url)
    await phone.confirm()
    await seesHeading(PAID)
  },
  'the link is copied when the payer presses the button for it': async (
    { open, press, sees },
    world,
  ) => {
    const { url } = await world.createPayment('own-account')
    await open(url, 'outside')
    await press('[data-copy]')
    await sees('the button to say so', 'inPage.text("[data-copy]")', ['Copied'])
  },
  'a payer pays: the page asks WeChat, confirms, and becomes the receipt': async ({
    openSheet,
    seesHeading,
  }) => {
    const sheet = await openSheet('own-account')
    // WeChat's ok proves nothing, so the page has to wait until the money has really moved.
    await sheet.tellPage(OK)
    await seesHeading(CONFIRMING)
    await sheet.pay()
    await seesHeading(PAID)
  },
  'a payer cancels, presses the button, and pays the same order': async ({
    openSheet,
    press,
    sees,
    seesSheet,
    seesHeading,
  }) => {
    const first = await openSheet('own-account')
    await first.tellPage(CANCEL)
    await sees('the sentence after a cancel', 'inPage.outcomes()', ['canceled'])
    await press('[data-pay]')
    const second = await seesSheet(2)
    if (JSON.stringify(second.params) !== JSON.stringify(first.params)) {
      throw new Error('the page asked for another order the second time')
    }
    await sees('the sentence to be gone', 'inPage.outcomes()', [])
    await second.pay()
    await second.tellPage(OK)
    await seesHeading(PAID)
  },
  'WeChat fails: the page shows its words, and starting over leads to a payment': async ({
    openSheet,
    press,
    sees,
    seesSheet,
    seesHeading,
  }) => {
    const failed = await openSheet('own-account')
    await failed.tellPage({ err_msg: 'get_brand_wcpay_request:fail', err_desc: '系统繁忙' })
    await sees('WeChat’s words', 'inPage.text("[data-outcome] small span")', ['系统繁忙'])
    await press('[data-pay]')
    await sees('the page anew', 'inPage.outcomes()', [])
    await press('[data-pay]')
    const sheet = await seesSheet()
    await sheet.pay()
    await sheet.tellPage(OK)
    await seesHeading(PAID)
  },
  'WeChat says nothing, though the money moved: the page finds out': async ({
    openSheet,
    seesHeading,
  }) => {
    const sheet = await openSheet('own-account')
    await sheet.pay()
    await seesHeading(PAID)
  },
  'WeChat says nothing, and nothing moved: a later press asks again': async ({
    openSheet,
    press,
    sees,
    seesSheet,
    seesHeading,
  }) => {
    await openSheet('own-account')
    await sees('time to pass', 'inPage.shownForMs()', (ms: number) => ms > LONGER_THAN_ANY_TIMER_MS)
    await press('[data-pay]')
    const sheet = await seesSheet(2)
    await sheet.pay()
    await sheet.tellPage(OK)
    await seesHeading(PAID)
  },
  'a bridge that comes after the page is asked once': async (
    { open, sees, seesSheet, seesHeading },
    world,
  ) => {
    const { url } = await world.createPayment('own-account')
    await open(url, 'late')
    const sheet = await seesSheet()
    await sees('no sentence', 'inPage.outcomes()', [])
    await sheet.pay()
    await sheet.tellPage(OK)
    await seesHeading(PAID)
  },
  'without a bridge the page says where the payment can be made': async ({ open, sees }, world) => {
    const { url } = await world.createPayment('own-account')
    await open(url, 'absent')
    await sees('the sentence', 'inPage.outcomes()', ['unavailable'])
  },
  'a reload before paying asks WeChat no second time, and the button still does': async ({
    tab,
    openSheet,
    press,
    sees,
    seesSheet,
    seesHeading,
  }) => {
    await openSheet('own-account')
    await tab.reload()
    await seesHeading(TO_PAY)
    await sees('WeChat not to be asked', 'inPage.calls()', [])
    await press('[data-pay]')
    const sheet = await seesSheet()
    await sheet.pay()
    await sheet.tellPage(OK)
    await seesHeading(PAID)
  },
  'a reload while it confirms keeps confirming, and becomes the receipt': async ({
    tab,
    openSheet,
    seesHeading,
  }) => {
    const sheet = await openSheet('own-account')
    await sheet.tellPage(OK)
    await seesHeading(CONFIRMING)
    await tab.reload()
    await seesHeading(CONFIRMING)
    await sheet.pay()
    await seesHeading(PAID)
  },
  'back from confirming does not lead to the page that asks WeChat': async (
    { tab, open, openSheet, sees, seesHeading },
    world,
  ) => {
    await open(world.shopUrl, 'ready')
    const sheet = await openSheet('own-account')
    await sheet.tellPage(OK)
    await seesHeading(CONFIRMING)
    await tab.back()
    await sees('the shop', 'location.origin', world.shopUrl)
  },
  'back to a confirming page that was left: it asks again, and becomes the receipt': async ({
    tab,
    openSheet,
    press,
    sees,
    seesHeading,
  }) => {
    const sheet = await openSheet('own-account')
    await sheet.tellPage(OK)
    await seesHeading(CONFIRMING)
    await press('a.act')
    await sees('the page to pay', 'inPage.text("[data-pay]").length', 1)
    await tab.back()
    await seesHeading(CONFIRMING)
    await sheet.pay()
    await seesHeading(PAID)
  },
  'the receipt redirects to the shop, and going back to it does not redirect again': async (
    { tab, openSheet, sees, seesHeading },
    world,
  ) => {
    const sheet = await openSheet('own-account', {
      return_url: `${world.shopUrl}/orders/1`,
    })
    await sheet.pay()
    await sees('the shop', 'location.href', (href: string) => href.startsWith(world.shopUrl))
    await tab.back()
    await seesHeading(PAID)
    await sees('time to pass', 'inPage.shownForMs()', (ms: number) => ms > LONGER_THAN_ANY_TIMER_MS)
    await seesHeading(PAID)
  },
  'a payer who presses to stay on the receipt stays': async ({ tab, openSheet, sees }, world) => {
    // Three seconds are short on a busy machine: a payer who is too slow for one receipt gets another.
    for (let order = 1; order <= MAX_RECEIPTS; order++) {
      const sheet = await openSheet('own-account', {
        return_url: `${world.shopUrl}/orders/${order}`,
      })
      await sheet.pay()
      const seen = await sees<Spot | 'Shop' | undefined>(
        'the button to stay, or the shop',
        'inPage.heading() === "Shop" ? "Shop" : inPage.spot("[data-stay]")',
        (what) => what !== undefined,
      )
      if (typeof seen === 'object') await tab.tap(seen.x, seen.y)
      await sees(
        'time to pass',
        'inPage.shownForMs()',
        (ms: number) => ms > LONGER_THAN_ANY_TIMER_MS,
      )
      if ((await tab.read('inPage.heading()')) === PAID) return
    }
    throw new Error(`of ${MAX_RECEIPTS} receipts none stayed`)
  },
  'a page that is hidden, as by WeChat’s sheet, asks no more, and knows more when it is seen again':
    async ({ tab, openSheet, sees, seesHeading }, world) => {
      const sheet = await openSheet('own-account')
      const showAgain = await tab.hide()
      await sees('the page to be hidden', 'document.hidden', true)
      await waitUntil('the hidden page to ask no more', world.waitingPages, (pages) => pages === 0)
      await sheet.pay()
      await showAgain()
      await seesHeading(PAID)
    },
  'QFPay’s cashier: a payer pays there and comes back to the receipt': async ({
    openSheet,
    seesHeading,
  }) => {
    const sheet = await openSheet('qfpay-account')
    await sheet.pay()
    await sheet.tellPage(OK)
    await seesHeading(PAID)
  },
  'QFPay’s cashier: a payer who cancels comes back, and pays when they start over': async (
    { openSheet, press, sees, seesSheet, seesHeading },
    world,
  ) => {
    const first = await openSheet('qfpay-account')
    await first.tellPage(CANCEL)
    await seesHeading(UNPAID)
    await press('a.act.main')
    await sees('QFPay’s page', 'location.origin', world.sandboxUrl)
    const second = await seesSheet()
    await second.pay()
    await second.tellPage(OK)
    await seesHeading(PAID)
  },
}

/** The same page in the simulated phone, which is a page itself. */
export const PHONE_STEPS: Readonly<Record<string, Step>> = {
  'the simulated phone opens the page, and its sheet pays': async (
    { tab, open, press, sees },
    world,
  ) => {
    const { url } = await world.createPayment('own-account')
    await tab.resize(1280, 900)
    const { port } = new URL(world.sandboxUrl)
    await open(`http://wechat.localhost:${port}/?open=${encodeURIComponent(url)}`, 'outside')
    await press('.sheet-body button.primary')
    await sees('the sheet to say so', 'inPage.text("#overlay .primary")', ['Done'])
    await press('#overlay .primary')
    await sees('the receipt in the phone', 'inPage.text("#page-title")', (title: string[]) =>
      title.some((text) => text.startsWith(PAID)),
    )
  },
}
