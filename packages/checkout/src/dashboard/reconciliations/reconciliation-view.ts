import type { Facts } from '../../payments/facts.ts'
import type { DifferenceEntry, Resolution } from '../../reconciliation/difference-work.ts'
import type { DifferenceKind, DifferenceOutcome } from '../../reconciliation/difference.ts'
import type {
  ReconciliationCause,
  ReconciliationStatus,
} from '../../reconciliation/reconciliation.ts'
import type { TypedForm } from '../forms/form.ts'
import type { FrameView, Turning } from '../shell/view.ts'

export type ReconciliationsView = FrameView &
  Turning & {
    /** Newest first. */
    readonly runs: readonly RunRow[]
    /** How many differences of all runs nobody has resolved. */
    readonly differencesLeft: number
  }

export type NewReconciliationView = FrameView &
  TypedForm & { readonly accounts: readonly { readonly id: string; readonly name: string }[] }

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
  /** Epoch milliseconds, like all instants here; the range excludes the last one. */
  readonly from: number
  readonly to: number
  /** Everything before it is compared. */
  readonly readUntil: number
  /** How many of QFPay's rows were compared. */
  readonly transactions: number
  /** Without the kinds of which nothing was found. */
  readonly counts: readonly CountRow[]
  /** How many of its differences nobody has resolved yet, and rows that nobody could read. */
  readonly left: number
  /** The account, if the operator sees several. */
  readonly account?: string
}

export type ReconciliationView = FrameView &
  Turning & {
    readonly run: RunRow & {
      readonly createdAt: number
      /** When QFPay is asked first. */
      readonly startsAt: number
      readonly completedAt?: number
      /** Why it has stopped; in the words of the log. */
      readonly failure?: string
      /** When it continues. */
      readonly workAt?: number
      readonly csvPath: string
    }
    /** Only those that were resolved, or only those left to a person. */
    readonly filter: { readonly isResolved?: boolean }
    /** In the order in which they were found. */
    readonly differences: readonly DifferenceRow[]
  }

export type DifferenceRow = {
  readonly kind: DifferenceKind
  readonly outcome: DifferenceOutcome
  /** What differs, as far as the language of the page knows it; else in English. */
  readonly facts?: Facts
  readonly message: string
  /** The payment that it is about, if Tael has one. */
  readonly payment?: { readonly path: string; readonly reference: string }
  readonly outTradeNo: string
  readonly syssn?: string
  /** QFPay's time of the order. */
  readonly recordedAt?: number
  /** Status and amount as each side has them. */
  readonly ours?: string
  readonly theirs?: string
  /** The page on which people work on it, if it is left to them. */
  readonly work?: string
  /** The name of the operator who works on it. */
  readonly assignedTo?: string
  /** What became of it, as a person says. */
  readonly resolution?: Resolution
  /** The account, if the operator sees several. */
  readonly account?: string
}

export type DifferencesView = FrameView &
  Turning & {
    readonly show: 'open' | 'mine' | 'resolved'
    /** Newest first. */
    readonly differences: readonly DifferenceRow[]
  }

export type DifferenceView = FrameView & {
  readonly difference: DifferenceRow & { readonly foundAt: number }
  /** Of this page; each action is below it. */
  readonly path: string
  /** Of the run that found it first. */
  readonly runPath: string
  /** To whom one can assign it. */
  readonly operators: readonly { readonly id: string; readonly name: string }[]
  readonly assignedId?: string | undefined
  /** Of the next note: sent twice, it is one note. */
  readonly entryId: string
  /** Newest first. */
  readonly entries: readonly {
    readonly kind: DifferenceEntry['kind']
    readonly by: string
    readonly at: number
    readonly text?: string | undefined
    readonly assignedTo?: string | undefined
    readonly resolution?: Resolution | undefined
  }[]
  /** What became of the last action. */
  readonly outcome?: { readonly text: string; readonly isBad: boolean } | undefined
}
