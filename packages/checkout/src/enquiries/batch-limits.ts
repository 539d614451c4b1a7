import { isQfpayError } from '@tael/qfpay'
import type { Question } from './question.ts'

/** How many questions may share a request, as the gateway's answers have taught. */
export type BatchLimits = {
  readonly now: () => number
  /** For a request that this attempt is in. */
  readonly of: (attemptId: string) => number
  readonly noteListsRefused: () => void
  readonly noteAnswered: (attemptId: string) => void
  /** `failures` counts the requests in a row that had no answer, this one included. */
  readonly noteUnanswered: (batch: readonly Question[], failures: number) => void
}

/** QFPay answers at most 100 rows a page; a full page would make us ask for a second one. */
const MAX_BATCH = 99
/** How long a gateway that refuses lists is asked one by one before a list is tried again. */
export const SINGLY_MS = 10 * 60_000
/** So many in a row without an answer are no one order's fault: a list of 99 is halved seven times. */
const OUTAGE_FAILURES = 8
/** QFPay: malformed request, bad parameter. */
const LIST_REFUSALS = ['1103', '1104']

export function refusesLists(error: unknown): boolean {
  return isQfpayError(error) && LIST_REFUSALS.includes(error.respcd ?? '')
}

export function createBatchLimits(now: () => number): BatchLimits {
  let singlyUntil = 0
  /** Of attempts whose last request had no answer. */
  const lowered = new Map<string, number>()
  return {
    now: () => (now() < singlyUntil ? 1 : MAX_BATCH),
    of: (attemptId) => lowered.get(attemptId) ?? MAX_BATCH,
    noteListsRefused() {
      singlyUntil = now() + SINGLY_MS
    },
    noteAnswered(attemptId) {
      lowered.delete(attemptId)
    },
    // One order that QFPay cannot answer about must not take the others along every time.
    noteUnanswered(batch, failures) {
      // No order is at fault when nothing at all is answered: halves would only make more requests.
      if (batch.length > 1 && failures >= OUTAGE_FAILURES) {
        lowered.clear()
        return
      }
      const half = Math.ceil(batch.length / 2)
      for (const { attempt } of batch) lowered.set(attempt.id, half)
    },
  }
}
