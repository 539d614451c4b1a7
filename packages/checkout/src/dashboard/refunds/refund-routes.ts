import { offsetMsOf } from '@tael/qfpay'
import { Hono, type Context } from 'hono'
import { timeZoneOf } from '../../accounts/account.ts'
import { readAccount } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { isRepresentable } from '../../http/account-guards.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { parseAmount } from '../../language/parse-amount.ts'
import { remainingOf, type Attempt } from '../../payments/attempt.ts'
import type { Payment } from '../../payments/payment.ts'
import { readAttempts, readPayment } from '../../payments/read-payments.ts'
import { isInReview } from '../../payments/review.ts'
import { startOfDay } from '../../platform/gateway-day.ts'
import { parseId } from '../../platform/ids.ts'
import { needsApproval } from '../../refunds/approval.ts'
import { approveRefund, declineRefund } from '../../refunds/end-approval.ts'
import { readRefund, readRefunds, readTakings } from '../../refunds/read-refunds.ts'
import { forecastRefund } from '../../refunds/refund-forecast.ts'
import { isRefundOpen, type Refund } from '../../refunds/refund.ts'
import { requestRefundOnce } from '../../refunds/request-refund.ts'
import { readTyped } from '../forms/read-typed.ts'
import { plainLine } from '../forms/typed.ts'
import { named, type Shell } from '../shell/shell.ts'
import { refundCheckPage, refundPage, type RefundView } from './refund-page.ts'

const ALL_REFUNDS = 1000
const MAX_REASON = 80
const MAX_WHY = 300

/** The refunds of one payment: asked for, checked, approved. Mounted at /dashboard/payments/:payment. */
export function dashboardRefundRoutes(deps: Deps, { home, frame, page }: Shell): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()

  const paymentOf = (c: Context): Promise<Payment> =>
    named(c, 'payment', 'pay', (id) => readPayment(deps, id))
  const pathOf = ({ id }: Payment): string => `${home}/payments/${id}`
  /** To the payment's page, which says what became of it. */
  const back = (c: Context, payment: Payment, done: Record<string, string>): Response =>
    c.redirect(`${pathOf(payment)}?${new URLSearchParams(done).toString()}`, 303)

  /** What can be refunded of a charge: the named one, or first of all one that Tael must not keep. */
  const refundOf = async (c: Context, payment: Payment, named: string | undefined) => {
    const attempts = await readAttempts(deps, payment.id)
    const isKept = ({ id }: Attempt): boolean => id === payment.succeededAttemptId
    const charged = attempts.filter((each) => each.charged > 0)
    const left = charged.filter((each) => remainingOf(each) > 0)
    const charge =
      (named === undefined
        ? (left.find((each) => !isKept(each)) ?? charged.find(isKept))
        : charged.find(({ id }) => id === named)) ?? notFound()
    const among = {
      kind: isKept(charge) ? ('kept' as const) : ('unkept' as const),
      others: left
        .filter(({ id }) => id !== charge.id)
        .map((each) => ({
          path: `${pathOf(payment)}/refund?attempt=${each.id}`,
          remaining: remainingOf(each),
        })),
    }
    const account = await readAccount(deps, payment.accountId)
    return {
      account,
      charge,
      // What Tael must not keep goes back although a person has to look at the payment.
      evenIfInReview: !isKept(charge),
      view: {
        ...frame(c, timeZoneOf(account.settings)),
        paymentPath: pathOf(payment),
        reference: payment.reference,
        currency: payment.currency,
        remaining: remainingOf(charge),
        reserved: charge.refundReserved,
        attempt: charge.id,
        ...(charged.length > 1 && { among }),
      },
    }
  }
  const refuse = (
    c: Context,
    view: Omit<RefundView, 'problem'>,
    problem: NonNullable<RefundView['problem']>,
  ) => page(c, refundPage({ ...view, problem }), problem === 'amount' ? 400 : 409)

  app.get('/refund', may('refund'), async (c) => {
    const { view } = await refundOf(c, await paymentOf(c), c.req.query('attempt'))
    return page(c, refundPage(view))
  })

  app.post('/refund/check', may('refund'), async (c) => {
    const payment = await paymentOf(c)
    const form = await readTyped(c)
    const { view, charge, account, evenIfInReview } = await refundOf(c, payment, form['attempt'])
    const reason = plainLine(form['reason'], MAX_REASON) ?? ''
    const given = form['how'] === 'part' ? (form['amount'] ?? '').slice(0, 16) : undefined
    const amount = given === undefined ? view.remaining : parseAmount(given, payment.currency)
    const again = { ...view, reason, ...(given !== undefined && { amount: given }) }
    if (isInReview(payment) && !evenIfInReview) return refuse(c, again, 'in-review')
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

  app.post('/refund', may('refund'), async (c) => {
    const payment = await paymentOf(c)
    const form = await readTyped(c)
    // Of an older page, which had another charge in mind.
    if (form['attempt'] === undefined) return c.redirect(`${pathOf(payment)}/refund`, 303)
    const { view, charge, account, evenIfInReview } = await refundOf(c, payment, form['attempt'])
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
      evenIfInReview,
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

  app.post('/refunds/:refund/approve', may('refund'), async (c) => {
    const payment = await paymentOf(c)
    const ended = await approveRefund(acting(deps, c), await refundNamed(c, payment))
    return back(c, payment, { approval: ended })
  })

  app.post('/refunds/:refund/decline', may('refund'), async (c) => {
    const payment = await paymentOf(c)
    const refund = await refundNamed(c, payment)
    const why = plainLine((await readTyped(c))['why'], MAX_WHY)
    return back(c, payment, { approval: await declineRefund(acting(deps, c), refund, why) })
  })

  return app
}
