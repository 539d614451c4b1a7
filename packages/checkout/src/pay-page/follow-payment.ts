import type { Deps } from '../deps.ts'
import { enquireAttempts } from '../payments/enquire-attempt.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import type { Payment } from '../payments/payment.ts'

const PATIENCE_MS = 25_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 2_000
/** More than a payer's tabs, phones and the shop's screen in each process. */
const MOST_WAITING = 20
/** Each that waits reads the database every two seconds, which has other work. */
const MOST_WAITING_IN_ALL = 1_000
const RETRY_AFTER_S = 3
/** Ten thousand pages then ask less than a thousand times a second. */
const RETRY_AFTER_IN_ALL_S = 15

/** Asks the gateway about every attempt of a payment that can still be paid. */
export async function askNow(
  deps: Deps,
  paymentId: string,
  patience: { readonly withinMs?: number } = {},
): Promise<void> {
  const attempts = await readAttempts(deps, paymentId)
  const open = attempts.filter((attempt) => attempt.enquireAt !== undefined)
  await enquireAttempts(deps, open, patience)
}

/** What a page that waits is told; with a pause when too many wait already, so that it asks later. */
type Followed = { readonly payment: Payment; readonly retryAfterS?: number }

export type FollowPayment = (
  paymentId: string,
  wait: { readonly seen: string; readonly signal: AbortSignal },
) => Promise<Followed | undefined>

/** Lets pages wait for a payment, a bounded number at once: each holds a socket and a timer. */
export function createFollowing(
  deps: Deps,
  { mostInAll = MOST_WAITING_IN_ALL }: { readonly mostInAll?: number } = {},
): FollowPayment {
  const waiting = new Map<string, number>()
  let inAll = 0
  return async (paymentId, wait) => {
    const others = waiting.get(paymentId) ?? 0
    const retryAfterS =
      inAll >= mostInAll ? RETRY_AFTER_IN_ALL_S : others >= MOST_WAITING ? RETRY_AFTER_S : undefined
    if (retryAfterS !== undefined) {
      const payment = await readPayment(deps, paymentId)
      return payment && { payment, retryAfterS }
    }
    waiting.set(paymentId, others + 1)
    inAll += 1
    try {
      const payment = await waitForStatus(deps, paymentId, wait)
      return payment && { payment }
    } finally {
      inAll -= 1
      const left = (waiting.get(paymentId) ?? 1) - 1
      if (left === 0) waiting.delete(paymentId)
      else waiting.set(paymentId, left)
    }
  }
}

/** Waits until a payment's status is another than the one seen; gives up after 25 s. */
async function waitForStatus(
  deps: Deps,
  paymentId: string,
  wait: { readonly seen: string; readonly signal: AbortSignal },
): Promise<Payment | undefined> {
  const until = deps.clock.now().getTime() + PATIENCE_MS
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const payment = await readPayment(deps, paymentId)
    if (payment === undefined || payment.status !== wait.seen || wait.signal.aborted) return payment
    if (deps.clock.now().getTime() >= until) return payment
    await changeOrPause(deps, paymentId, { pauseMs, signal: wait.signal })
    // Not for longer: somebody else may bring the proof while our question waits.
    await askNow(deps, paymentId, { withinMs: LONGEST_PAUSE_MS })
  }
}

async function changeOrPause(
  deps: Deps,
  paymentId: string,
  wait: { readonly pauseMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const done = new AbortController()
  const signal = AbortSignal.any([wait.signal, done.signal])
  const pause = deps.clock.sleep(wait.pauseMs, signal).catch(() => undefined)
  await Promise.race([deps.changes.next(paymentId, signal), pause])
  done.abort()
}
