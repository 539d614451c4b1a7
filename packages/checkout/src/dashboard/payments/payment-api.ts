import { isCurrency, minorUnits, offsetMsOf } from '@tael/qfpay'
import { Hono, type Context } from 'hono'
import { readAccount } from '../../accounts/read-accounts.ts'
import { closeReviews } from '../../attempts/close-reviews.ts'
import { enquirePayment } from '../../attempts/enquire-payment.ts'
import { requirePermission } from '../../audit/permission.ts'
import type { Deps } from '../../deps.ts'
import { isRepresentable } from '../../http/account-guards.ts'
import { acting, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import type { Language } from '../../language/language.ts'
import { addNoteOnce } from '../../notes/add-note.ts'
import { readNotes } from '../../notes/read-notes.ts'
import { remainingOf } from '../../payments/attempt.ts'
import { cancelPayment } from '../../payments/cancel-payment.ts'
import { seenSchema } from '../../payments/payment-resource.ts'
import type { Payment } from '../../payments/payment.ts'
import { readAttempts, readPayment } from '../../payments/read-payments.ts'
import { isInReview, type ReviewKey } from '../../payments/review.ts'
import { startOfDay } from '../../platform/gateway-day.ts'
import { parseId } from '../../platform/ids.ts'
import { needsApproval } from '../../refunds/approval.ts'
import { approveRefund, declineRefund, type EndApproval } from '../../refunds/end-approval.ts'
import { readRefund, readRefunds, readTakings } from '../../refunds/read-refunds.ts'
import { forecastRefund } from '../../refunds/refund-forecast.ts'
import { isRefundOpen, type Refund } from '../../refunds/refund.ts'
import { requestRefundOnce } from '../../refunds/request-refund.ts'
import { readTimeline } from '../../timeline/read-timeline.ts'
import { readDeliveriesOf } from '../../webhooks/read-webhooks.ts'
import { replayDelivery } from '../../webhooks/replay-deliveries.ts'
import { noteTexts } from '../forms/note-texts.ts'
import { approvalTexts } from '../refunds/approval-texts.ts'
import { refundCheckPage, refundPage, type RefundView } from '../refunds/refund-page.ts'
import { readForm, type Shell } from '../shell/shell.ts'
import { actionTexts, type ActionTexts } from './action-texts.ts'
import { paymentPage } from './payment-page.ts'
import type { PaymentView, ReviewView } from './payment-view.ts'
import { paymentView } from './show-payment.ts'

const ALL_ENTRIES = 1000
const ALL_REFUNDS = 1000
const MAX_NOTE = 300
const MAX_REASON = 80

type Refused = {
  readonly status: 400 | 409
  readonly review?: NonNullable<ReviewView['problem']>
  readonly outcome?: PaymentView['outcome']
}

/** One payment, and what an operator does about it. Mounted at /dashboard/payments/:payment. */
export function dashboardPaymentApi(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, page, languageOf } = shell
  const app = new Hono<ApiEnv>()

  const paymentOf = async (c: Context): Promise<Payment> => {
    const id = parseId('pay', c.req.param('payment') ?? '')
    return (id && (await readPayment(deps, id))) ?? notFound()
  }
  const pathOf = ({ id }: Payment): string => `${home}/payments/${id}`
  const back = (c: Context, payment: Payment, done?: Record<string, string>): Response =>
    c.redirect(`${pathOf(payment)}${done ? `?${new URLSearchParams(done).toString()}` : ''}`, 303)

  const show = async (c: Context<ApiEnv>, payment: Payment, refused?: Refused) => {
    const told = await readTimeline(deps, payment.id, { limit: ALL_ENTRIES })
    const { entries: timeline, attempts, refunds } = told
    const account = await readAccount(deps, payment.accountId)
    // The day that the payer's receipt shows.
    const { utcOffset: timeZone } = account.settings
    const eventIds = timeline.flatMap((entry) => ('event' in entry ? [entry.event.id] : []))
    const { id: subjectId, accountId } = payment
    const webhooks = await readDeliveriesOf(deps, { accountId, subjectId, eventIds })
    const shown = paymentView({
      payment,
      attempts,
      refunds,
      timeline,
      webhooks,
      account: account.name,
      notes: await readNotes(deps, payment.id),
      noteId: deps.newId('not'),
      publicUrl: deps.publicUrl,
      home,
      actor: c.get('actor'),
      language: languageOf(c),
      timeZone,
      outcome: refused?.outcome ?? outcomeOf(c, languageOf(c)),
      problem: refused?.review,
    })
    return page(c, paymentPage({ ...frame(c, timeZone), ...shown }), refused?.status)
  }

  app.get('/', async (c) => show(c, await paymentOf(c)))

  app.post('/review', async (c) => {
    const payment = await paymentOf(c)
    const form = await readForm(c)
    const note = plainLine(form['note'], MAX_NOTE)
    const seen = seenReviews(form['seen'])
    if (note === undefined || form['sure'] !== 'yes' || seen === undefined) {
      return show(c, payment, { review: 'incomplete', status: 400 })
    }
    const reviewed = await closeReviews(acting(deps, c), payment.id, { note, seen })
    if (reviewed.kind !== 'changed') return back(c, payment)
    return show(c, reviewed.payment, { review: 'changed', status: 409 })
  })

  app.post('/replay', async (c) => {
    const payment = await paymentOf(c)
    const { endpoint, delivery } = await readForm(c)
    if (endpoint !== undefined && delivery !== undefined) {
      await replayDelivery(acting(deps, c), endpoint, delivery)
    }
    return back(c, payment)
  })

  app.post('/enquire', async (c) => {
    const payment = await paymentOf(c)
    return back(c, payment, { asked: await enquirePayment(acting(deps, c), payment) })
  })

  app.post('/cancel', async (c) => {
    const payment = await paymentOf(c)
    const { kind } = await cancelPayment(acting(deps, c), payment.id)
    return back(c, payment, { done: kind === 'canceled' ? 'canceled' : 'notCanceled' })
  })

  app.post('/notes', async (c) => {
    const payment = await paymentOf(c)
    const form = await readForm(c)
    const id = parseId('not', form['note'] ?? '') ?? deps.newId('not')
    const noted = await addNoteOnce(acting(deps, c), payment, {
      id,
      text: form['text'] ?? '',
    })
    if (typeof noted !== 'string') return back(c, payment, { done: 'noted' })
    const text = noteTexts[languageOf(c)].problem[noted]
    return show(c, payment, { status: 400, outcome: { text, isBad: true } })
  })

  /** What can be refunded of a payment: of the charge that paid it, or of one that Tael must not keep. */
  const refundOf = async (c: Context, payment: Payment) => {
    const attempts = await readAttempts(deps, payment.id)
    const charge =
      attempts.find(({ id }) => id === payment.succeededAttemptId) ??
      attempts.find((attempt) => remainingOf(attempt) > 0) ??
      notFound()
    const account = await readAccount(deps, payment.accountId)
    return {
      account,
      charge,
      view: {
        ...frame(c, account.settings.utcOffset),
        paymentPath: pathOf(payment),
        reference: payment.reference,
        currency: payment.currency,
        remaining: remainingOf(charge),
        reserved: charge.refundReserved,
      },
    }
  }
  const refuse = (
    c: Context,
    view: Omit<RefundView, 'problem'>,
    problem: NonNullable<RefundView['problem']>,
  ) => page(c, refundPage({ ...view, problem }), problem === 'amount' ? 400 : 409)

  app.get('/refund', async (c) => {
    requirePermission(c.get('actor'), 'refund')
    const { view } = await refundOf(c, await paymentOf(c))
    return page(c, refundPage(view))
  })

  app.post('/refund/check', async (c) => {
    requirePermission(c.get('actor'), 'refund')
    const payment = await paymentOf(c)
    const { view, charge, account } = await refundOf(c, payment)
    const form = await readForm(c)
    const reason = plainLine(form['reason'], MAX_REASON) ?? ''
    const given = form['how'] === 'part' ? (form['amount'] ?? '').trim().slice(0, 16) : undefined
    const amount = given === undefined ? view.remaining : amountOf(given, payment.currency)
    const again = { ...view, reason, ...(given !== undefined && { amount: given }) }
    if (isInReview(payment)) return refuse(c, again, 'in-review')
    if (amount === undefined || amount < 1 || amount > view.remaining) {
      return refuse(c, again, 'amount')
    }
    const now = deps.clock.now()
    const { utcOffset } = account.settings
    const midnight = startOfDay(now, offsetMsOf(utcOffset) ?? 0)
    const { refunds } = await readRefunds(deps, payment.id, { limit: ALL_REFUNDS })
    const open = refunds.filter((one) => one.attemptId === charge.id && isRefundOpen(one)).length
    const takings = await readTakings(
      deps,
      { id: account.id, currency: payment.currency },
      midnight,
    )
    const paidAt = payment.succeededAt ?? charge.openedAt
    const notices = forecastRefund(
      { amount, charged: charge.charged, paidAt, takings, open },
      { now, utcOffset },
    )
    const token = deps.newId('ref').slice('ref_'.length)
    const { refundApprovalAbove: threshold } = account.settings
    const isAbove = needsApproval(threshold, { amount, reserved: charge.refundReserved })
    const checked = { ...view, amount, reason, token, notices }
    return page(c, refundCheckPage({ ...checked, ...(isAbove && { threshold }) }))
  })

  app.post('/refund', async (c) => {
    const payment = await paymentOf(c)
    const { view, charge, account } = await refundOf(c, payment)
    const form = await readForm(c)
    const token = /^[0-9a-z]{26}$/.exec(form['token'] ?? '')?.[0]
    const amount = /^\d{1,15}$/.test(form['amount'] ?? '') ? Number(form['amount']) : undefined
    const reason = plainLine(form['reason'], MAX_REASON)
    if (token === undefined || amount === undefined) return refuse(c, view, 'amount')
    if (!isRepresentable(account, { amount, currency: payment.currency })) {
      return refuse(c, view, 'unrepresentable')
    }
    const requested = await requestRefundOnce(acting(deps, c), {
      attemptId: charge.id,
      amount,
      evenIfInReview: false,
      // A form that comes twice is one refund.
      reference: `dashboard-${token}`,
      reason,
    })
    switch (requested.kind) {
      case 'requested':
      case 'repeated':
        return back(c, payment, {
          done: requested.refund.status === 'awaiting_approval' ? 'waiting' : 'refunded',
        })
      case 'exceeds-remaining':
        return refuse(c, view, 'exceeds')
      case 'reference-taken':
        return refuse(c, view, 'taken')
      case 'not-charged':
      case 'in-review':
        return refuse(c, view, requested.kind)
    }
  })

  const refundNamed = async (c: Context, payment: Payment): Promise<Refund> => {
    const id = parseId('ref', c.req.param('refund') ?? '')
    const refund = id && (await readRefund(deps, id))
    return refund?.paymentId === payment.id ? refund : notFound()
  }

  app.post('/refunds/:refund/approve', async (c) => {
    const payment = await paymentOf(c)
    const ended = await approveRefund(acting(deps, c), await refundNamed(c, payment))
    return back(c, payment, { approval: ended })
  })

  app.post('/refunds/:refund/decline', async (c) => {
    const payment = await paymentOf(c)
    const refund = await refundNamed(c, payment)
    const why = plainLine((await readForm(c))['why'], MAX_NOTE)
    return back(c, payment, { approval: await declineRefund(acting(deps, c), refund, why) })
  })

  return app
}

