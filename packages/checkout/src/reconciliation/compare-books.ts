import type { Transaction } from '@tael/qfpay'
import { verdictFor } from '../enquiries/verdict.ts'
import type { Refund } from '../refunds/refund.ts'
import {
  judgeOrder,
  judgeRefund,
  sideOfOrder,
  sideOfRefund,
  sideOfRow,
  sideOfVerdict,
  type DifferenceDraft,
  type Order,
} from './difference.ts'
import type { UnreadableRow } from './unreadable-row.ts'

/** What our books hold about the rows of one window, and what they hold of its time. */
export type Books = {
  readonly accountId: string
  /** Orders that a row names, or that a refund's row names as what it gives back. */
  readonly orders: readonly Order[]
  /** Refunds that a row names. */
  readonly refunds: readonly Refund[]
  /** Paid here within the window. */
  readonly paid: readonly Order[]
  /** Given back here within the window. */
  readonly givenBack: readonly Refund[]
}

/** What QFPay lists of a window. */
export type Listed = {
  readonly rows: readonly Transaction[]
  /** Rows that came along from just before or after: these orders are not absent. */
  readonly beside: readonly Transaction[]
  readonly unreadable: readonly UnreadableRow[]
}

/** Every difference between what QFPay lists of a window and our books. Pure. */
export function compareBooks(
  { rows, beside, unreadable }: Listed,
  books: Books,
): readonly DifferenceDraft[] {
  const numbersOf = (orderType: string): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.orderType === orderType).map((row) => row.outTradeNo))
  const shown = new Set([...rows, ...beside, ...unreadable].map(({ outTradeNo }) => outTradeNo))
  return [
    ...[...numbersOf('payment')].flatMap((number) => ofPayment(number, rows, books)),
    ...[...numbersOf('refund')].flatMap((number) => ofRefund(number, rows, books)),
    ...unreadable.flatMap((row) => ofUnreadable(row, books)),
    ...books.paid.filter(({ attempt }) => !shown.has(attempt.id)).flatMap(absentOrder),
    ...books.givenBack.filter(({ id }) => !shown.has(id)).flatMap(absentRefund),
  ]
}

function ofPayment(
  number: string,
  rows: readonly Transaction[],
  { orders, accountId }: Books,
): readonly DifferenceDraft[] {
  const own = rows.filter((row) => row.outTradeNo === number && row.orderType === 'payment')
  const paid = own.filter(({ outcome }) => outcome === 'succeeded')
  const order = orders.find(({ attempt }) => attempt.id === number)
  if (order === undefined) return paid.map(unknown)
  // Another account of ours shares the merchant: its own run sees to it.
  if (order.attempt.accountId !== accountId) return []
  const main = paid.find(({ syssn }) => syssn === order.attempt.syssn) ?? paid[0]
  const verdict = verdictFor(number, main === undefined ? own : [main])
  const finding = judgeOrder(order, verdict)
  const seconds = paid.filter(({ syssn }) => syssn !== main?.syssn)
  return [
    ...(finding === undefined
      ? []
      : [
          {
            ...namesOf(order),
            ...rowFacts(main ?? own[0]),
            ...finding,
            ours: sideOfOrder(order),
            theirs: sideOfVerdict(verdict),
            // Asked by its number QFPay names one of the two rows, and never both.
            isDoubtful: !(finding.kind === 'duplicate' && order.attempt.status === 'succeeded'),
          },
        ]),
    ...seconds.map((row) => ({
      ...namesOf(order),
      ...rowFacts(row),
      kind: 'duplicate' as const,
      message: `paid twice at QFPay: as ${main?.syssn ?? ''} and as ${row.syssn}`,
      ours: sideOfOrder(order),
      theirs: sideOfRow(row),
      isDoubtful: false,
    })),
  ]
}

