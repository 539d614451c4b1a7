import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import { MAX_OFF_MS, type World } from '../world.ts'
import {
  isInReview,
  isUnprovable,
  isUnprovableRefund,
  OF_ANOTHER,
  paymentOf,
  wasReviewed,
  type Books,
} from './books.ts'

/** Each paid order of the gateway's is paid with us, and the other way round. */
export function booksAgree(books: Books): readonly string[] {
  const broken: string[] = []
  for (const { outTradeNo, amount } of books.charges) {
    const attempt = books.attempts.find((row) => row['id'] === outTradeNo)
    const payment = paymentOf(books, outTradeNo)
    if (attempt?.['status'] === 'succeeded' && attempt['charged'] === amount) continue
    if (isUnprovable(payment) && isInReview(books, payment)) continue
    broken.push(`${outTradeNo} is paid there, and ${String(attempt?.['status'])} here`)
  }
  for (const attempt of books.attempts.filter((row) => row['status'] === 'succeeded')) {
    const id = String(attempt['id'])
    const paid = books.charges.filter(({ outTradeNo }) => outTradeNo === id)
    if (paid.length !== 1) broken.push(`${id} is paid here, and ${paid.length} times there`)
  }
  for (const payment of books.payments) {
    const attempts = books.attempts.filter((row) => row['payment_id'] === payment['id'])
    const isPaid = attempts.some((row) => row['status'] === 'succeeded')
    const isAccepted = payment['status'] === 'succeeded'
    const late = refundsLate(books, payment) || wasSoldOut(books, payment)
    if (isAccepted && !isPaid) broken.push(`${String(payment['id'])} succeeded without an attempt`)
    if (isPaid && !isAccepted && !late) {
      broken.push(`${String(payment['id'])} is paid, and ${String(payment['status'])}`)
    }
  }
  return broken
}

function refundsLate(books: Books, payment: Row): boolean {
  const account = books.accounts.find((row) => row['id'] === payment['account_id'])
  return account?.['settings'].latePayments === 'refund'
}

/** What a link sold meanwhile to others is not kept of a late payer, whatever the account wants. */
function wasSoldOut(books: Books, payment: Row): boolean {
  const attempts = books.attempts.filter((row) => row['payment_id'] === payment['id'])
  return (
    payment['link_id'] !== null &&
    books.refunds.some(
      ({ cause, attempt_id }) =>
        cause === 'paid_late' && attempts.some(({ id }) => id === attempt_id),
    )
  )
}

/** What is kept of a payment is never more than it asked for; unless QFPay refuses to take it back. */
export function keptOnce(books: Books): readonly string[] {
  return books.payments.flatMap((payment) => {
    const attempts = books.attempts.filter((row) => row['payment_id'] === payment['id'])
    const ids = attempts.map((row) => String(row['id']))
    const taken = sum(books.charges.filter(({ outTradeNo }) => ids.includes(outTradeNo)))
    const given = sum(
      books.returns.filter(({ paymentOutTradeNo }) => ids.includes(paymentOutTradeNo)),
    )
    const due = payment['status'] === 'succeeded' ? Number(payment['amount']) : 0
    if (taken - given <= due || isInReview(books, payment)) return []
    // The person who closed the review has read that the refund failed.
    if (wasReviewed(books, payment, 'automatic_refund_failed')) return []
    return [`${String(payment['id'])} keeps ${taken - given} of ${due}, and calls nobody`]
  })
}

/** Where an account wants late money to go back, none of it makes a payment succeed. */
export function lateGoesBack(books: Books): readonly string[] {
  return books.payments
    .filter((payment) => refundsLate(books, payment))
    .flatMap((payment) => {
      const paid = books.events.find(
        (event) => event['payment_id'] === payment['id'] && event['type'] === 'payment.succeeded',
      )
      const was = String(paid?.['data'].was)
      if (paid === undefined || was === 'created' || was === 'pending') return []
      return [`${String(payment['id'])} was ${was}, and took money anyway`]
    })
}

