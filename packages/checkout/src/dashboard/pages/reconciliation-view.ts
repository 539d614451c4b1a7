import type { DifferenceKind, DifferenceOutcome } from '../../reconciliation/difference.ts'
import type {
  ReconciliationCause,
  ReconciliationStatus,
} from '../../reconciliation/reconciliation.ts'
import type { FrameView } from './view.ts'

export type ReconciliationsView = FrameView & {
  /** Newest first. */
  readonly runs: readonly RunRow[]
  /** Back to the first page; absent on it. */
  readonly newestPath?: string
  /** Towards older runs; absent on the last page. */
  readonly olderPath?: string
}

/** What a run has found of one kind. */
export type CountRow = {
  /** `unreadable` are rows of QFPay's, not differences. */
  readonly kind: DifferenceKind | 'unreadable'
  readonly resolved: number
  readonly reported: number
}

export type RunRow = {
  readonly path: string
  readonly id: string
  readonly cause: ReconciliationCause
  readonly status: ReconciliationStatus
  /** Epoch milliseconds, as all instants here; the last one is not covered. */
  readonly from: number
  readonly to: number
  /** Everything before it is compared. */
  readonly readUntil: number
  /** How many of QFPay's rows were compared. */
  readonly transactions: number
  /** Kinds of which nothing was found are left out. */
  readonly counts: readonly CountRow[]
  /** Whose: shown when an operator sees several accounts. */
  readonly account?: string
}

export type ReconciliationView = FrameView & {
  readonly run: RunRow & {
    readonly createdAt: number
    readonly completedAt?: number
    /** Why it has stopped; in the words of the log. */
    readonly failure?: string
    /** When it goes on. */
    readonly workAt?: number
    readonly csvPath: string
  }
  /** Only those that were resolved, or only those left to a person. */
  readonly filter: { readonly isResolved?: boolean }
  /** In the order they were found. */
  readonly differences: readonly DifferenceRow[]
  /** Back to the first page; absent on it. */
  readonly firstPath?: string
  readonly nextPath?: string
}

export type DifferenceRow = {
  readonly kind: DifferenceKind
  readonly outcome: DifferenceOutcome
  /** What differs, in the words of the books. */
  readonly message: string
  /** The payment that it is about, when it is ours. */
  readonly payment?: { readonly path: string; readonly reference: string }
  readonly outTradeNo: string
  readonly syssn?: string
  /** QFPay's time of the order. */
  readonly recordedAt?: number
  /** Status and amount as each side has them. */
  readonly ours?: string
  readonly theirs?: string
}
