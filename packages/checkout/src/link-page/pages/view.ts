import type { LinkField, LinkState } from '../../links/payment-link.ts'
import type { PageView, ScanView } from '../../pay-page/pages/view.ts'

/** What every page of a payment link shows. */
export type LinkView = PageView & {
  readonly merchantName: string
  readonly title: string
  readonly currency: string
  /** In minor units; one fixed amount if both are the same. */
  readonly minAmount: number
  readonly maxAmount: number
}

export type LinkFormView = LinkView & {
  readonly fields: readonly LinkField[]
  /** Receives the form. */
  readonly actionPath: string
  /** What the payer has typed, by field; `amount` is the amount. */
  readonly typed: Readonly<Record<string, string>>
  /** What of it is wrong. */
  readonly problems: readonly string[]
  /** Whether others hold all that is left. */
  readonly isTaken: boolean
}

export type LinkScanView = LinkView & ScanView

export type LinkWaitView = LinkView & {
  /** Answers JSON `{ status, location?, text? }`. */
  readonly statusPath: string
  /** How long the payer still waits, when the page was made. */
  readonly waitMs: number
}

export type LinkEndedView = LinkView & {
  readonly state: Exclude<LinkState, 'open' | 'taken'>
  /** When it begins, in epoch milliseconds, if it has not. */
  readonly startsAt?: number
  readonly timeZone: string
}