/** What became of the last action, as the address says it. */
function outcomeOf(c: Context, language: Language): PaymentView['outcome'] | undefined {
  const texts = actionTexts[language]
  const { ended, waiting } = approvalTexts[language]
  const approval = c.req.query('approval')
  if (approval !== undefined && Object.hasOwn(ended, approval)) {
    const isBad = approval !== 'approved' && approval !== 'declined'
    return { text: ended[approval as EndApproval], isBad }
  }
  if (c.req.query('done') === 'waiting') return { text: waiting, isBad: false }
  const asked = c.req.query('asked')
  if (asked !== undefined && Object.hasOwn(texts.enquired, asked)) {
    const text = texts.enquired[asked as keyof ActionTexts['enquired']]
    return { text, isBad: asked === 'unanswered' || asked === 'unreadable' }
  }
  const done = (['refunded', 'canceled', 'notCanceled', 'noted'] as const).find(
    (each) => each === c.req.query('done'),
  )
  return done && { text: texts[done], isBad: done === 'notCanceled' }
}

/** In minor units; undefined if it is none of the currency. */
function amountOf(decimal: string, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined
  try {
    return minorUnits(decimal.replaceAll(',', ''), currency)
  } catch {
    return undefined
  }
}

/** The reviews that a form's page showed; undefined if it does not say. */
function seenReviews(value: string | undefined): readonly ReviewKey[] | undefined {
  if (value === undefined) return undefined
  try {
    return seenSchema.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}

/** An operator's text on one line; undefined if it is empty or too long. */
function plainLine(value: string | undefined, longest: number): string | undefined {
  if (value === undefined) return undefined
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line === '' || line.length > longest ? undefined : line
}
