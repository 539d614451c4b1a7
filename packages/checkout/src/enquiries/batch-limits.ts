import { isQfpayError } from '@tael/qfpay'
import { MINUTE_MS } from '../platform/durations.ts'
import type { Question } from './question.ts'

/** How many questions may share a request, learned from the gateway's answers. */
export type BatchLimits = {
  readonly now: () => number
  /** For a request that asks about it. */
  readonly of: (id: string) => number
  readonly noteListsRefused: () => void
  readonly noteAnswered: (id: string) => void
  /** `failures` counts the requests in a row without an answer, including this one. */
  readonly noteUnanswered: (batch: readonly Question[], failures: number) => void
}

/** QFPay answers at most 100 rows a page; after a full page we would ask for a second one. */
const MAX_BATCH = 99
/** How long we ask one by one after a gateway has refused lists, before we try a list again. */
export const SINGLY_MS = 10 * MINUTE_MS
/** After this many in a row without an answer no single order is at fault: a list of 99 is halved seven times. */
const OUTAGE_FAILURES = 8
/** QFPay: malformed request, bad parameter. */
const LIST_REFUSALS = ['1103', '1104']

export function refusesLists(error: unknown): boolean {
  return isQfpayError(error) && LIST_REFUSALS.includes(error.respcd ?? '')
}

export function createBatchLimits(now: () => number): BatchLimits {
  let singlyUntil = 0
  /** For those whose last request got no answer. */
  const lowered = new Map<string, number>()
  return {
    now: () => (now() < singlyUntil ? 1 : MAX_BATCH),
    of: (id) => lowered.get(id) ?? MAX_BATCH,
    noteListsRefused() {
      singlyUntil = now() + SINGLY_MS
    },
    noteAnswered(id) {
      lowered.delete(id)
    },
    // One order that QFPay cannot answer about must not take the others along every time.
    noteUnanswered(batch, failures) {
      // If nothing at all is answered, no order is at fault: halves would only make more requests.
      if (batch.length > 1 && failures >= OUTAGE_FAILURES) {
        lowered.clear()
        return
      }
      const half = Math.ceil(batch.length / 2)
      for (const { enquired } of batch) lowered.set(enquired.id, half)
    },
  }
}
