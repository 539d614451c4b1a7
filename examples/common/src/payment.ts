/** What an example reads of a Tael payment. */
export type Payment = {
  readonly id: string
  readonly status: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'canceled'
  /** Where the customer pays: send them there. */
  readonly url: string
  /** In cents. */
  readonly amount: number
  /** How much of it has been refunded, in cents. */
  readonly amount_refunded: number
  readonly created_at: string
  readonly succeeded_at?: string
  /** The attempt whose money the merchant keeps. */
  readonly attempt?: string
}
