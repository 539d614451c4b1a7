import type { Problem } from '../state/journal.ts'
import type { SignType } from '../wire/signing.ts'

export type DeliveryTry = {
  /** Milliseconds since 1970, in the sandbox's time. */
  readonly at: number
  /** HTTP status of the answer, when there was one. */
  readonly status?: number
  /** The first characters of the answer's body. */
  readonly answer?: string
  readonly isAcknowledged: boolean
  readonly problem?: Problem
}

/** One notification on its way, with its tries. */
export type Delivery = {
  readonly id: number
  readonly type: 'payment' | 'refund'
  readonly appCode: string
  readonly orderId: string
  readonly url: string
  /** The exact text that is posted. */
  readonly body: string
  /** The header X-QF-SIGN. */
  readonly signature: string
  /** The hash under it. */
  readonly signType: SignType
  state: 'waiting' | 'acknowledged' | 'given-up' | 'lost' | 'forged'
  readonly attempts: DeliveryTry[]
  /** When it is retried, in milliseconds since 1970. */
  nextAttemptAt?: number
}
