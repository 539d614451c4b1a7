/** What an example reads of a Tael refund. */
export type Refund = {
  readonly status: 'awaiting_approval' | 'requested' | 'pending' | 'succeeded' | 'failed'
  /** Who started it: the merchant, or Tael for money that came a second time, or too late. */
  readonly cause: 'merchant' | 'paid_twice' | 'paid_late'
  /** The payer's attempt whose money it returns; the payment's own, or another. */
  readonly attempt: string
  /** In cents. */
  readonly amount: number
}
