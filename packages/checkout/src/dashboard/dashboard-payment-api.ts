import { Hono, type Context } from 'hono'
import { accountNames, findAccount } from '../accounts/find-account.ts'
import { closeReviews } from '../attempts/close-reviews.ts'
import type { Deps } from '../deps.ts'
import { acting, type ApiEnv } from '../http/api.ts'
import { notFound } from '../http/not-found.ts'
import { seenSchema } from '../payments/payment-resource.ts'
import type { Payment } from '../payments/payment.ts'
import { readPayment } from '../payments/read-payments.ts'
import type { ReviewKey } from '../payments/review.ts'
import { parseId } from '../platform/ids.ts'
import { readTimeline } from '../timeline/read-timeline.ts'
import { readDeliveriesOf } from '../webhooks/read-webhooks.ts'
import { replayDelivery } from '../webhooks/replay-deliveries.ts'
import { paymentPage } from './pages/payment-page.ts'
import type { ReviewView } from './pages/view.ts'
import { readForm, type Shell } from './shell.ts'
import { paymentView } from './show-payment.ts'

const ALL_ENTRIES = 1000
const MAX_NOTE = 300

/** One payment, and what an operator does with it. */
export function dashboardPaymentApi(
  deps: Deps,
  { home, frame, page, languageOf }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  const showPayment = async (
    c: Context,
    payment: Payment,
    refused?: { readonly problem: NonNullable<ReviewView['problem']>; readonly status: 400 | 409 },
  ) => {
    const told = await readTimeline(deps, payment.id, { limit: ALL_ENTRIES })
    const { entries: timeline, attempts, refunds } = told
    const names = await accountNames(deps)
    // The day that the payer's receipt shows.
    const { utcOffset: timeZone } = (await findAccount(deps, payment.accountId)).settings
    const eventIds = timeline.flatMap((entry) => ('event' in entry ? [entry.event.id] : []))
    const webhooks = await readDeliveriesOf(deps, { accountId: payment.accountId, eventIds })
    const shown = paymentView({
      payment,
      attempts,
      refunds,
      timeline,
      webhooks,
      names,
      publicUrl: deps.publicUrl,
      home,
      language: languageOf(c),
      timeZone,
      problem: refused?.problem,
    })
    return page(c, paymentPage({ ...frame(c, timeZone), ...shown }), refused?.status)
  }
  const paymentOf = async (c: Context): Promise<Payment> => {
    const id = parseId('pay', c.req.param('payment') ?? '')
    return (id && (await readPayment(deps, id))) ?? notFound()
  }

  app.get('/', async (c) => showPayment(c, await paymentOf(c)))

  app.post('/review', async (c) => {
    const payment = await paymentOf(c)
    const form = await readForm(c)
    const note = plainNote(form['note'])
    const seen = seenReviews(form['seen'])
    if (note === undefined || form['sure'] !== 'yes' || seen === undefined) {
      return showPayment(c, payment, { problem: 'incomplete', status: 400 })
    }
    const reviewed = await closeReviews(acting(deps, c), payment.id, { note, seen })
    if (reviewed.kind !== 'changed') return c.redirect(`${home}/payments/${payment.id}`, 303)
    return showPayment(c, reviewed.payment, { problem: 'changed', status: 409 })
  })

  app.post('/replay', async (c) => {
    const { endpoint, delivery } = await readForm(c)
    if (typeof endpoint === 'string' && typeof delivery === 'string') {
      await replayDelivery(acting(deps, c), endpoint, delivery)
    }
    return c.redirect(`${home}/payments/${(await paymentOf(c)).id}`, 303)
  })

  return app
}

/** The reviews that a form's page showed; undefined if it does not say. */
function seenReviews(value: unknown): readonly ReviewKey[] | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return seenSchema.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}

/** An operator's text on one line; undefined if it is empty or too long. */
function plainNote(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const note = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return note === '' || note.length > MAX_NOTE ? undefined : note
}
