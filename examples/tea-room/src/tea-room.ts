import {
  CheckoutError,
  FOLLOW,
  isFromOtherSite,
  letFormsLeave,
  readLanguage,
  referenceTold,
  serveAssets,
  siteHeaders,
  type Tael,
  WEBHOOKS_PATH,
  readPayment,
} from '@tael-examples/common'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type OfficialAccount, openReception } from './know-guest.ts'
import { billPage } from './pages/bill-page.ts'
import { billsPage } from './pages/bills-page.ts'
import { STYLE, type Html } from './pages/document.ts'
import { noticePage } from './pages/notice-page.ts'
import { createPayment, hasLapsed, stateOf } from './take-payment.ts'
import type { Notice } from './texts.ts'
import type { Bill, Till } from './till.ts'

export type TeaRoomOptions = Tael & {
  readonly account: OfficialAccount
  readonly till: Till
  /** Signs what Tael tells us; `askForWebhooks` brings it. */
  readonly webhookSecret: string
  readonly randomBytes: (size: number) => Uint8Array
  /** Told the reason whenever a guest was shown that something went wrong. */
  readonly report?: (error: Error) => void
}

const STATUS = {
  'not-in-wechat': 403,
  unknown: 403,
  'not-found': 404,
  unreachable: 503,
  refused: 502,
} as const satisfies Record<Notice, number>

/** Pages in WeChat on which the guests of a tea room see their bills and pay them. */
export function createTeaRoom(options: TeaRoomOptions): {
  readonly fetch: (request: Request) => Promise<Response>
} {
  const { till } = options
  const reception = openReception(options)
  const app = new Hono()
  app.use(siteHeaders())
  serveAssets(app, [STYLE, FOLLOW])

  app.post(WEBHOOKS_PATH, bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const { headers } = c.req.raw
    const told = referenceTold(options.webhookSecret, { body: await c.req.text(), headers })
    if (told === undefined) return c.body(null, 400)
    const bill = till.find((told.reference ?? '').split('-', 2).join('-'))
    // Also for payments that are not of this till, or Tael would retry for days.
    if (bill === undefined) return c.body(null, 204)
    // It may come twice, or late: so the till learns from Tael how the payment stands now.
    return look(bill).then(
      () => c.body(null, 204),
      () => c.body(null, 503),
    )
  })

  // The menu of the Official Account leads here.
  app.get('/bills', (c) =>
    withGuest(c, async (openid) => {
      const bills = till.billsOf(openid)
      // The list shows what is known; a bill's own page says why nothing can be learned.
      await Promise.all(bills.map((bill) => look(bill).catch(() => undefined)))
      return c.html(await billsPage(readLanguage(c.req.raw.headers), bills))
    }),
  )

  // A message of the Official Account leads here; so does the payment.
  app.get('/bills/:bill', (c) =>
    withBill(c, async (bill) => {
      await look(bill)
      letFormsLeave(c)
      return c.html(await billPage(readLanguage(c.req.raw.headers), bill))
    }),
  )

  app.get('/bills/:bill/state', (c) =>
    withBill(c, async (bill) => {
      await look(bill)
      return c.json({ state: stateOf(bill) })
    }),
  )

  app.post('/bills/:bill/pay', (c) =>
    isFromOtherSite(c)
      ? notice(c, 'not-found')
      : withBill(c, async (bill) => {
          await look(bill)
          if (hasLapsed(bill)) bill.tries += 1
          const payment = await createPayment(options, bill)
          bill.paymentId = payment.id
          return c.redirect(payment.url, 303)
        }),
  )

  app.notFound((c) => notice(c, 'not-found'))
  app.onError((error, c) => {
    options.report?.(error)
    return notice(c, error instanceof CheckoutError ? error.kind : 'refused')
  })

  async function withGuest(
    c: Context,
    answer: (openid: string) => Promise<Response>,
  ): Promise<Response> {
    if (!/MicroMessenger\//.test(c.req.header('user-agent') ?? ''))
      return notice(c, 'not-in-wechat')
    const visit = await reception.meet(c)
    if (visit === 'unknown') return notice(c, 'unknown')
    return 'goTo' in visit ? c.redirect(visit.goTo, 302) : answer(visit.openid)
  }

  /** Somebody else's bill is one that does not exist. */
  function withBill(c: Context, answer: (bill: Bill) => Promise<Response>): Promise<Response> {
    return withGuest(c, async (openid) => {
      const bill = till.find(c.req.param('bill') ?? '')
      return bill?.openid === openid ? answer(bill) : notice(c, 'not-found')
    })
  }

  async function look(bill: Bill): Promise<void> {
    if (bill.paymentId === undefined) return
    Object.assign(bill, await readPayment(options, bill.paymentId))
  }

  async function notice(c: Context, kind: Notice): Promise<Response> {
    const page: Html = noticePage(readLanguage(c.req.raw.headers), kind)
    return c.html(await page, STATUS[kind])
  }

  return { fetch: async (request) => app.fetch(request) }
}