/** Our refunds are the gateway's, each once, and never more than was paid. */
export function refundsAgree(books: Books): readonly string[] {
  const broken: string[] = []
  for (const { outTradeNo, amount } of books.returns) {
    const refund = books.refunds.find((row) => row['id'] === outTradeNo)
    if (refund?.['status'] === 'succeeded' && refund['amount'] === amount) continue
    if (isLeftToPerson(books, refund)) continue
    broken.push(`${outTradeNo} was refunded there, and is ${String(refund?.['status'])} here`)
  }
  for (const refund of books.refunds) {
    const id = String(refund['id'])
    const done = books.returns.filter(({ outTradeNo }) => outTradeNo === id)
    const expected = refund['status'] === 'succeeded' ? 1 : 0
    if (done.length !== expected && !isLeftToPerson(books, refund)) {
      broken.push(`${id} is ${String(refund['status'])}, and was done ${done.length} times`)
    }
  }
  for (const attempt of books.attempts) {
    const own = books.refunds.filter((row) => row['attempt_id'] === attempt['id'])
    const reserved = own
      .filter((row) => row['status'] !== 'failed')
      .reduce((total, row) => total + Number(row['amount']), 0)
    if (reserved !== attempt['refund_reserved'] || reserved > attempt['charged']) {
      broken.push(
        `${String(attempt['id'])} reserves ${String(attempt['refund_reserved'])}, its refunds ${reserved}`,
      )
    }
  }
  for (const payment of books.payments) {
    const done = books.refunds
      .filter((row) => row['attempt_id'] === payment['succeeded_attempt_id'])
      .filter((row) => row['status'] === 'succeeded')
      .reduce((total, row) => total + Number(row['amount']), 0)
    if (done !== payment['refunded']) {
      broken.push(
        `${String(payment['id'])} says ${String(payment['refunded'])} refunded of ${done}`,
      )
    }
  }
  return broken
}

/** A refund whose number proves nothing, and for which somebody is called. */
function isLeftToPerson(books: Books, refund: Row | undefined): boolean {
  const payment = books.payments.find((row) => row['id'] === refund?.['payment_id'])
  return isUnprovableRefund(refund) && refund?.['status'] !== 'failed' && isInReview(books, payment)
}

/** No payment succeeds but by the gateway's own row: its number, its amount, its currency. */
export function provedFirst(books: Books, { evidence }: World): readonly string[] {
  return books.events
    .filter((event) => event['type'] === 'attempt.succeeded')
    .flatMap((event) => {
      const id = String(event['data'].attempt)
      const payment = books.payments.find((row) => row['id'] === event['payment_id'])
      const proof = evidence.rows.find(
        (row) =>
          row.outTradeNo === id &&
          row.respcd === '0000' &&
          Number(row.amount) === payment?.['amount'] &&
          row.currency === payment['currency'] &&
          // By a server's own clock.
          row.at - MAX_OFF_MS <= (event['created_at'] as Date).getTime(),
      )
      return proof === undefined ? [`${id} succeeded before any enquiry has proved it`] : []
    })
}

/**
 * After reconciliation all the money of the gateway's ledger is recorded, refunded or in review; and nothing
 * is in review that agrees.
 */
export function reconciled(books: Books): readonly string[] {
  const lost = books.charges.flatMap(({ outTradeNo, amount }) => {
    const attempt = books.attempts.find((row) => row['id'] === outTradeNo)
    const back = sum(books.returns.filter((one) => one.paymentOutTradeNo === outTradeNo))
    const isRecorded = attempt?.['status'] === 'succeeded' && attempt['charged'] === amount
    if (isRecorded || back === amount || isInReview(books, paymentOf(books, outTradeNo))) return []
    return [`${outTradeNo} is paid, ${String(attempt?.['status'])} here, and calls nobody`]
  })
  const unfounded = books.differences
    .filter((row) => row['out_trade_no'] !== OF_ANOTHER)
    .filter((row) => !isUnprovable(paymentOf(books, String(row['out_trade_no']))))
    .filter((row) => !isUnprovableRefund(refundOf(books, String(row['out_trade_no']))))
    .map((row) => `${String(row['out_trade_no'])}: ${String(row['message'])}`)
  return [...lost, ...unfounded]
}

function refundOf(books: Books, id: string): Row | undefined {
  return books.refunds.find((row) => row['id'] === id)
}

/** What a payer or a merchant reads as paid is paid. */
export function toldTheTruth(books: Books, { evidence }: World): readonly string[] {
  return evidence.toldPaid.flatMap(({ payment, at }) => {
    const isPaid = books.charges.some(
      (charge) => charge.at <= at && paymentOf(books, charge.outTradeNo)?.['id'] === payment,
    )
    return isPaid ? [] : [`${payment} was called paid, and nobody had paid it`]
  })
}

function sum(entries: readonly { readonly amount: number }[]): number {
  return entries.reduce((total, { amount }) => total + amount, 0)
}
