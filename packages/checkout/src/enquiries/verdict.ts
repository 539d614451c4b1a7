import { classify, type ResponseMeaning, type Transaction } from '@tael/qfpay'

/** What an enquiry's answer means for one attempt. */
export type EnquiryVerdict =
  | { readonly kind: 'paid'; readonly transaction: Transaction }
  /** Known to the gateway, not paid yet: keep asking. */
  | { readonly kind: 'unpaid' }
  /** Unknown to the gateway. Right after a request that is no failure: the order may still appear. */
  | { readonly kind: 'missing' }
  /** In our words: the row's own may quote the payer. */
  | { readonly kind: 'rejected'; readonly respcd: string; readonly meaning: ResponseMeaning }

/**
 * Judges an attempt by its own row. The envelope of an enquiry says 0000 whenever the question was
 * understood; only the row's own respcd tells whether the order is paid.
 */
export function verdictFor(
  outTradeNo: string,
  rows: readonly Transaction[],
  orderType: 'payment' | 'refund' = 'payment',
): EnquiryVerdict {
  const own = rows.filter((each) => each.outTradeNo === outTradeNo && each.orderType === orderType)
  // A number that was used twice has two rows: the one that moved money outranks the other.
  const row = own.find((each) => each.outcome === 'succeeded') ?? own[0]
  if (row === undefined) return { kind: 'missing' }
  switch (row.outcome) {
    case 'succeeded':
      return { kind: 'paid', transaction: row }
    case 'pending':
    case 'retry':
      return { kind: 'unpaid' }
    case 'failed':
    case 'caller':
      return {
        kind: 'rejected',
        respcd: row.respcd,
        meaning: classify(row.respcd, row.message),
      }
  }
}

/** Tells in words how a paid row differs from what was asked for; nothing when it matches. */
export function mismatch(
  { amount, currency, cancel }: Pick<Transaction, 'amount' | 'currency' | 'cancel'>,
  asked: { readonly amount: number; readonly currency: string },
): string | undefined {
  if (amount !== asked.amount || currency !== asked.currency) {
    return `asked for ${asked.amount} ${asked.currency}, the gateway's row says ${amount} ${currency}`
  }
  // Before it is proved nobody here can have given it back.
  return cancel === '0' ? undefined : `paid, but refunded or cancelled at QFPay (cancel ${cancel})`
}
