import type { EnquiryRow, Transaction } from '@tael/qfpay'
import { verdictFor } from '../enquiries/verdict.ts'
import type { Order } from '../payments/attempt.ts'
import { refundedElsewhere } from '../refunds/refund-elsewhere.ts'
import { numberOf, refundIdOf, type Refund } from '../refunds/refund.ts'
import {
  judgeOrder,
  judgeRefund,
  sideOfOrder,
  sideOfRefund,
  sideOfRow,
  sideOfVerdict,
  type DifferenceDraft,
} from './difference.ts'

/** What our books contain about the rows of one window, and about its time. */
export type Books = {
  readonly accountId: string
  /** Orders that a row names, or that a refund's row names as the refunded order. */
  readonly orders: readonly Order[]
  /** Refunds that a row names. */
  readonly refunds: readonly Refund[]
  /** Paid here within the window. */
  readonly paid: readonly Order[]
  /** Refunded here within the window. */
  readonly refunded: readonly Refund[]
}

/** What QFPay lists of a window. */
export type Listed = {
  readonly rows: readonly EnquiryRow[]
  /** Rows from just before or after the window: these orders are not absent. */
  readonly beside: readonly EnquiryRow[]
}

/** Every difference between what QFPay lists for a window and our books. Pure. */
export function compareBooks({ rows, beside }: Listed, books: Books): readonly DifferenceDraft[] {
  const shown = new Set([...rows, ...beside].map(({ outTradeNo }) => outTradeNo))
  return [
    ...numbersOf('payment', rows).flatMap((number) => ofPayment(number, rows, books)),
    ...numbersOf('refund', rows).flatMap((number) => ofRefund(number, rows, books)),
    ...books.paid.filter(({ attempt }) => !shown.has(attempt.id)).flatMap(absentOrder),
    ...books.refunded.filter((refund) => !shown.has(numberOf(refund))).flatMap(absentRefund),
  ]
}

type OrderType = 'payment' | 'refund'

function numbersOf(orderType: OrderType, rows: readonly EnquiryRow[]): readonly string[] {
  const own = rows.filter((row) => isOfType(row, orderType))
  return [...new Set(own.flatMap(({ outTradeNo }) => outTradeNo ?? []))]
}

/** An unreadable row may not say what it is. */
function isOfType(row: EnquiryRow, orderType: OrderType): boolean {
  return (row.orderType ?? orderType) === orderType
}

function isDone(row: EnquiryRow): row is Transaction {
  return row.outcome === 'succeeded'
}

function ofPayment(
  number: string,
  rows: readonly EnquiryRow[],
  { orders, accountId }: Books,
): readonly DifferenceDraft[] {
  const own = rows.filter((row) => row.outTradeNo === number && isOfType(row, 'payment'))
  const paid = own.filter(isDone)
  const order = orders.find(({ attempt }) => attempt.id === number)
  if (order === undefined) return paid.map(unknown)
  // Another account of ours shares the merchant; its own run handles the row.
  if (order.attempt.accountId !== accountId) return []
  const main = paid.find(({ syssn }) => syssn === order.attempt.syssn) ?? paid[0]
  const verdict = verdictFor({ id: number }, main === undefined ? own : [main])
  const judgment = judgeOrder(order, verdict)
  const seconds = paid.filter(({ syssn }) => syssn !== main?.syssn)
  return [
    ...(judgment === undefined
      ? []
      : [
          {
            ...namesOf(order),
            ...rowFacts(main ?? own[0]),
            ...judgment,
            ours: sideOfOrder(order),
            theirs: sideOfVerdict(verdict),
            // Asked by number, QFPay names one of the two rows, never both.
            isDoubtful: !(judgment.kind === 'duplicate' && order.attempt.status === 'succeeded'),
          },
        ]),
    ...seconds.map((row) => ({
      ...namesOf(order),
      ...rowFacts(row),
      kind: 'duplicate' as const,
      facts: { finding: 'paid_twice' as const, syssns: [main?.syssn ?? '', row.syssn] as const },
      ours: sideOfOrder(order),
      theirs: sideOfRow(row),
      isDoubtful: false,
    })),
  ]
}

function ofRefund(
  number: string,
  rows: readonly EnquiryRow[],
  { refunds, orders, accountId }: Books,
): readonly DifferenceDraft[] {
  const own = rows.filter((row) => row.outTradeNo === number && isOfType(row, 'refund'))
  const done = own.filter(isDone)
  const refund = refunds.find(({ id }) => id === refundIdOf(number))
  if (refund !== undefined && refund.accountId !== accountId) return []
  if (refund === undefined) return done.flatMap((row) => foreignRefund(row, orders, accountId))
  // QFPay had refused it, and Tael then sent it under another number.
  if (number !== numberOf(refund) && done.length === 0) return []
  const verdict = verdictFor({ id: number, orderType: 'refund' }, own)
  const judgment = judgeRefund(refund, verdict)
  if (judgment === undefined) return doneTwice(refund, done)
  return [
    {
      ...refundNames(refund),
      ...rowFacts(done[0] ?? own[0]),
      ...judgment,
      ours: sideOfRefund(refund),
      theirs: sideOfVerdict(verdict),
      isDoubtful: true,
    },
  ]
}

/** Under two of its numbers. */
function doneTwice(refund: Refund, done: readonly Transaction[]): readonly DifferenceDraft[] {
  return done
    .filter(({ syssn }) => refund.syssn !== undefined && syssn !== refund.syssn)
    .map((row) => ({
      ...refundNames(refund),
      ...rowFacts(row),
      outTradeNo: row.outTradeNo,
      kind: 'duplicate' as const,
      facts: {
        finding: 'refunded_twice' as const,
        syssns: [refund.syssn ?? '', row.syssn] as const,
      },
      ours: sideOfRefund(refund),
      theirs: sideOfRow(row),
      isDoubtful: false,
    }))
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
      facts: refundedElsewhere(order.attempt.id, row),
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
    facts: { finding: 'unknown_number', order_type: row.orderType },
    isDoubtful: false,
  }
}

function absentOrder(order: Order): readonly DifferenceDraft[] {
  const judgment = judgeOrder(order, { kind: 'missing' })
  if (judgment === undefined) return []
  const theirs = sideOfVerdict({ kind: 'missing' })
  return [
    {
      ...namesOf(order),
      syssn: order.attempt.syssn,
      ...judgment,
      ours: sideOfOrder(order),
      theirs,
      isDoubtful: true,
    },
  ]
}

function absentRefund(refund: Refund): readonly DifferenceDraft[] {
  const judgment = judgeRefund(refund, { kind: 'missing' })
  if (judgment === undefined) return []
  return [
    {
      ...refundNames(refund),
      syssn: refund.syssn,
      ...judgment,
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

function rowFacts(row: EnquiryRow | undefined) {
  return { syssn: row?.syssn, recordedAt: row?.recordedAt }
}
