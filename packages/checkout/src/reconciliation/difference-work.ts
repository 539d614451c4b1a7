import type { Who } from '../audit/actor.ts'
import type { Difference } from './difference.ts'

/** What became of a difference that Tael could not resolve itself, as a person says. */
export const RESOLUTIONS = [
  /** It is right as it is, and noted in the merchant's own books. */
  'booked',
  /** QFPay has corrected it. */
  'corrected',
  /** The payer has the money back. */
  'refunded',
  /** Another system uses the same account, such as a till. */
  'other_system',
  'no_difference',
] as const
export type Resolution = (typeof RESOLUTIONS)[number]

/** Where people's work on a difference stands. */
export type DifferenceWork = {
  /** The difference that they work on: the first of those that are the same. */
  readonly id: string
  readonly assignedTo: { readonly id: string; readonly name: string } | undefined
  readonly resolution: Resolution | undefined
  readonly resolvedAt: Date | undefined
}

/** What a person did about a difference. Nobody edits or deletes it. */
export type DifferenceEntry = {
  readonly id: string
  readonly differenceId: string
  readonly kind: 'assigned' | 'noted' | 'resolved' | 'reopened'
  readonly who: Who
  readonly text: string | undefined
  /** The name of the operator to whom it was assigned; undefined to nobody. */
  readonly assignedTo: string | undefined
  readonly resolution: Resolution | undefined
  readonly createdAt: Date
}

/** A concluded difference, with what people do about it and the payment's reference. */
export type FoundDifference = Difference & {
  readonly accountId: string
  readonly reference: string | undefined
  readonly work: DifferenceWork
}
