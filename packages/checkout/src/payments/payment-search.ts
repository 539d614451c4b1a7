import type { PaymentStatus } from './payment.ts'

/** What somebody narrows the payments of all accounts to; all of it must be true of a payment. */
export type PaymentSearch = {
  /** Any of these. */
  readonly accountIds?: readonly string[]
  readonly named?: NamedPayments
  readonly status?: PaymentStatus
  readonly isInReview?: true
  /** Its last refund has failed. */
  readonly hasFailedRefund?: true
  /** A refund of it waits for a second person. */
  readonly awaitsApproval?: true
  readonly currency?: string
  /** In minor units; both ends included. */
  readonly amount?: { readonly least?: number | undefined; readonly most?: number | undefined }
  /** From the first instant up to, not including, the second. */
  readonly created?: { readonly from?: Date; readonly to?: Date }
}

/** What a text names: these payments, or all whose reference begins with it. */
export type NamedPayments = { readonly ids: readonly string[]; readonly start: string }

const LAST_CHARACTER = '\u{10ffff}'

/** What stands behind every text that begins so, in the order of characters. */
export function endOfStart(start: string): string {
  return start + LAST_CHARACTER
}

/** A number as somebody pastes it: out of an address, with spaces, in full-width digits. */
export function plainNumber(pasted: string): string {
  const text = pasted.normalize('NFKC').trim()
  const id = /(?:pay|att|ref)_[0-9a-hjkmnp-tv-z]{26}(?:_\d+)?/.exec(text)?.[0]
  if (id !== undefined) return id
  const digits = text.replace(/\s+/g, '')
  return /^\d+$/.test(digits) ? digits : text
}
