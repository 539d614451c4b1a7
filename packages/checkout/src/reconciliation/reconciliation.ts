import { DAY_MS, HOUR_MS, SECOND_MS } from '../platform/durations.ts'
import type { DifferenceKind, DifferenceOutcome } from './difference.ts'

/**
 * An account's books compared with QFPay's over a range of QFPay's own time. Pure: no clock, no
 * database, no network.
 *
 *     running <-> stalled     (continues later from where it stopped)
 *        \-> completed
 */
export const RECONCILIATION_STATUSES = ['running', 'stalled', 'completed'] as const
export type ReconciliationStatus = (typeof RECONCILIATION_STATUSES)[number]

/** Started every day, or on demand. */
export const RECONCILIATION_CAUSES = ['daily', 'merchant'] as const
export type ReconciliationCause = (typeof RECONCILIATION_CAUSES)[number]

/** How many differences of a kind were resolved automatically, and how many need a person. */
type Count = { readonly resolved: number; readonly reported: number }
export type Counts = Readonly<Partial<Record<DifferenceKind, Count>>>

export type Reconciliation = {
  readonly id: string
  readonly accountId: string
  readonly cause: ReconciliationCause
  /** First instant of QFPay's time that it covers; a whole second. */
  readonly from: Date
  /** The first instant that it does not cover. */
  readonly to: Date
  readonly status: ReconciliationStatus
  /** Everything before it is compared. */
  readonly readUntil: Date
  /** How much time the next enquiry covers. */
  readonly windowMs: number
  /** How many of QFPay's rows were compared. */
  readonly transactions: number
  /** How many rows had no number or no whole amount. */
  readonly unreadable: number
  readonly counts: Counts
  /** Why it has stopped; it continues later. */
  readonly failure: string | undefined
  /** How often it has stopped in a row. */
  readonly failures: number
  readonly createdAt: Date
  readonly completedAt: Date | undefined
  /** When it continues; while a process works on it, the end of that process's lease. */
  readonly workAt: Date | undefined
}

/** The first enquiry of a run covers a day: most shops' days fit on a page. */
export const FIRST_WINDOW_MS = DAY_MS
/** QFPay's late rows, and differences between clocks, lie within it. */
const LATE_ROWS_MS = 5 * 60 * SECOND_MS
/** QFPay refunds for 365 days; nothing older can change any more. */
const MAX_RANGE_MS = 366 * DAY_MS

const LEASE_MS = 5 * 60 * SECOND_MS

/** How long a process that takes a run now may be silent before another takes it over. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS)
}

/** When a run over a range that ends there may start. */
export function startsAt(to: Date, now: Date): Date {
  return new Date(Math.max(now.getTime(), to.getTime() + LATE_ROWS_MS))
}

/** Why this range cannot be reconciled; undefined if it can. */
export function rangeProblem(
  { from, to }: { readonly from: Date; readonly to: Date },
  now: Date,
): { readonly param: 'from' | 'to'; readonly message: string } | undefined {
  for (const [param, instant] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (instant.getTime() % SECOND_MS !== 0) {
      return { param, message: 'must be a whole second: QFPay writes no finer ones' }
    }
  }
  if (to.getTime() <= from.getTime()) return { param: 'to', message: 'must be after "from"' }
  if (to.getTime() > now.getTime()) {
    return { param: 'to', message: 'must not be in the future: QFPay has no rows of the future' }
  }
  if (from.getTime() < now.getTime() - MAX_RANGE_MS) {
    return { param: 'from', message: 'must be within the last 366 days' }
  }
  return undefined
}

/** What Tael records when a run continues, or stalls. */
type Progress<Status extends 'running' | 'stalled'> = {
  readonly status: Status
  readonly failure: string | null
  readonly failures: number
  readonly work_at: Date
}

export function proceed(now: Date): Progress<'running'> {
  return { status: 'running', failure: null, failures: 0, work_at: leaseFrom(now) }
}

/** Ten seconds after the first failure, then longer and longer, an hour at most. */
export function stall(
  { failures }: Pick<Reconciliation, 'failures'>,
  error: unknown,
  now: Date,
): Progress<'stalled'> {
  const waitMs = Math.min(HOUR_MS, 10 * SECOND_MS * 2 ** Math.min(failures, 20))
  return {
    status: 'stalled',
    failure: error instanceof Error ? error.message : String(error),
    failures: failures + 1,
    work_at: new Date(now.getTime() + waitMs),
  }
}

/** A run takes minutes; one that takes longer than this needs a person. */
export const MAX_RUN_MS: number = DAY_MS

/** Adds the outcomes of differences to a run's counts. */
export function countIn(
  counts: Counts,
  found: readonly { readonly kind: DifferenceKind; readonly outcome: DifferenceOutcome }[],
): Counts {
  const sums: Partial<Record<DifferenceKind, Count>> = { ...counts }
  for (const { kind, outcome } of found) {
    const { resolved, reported } = sums[kind] ?? { resolved: 0, reported: 0 }
    sums[kind] =
      outcome === 'reported'
        ? { resolved, reported: reported + 1 }
        : { resolved: resolved + 1, reported }
  }
  return sums
}

/** How many of a run's differences a person has to look at. */
export function needingPerson({
  counts,
  unreadable,
}: Pick<Reconciliation, 'counts' | 'unreadable'>): number {
  return Object.values(counts).reduce((sum, { reported }) => sum + reported, unreadable)
}
