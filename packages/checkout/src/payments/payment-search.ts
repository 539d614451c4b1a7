import type { Payment, PaymentStatus } from './payment.ts'
import { isInReview } from './review.ts'

/** What somebody narrows the payments of all accounts to; all of it must be true of a payment. */
export type PaymentSearch = {
  /** Any of these. */
  readonly accountIds?: readonly string[]
  readonly status?: PaymentStatus
  readonly isInReview?: true
  /** Its last refund has failed. */
  readonly hasFailedRefund?: true
  /** A refund of it waits for a second person. */
  readonly awaitsApproval?: true
  readonly currency?: string
  /** In minor units; both ends included. */
  readonly amount?: { readonly least?: number; readonly most?: number }
  /** From the first instant up to, not including, the second. */
  readonly created?: { readonly from?: Date; readonly to?: Date }
}

/** Whether a payment is one of those; says nothing about its refunds. */
export function isAmong(payment: Payment, search: PaymentSearch): boolean {
  const { accountIds, status, currency, amount = {}, created = {} } = search
  const { least = 0, most = Infinity } = amount
  return (
    (accountIds === undefined || accountIds.includes(payment.accountId)) &&
    (status === undefined || payment.status === status) &&
    (search.isInReview === undefined || isInReview(payment)) &&
    (currency === undefined || payment.currency === currency) &&
    payment.amount >= least &&
    payment.amount <= most &&
    (created.from === undefined || payment.createdAt >= created.from) &&
    (created.to === undefined || payment.createdAt < created.to)
  )
}

/** A number as somebody pastes it: out of an address, with spaces, in full-width digits. */
export function plainNumber(pasted: string): string {
  const text = pasted.normalize('NFKC').trim()
  const id = /(?:pay|att|ref)_[0-9a-hjkmnp-tv-z]{26}(?:_\d+)?/.exec(text)?.[0]
  if (id !== undefined) return id
  const digits = text.replace(/\s+/g, '')
  return /^\d+$/.test(digits) ? digits : text
}
