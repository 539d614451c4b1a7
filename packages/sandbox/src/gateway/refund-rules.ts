import { DAY_MS, HOUR_MS } from '../durations.ts'
import { isRefundNight, startOfGatewayDay } from '../state/gateway-time.ts'
import type { Order, Payment } from '../state/order.ts'
import type { State } from '../state/state.ts'
import { Refusal } from '../wire/refusal.ts'

/** As production in Hong Kong words it, whatever the account's language. */
const TOO_LATE = '該筆訂單被禁止退款，已經超出可退款時限'

/** Checks every rule under which QFPay refuses a refund, and returns its payment. */
export function checkRefundable(state: State, order: Order, amount: number): Payment {
  const payment = checkPaid(order)
  checkNoneRunning(state, payment)
  checkTime(state, payment)
  checkAmount(state, payment, amount)
  checkUnsettled(state, payment, amount)
  return payment
}

function checkPaid(order: Order): Payment {
  if (order.kind === 'refund') {
    throw new Refusal({
      respcd: '1155',
      rule: 'refund-of-a-refund',
      message: 'A refund cannot be refunded.',
      hint: 'Send the syssn of the payment.',
    })
  }
  if (order.status === 'paid') return order
  const isClosed = order.status === 'closed'
  throw new Refusal({
    respcd: isClosed ? '1264' : '1261',
    rule: isClosed ? 'refund-of-a-closed-order' : 'refund-of-an-unpaid-order',
    message: isClosed ? 'The order is closed.' : 'The order is not paid.',
    hint: 'Only an order whose own respcd is 0000 in an enquiry can be refunded.',
  })
}

function checkNoneRunning({ settings }: State, payment: Payment): void {
  if (!payment.isRefunding) return
  throw new Refusal({
    respcd: settings.runningRefundRespcd,
    rule: 'refund-running',
    message: 'The payment still has a request in progress; do not repeat.',
    hint: 'Enquire until the running refund has ended, then send the next.',
  })
}

function checkTime({ clock, settings }: State, payment: Payment): void {
  const now = clock.now()
  if (now - (payment.paidAt ?? now) > settings.refundWindowDays * DAY_MS) {
    throw new Refusal({
      respcd: '1265',
      resperr: TOO_LATE,
      rule: 'refund-too-late',
      message: `The payment is beyond the refund period of ${settings.refundWindowDays} days.`,
      hint: 'Waiting does not help: pay the money back in another way.',
    })
  }
  if (settings.refundNightWindow && isRefundNight(now, settings.utcOffset)) {
    throw new Refusal({
      respcd: '1265',
      rule: 'refund-at-night',
      message: 'No refunds between 23:30 and 00:30.',
      hint: 'Try again after 00:30 by the gateway’s clock.',
    })
  }
}

function checkAmount({ settings }: State, payment: Payment, amount: number): void {
  const rest = payment.amount - payment.refunded
  if (rest === 0) {
    throw new Refusal({
      respcd: '1264',
      respmsg: 'wrong cancel',
      rule: 'refund-twice',
      message: 'The payment is already refunded.',
      hint: 'Enquire: the payment shows cancel 3, and its refunds are rows of their own.',
    })
  }
  if (amount > rest) {
    throw new Refusal({
      respcd: '1272',
      rule: 'refund-above-remaining',
      message: `txamt ${amount} is above what remains to refund, ${rest}.`,
      hint: 'Refunds of a payment never add up to more than was paid.',
    })
  }
  if (amount < payment.amount && settings.noPartialRefundCurrencies.includes(payment.currency)) {
    throw new Refusal({
      respcd: '1270',
      rule: 'no-partial-refund',
      message: `${payment.currency} has no partial refund.`,
      hint: 'Refund the whole amount.',
    })
  }
}

// Settlement takes a day's money away at its end, so a refund comes out of today's.
function checkUnsettled(state: State, { appCode, currency }: Payment, amount: number): void {
  const { unsettledFloat, unsettledDayBegins, utcOffset } = state.settings
  if (unsettledFloat === null) return
  const lateness = unsettledDayBegins === 'eleven' ? 11 * HOUR_MS : 0
  const today = startOfGatewayDay(state.clock.now() - lateness, utcOffset) + lateness
  let unsettled = unsettledFloat
  const entries = state.ledger.list()
  const yesterday = entries.findLastIndex(({ at }) => at < today)
  for (const entry of entries.slice(yesterday + 1)) {
    if (entry.appCode !== appCode || entry.currency !== currency) continue
    unsettled += entry.kind === 'payment' ? entry.amount : -entry.amount
  }
  if (amount <= unsettled) return
  throw new Refusal({
    respcd: '1269',
    rule: 'unsettled-money-too-low',
    message: 'The unsettled money of today is less than the refund; try again after 11 AM.',
    hint: 'A refund is granted while today’s unsettled takings cover it. Retry hours later, not immediately.',
  })
}
