import {
  classify,
  isRespcd,
  type EnquiryRow,
  type ResponseMeaning,
  type Transaction,
} from '@tael/qfpay'

/** What an enquiry's answer means for one attempt. */
export type EnquiryVerdict =
  | { readonly kind: 'paid'; readonly transaction: Transaction }
  /** Known to the gateway, not paid yet: ask again. */
  | {
      readonly kind: 'unpaid'
      /** For a refund's row that says "later". */
      readonly meaning?: ResponseMeaning
    }
  /** Unknown to the gateway. Right after a request that is not a failure: the order may still appear. */
  | { readonly kind: 'missing' }
  /** It exists, but it is unclear whether or how much was paid: ask again, then open a review. */
  | { readonly kind: 'unreadable'; readonly currency?: string | undefined }
  /** In our words: the row's own may quote the payer. */
  | { readonly kind: 'rejected'; readonly respcd: string; readonly meaning: ResponseMeaning }

export type Numbers = {
  readonly id: string
  readonly syssn?: string | undefined
  /** A payment by default: a number may name both. */
  readonly orderType?: 'payment' | 'refund'
  /** Nothing else was asked about, so a row without a number is its own. */
  readonly isAlone?: boolean
}

/**
 * Judges an attempt by its own row. The envelope of an enquiry says 0000 whenever QFPay understood
 * the question; only the row's own respcd tells whether the order is paid.
 */
export function verdictFor(numbers: Numbers, rows: readonly EnquiryRow[]): EnquiryVerdict {
  const own = rows.filter((row) => isOf(row, numbers))
  // A number that was used twice has two rows: the one that moved money outranks the other.
  const row = own.find(({ outcome }) => outcome === 'succeeded') ?? own.find(isDoubtful) ?? own[0]
  if (row === undefined) return { kind: 'missing' }
  if (isDoubtful(row)) return { kind: 'unreadable', currency: row.currency }
  switch (row.outcome) {
    case 'succeeded':
      return { kind: 'paid', transaction: row }
    case 'pending':
    case 'unreadable':
      return { kind: 'unpaid' }
    case 'retry':
      return numbers.orderType === 'refund'
        ? { kind: 'unpaid', meaning: row.meaning }
        : { kind: 'unpaid' }
    case 'failed':
    case 'caller':
      return { kind: 'rejected', respcd: row.respcd, meaning: row.meaning }
  }
}

function isOf(
  row: EnquiryRow,
  { id, syssn, orderType = 'payment', isAlone = false }: Numbers,
): boolean {
  if ((row.orderType ?? orderType) !== orderType) return false
  if (row.outcome !== 'unreadable' || row.outTradeNo !== undefined) return row.outTradeNo === id
  // A row without a number may belong to any order.
  return isAlone || row.syssn === undefined || row.syssn === syssn
}

/** Whether the row may have moved money, without saying how much. */
export function isDoubtful({ outcome, respcd = '' }: EnquiryRow): boolean {
  if (!isRespcd(respcd)) return true
  return outcome === 'unreadable' && classify(respcd).kind === 'succeeded'
}