function ofRefund(
  number: string,
  rows: readonly Transaction[],
  { refunds, orders, accountId }: Books,
): readonly DifferenceDraft[] {
  const own = rows.filter((row) => row.outTradeNo === number && row.orderType === 'refund')
  const done = own.filter(({ outcome }) => outcome === 'succeeded')
  const refund = refunds.find(({ id }) => id === number)
  if (refund !== undefined && refund.accountId !== accountId) return []
  if (refund === undefined) return done.flatMap((row) => foreignRefund(row, orders, accountId))
  const verdict = verdictFor(number, own, 'refund')
  const finding = judgeRefund(refund, verdict)
  if (finding === undefined) return []
  return [
    {
      ...refundNames(refund),
      ...rowFacts(done[0] ?? own[0]),
      ...finding,
      ours: sideOfRefund(refund),
      theirs: sideOfVerdict(verdict),
      isDoubtful: true,
    },
  ]
}

/** A refund that Tael has not made: in QFPay's portal, or by another system. */
function foreignRefund(
  row: Transaction,
  orders: readonly Order[],
  accountId: string,
): readonly DifferenceDraft[] {
  const order = orders.find(
    ({ attempt }) => attempt.syssn !== undefined && attempt.syssn === row.originalSyssn,
  )
  if (order === undefined) return [unknown(row)]
  if (order.attempt.accountId !== accountId) return []
  return [
    {
      ...namesOf(order),
      outTradeNo: row.outTradeNo,
      ...rowFacts(row),
      kind: 'refund',
      message: `${row.amount} ${row.currency} of ${order.attempt.id} were given back at QFPay, not by Tael`,
      ours: sideOfOrder(order),
      theirs: sideOfRow(row),
      isDoubtful: false,
    },
  ]
}

function unknown(row: Transaction): DifferenceDraft {
  return {
    kind: 'unknown',
    outTradeNo: row.outTradeNo,
    ...rowFacts(row),
    theirs: sideOfRow(row),
    message: `a ${row.orderType} under a number that is not ours`,
    isDoubtful: false,
  }
}

/** A row without a whole amount in a currency that we can count, of an order that may be ours. */
function ofUnreadable(
  row: UnreadableRow,
  { orders, accountId }: Books,
): readonly DifferenceDraft[] {
  const order = orders.find(({ attempt }) => attempt.id === row.outTradeNo)
  if (order?.attempt.accountId !== accountId) return []
  const { currency = 'no currency' } = row
  const isOther = currency !== order.payment.currency
  return [
    {
      ...namesOf(order),
      syssn: row.syssn,
      kind: isOther ? 'currency' : 'amount',
      message: isOther
        ? `${order.payment.currency} here, ${currency} at QFPay`
        : `${order.payment.amount} here, no whole amount at QFPay`,
      ours: sideOfOrder(order),
      theirs: { status: 'unreadable', ...(row.currency !== undefined && { currency }) },
      isDoubtful: false,
    },
  ]
}

function absentOrder(order: Order): readonly DifferenceDraft[] {
  const finding = judgeOrder(order, { kind: 'missing' })
  if (finding === undefined) return []
  const theirs = sideOfVerdict({ kind: 'missing' })
  return [
    {
      ...namesOf(order),
      syssn: order.attempt.syssn,
      ...finding,
      ours: sideOfOrder(order),
      theirs,
      isDoubtful: true,
    },
  ]
}

function absentRefund(refund: Refund): readonly DifferenceDraft[] {
  const finding = judgeRefund(refund, { kind: 'missing' })
  if (finding === undefined) return []
  return [
    {
      ...refundNames(refund),
      syssn: refund.syssn,
      ...finding,
      ours: sideOfRefund(refund),
      theirs: sideOfVerdict({ kind: 'missing' }),
      isDoubtful: true,
    },
  ]
}

function namesOf({ attempt, payment }: Order) {
  return { outTradeNo: attempt.id, attemptId: attempt.id, paymentId: payment.id }
}

function refundNames({ id, attemptId, paymentId }: Refund) {
  return { outTradeNo: id, refundId: id, attemptId, paymentId }
}

function rowFacts(row: Transaction | undefined) {
  return { syssn: row?.syssn, recordedAt: row?.recordedAt }
}
