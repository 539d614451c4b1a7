import type { Deps } from '../deps.ts'
import { enquireAttempts } from '../payments/enquire-attempt.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import type { Payment } from '../payments/payment.ts'

const PATIENCE_MS = 25_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 2_000

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

/** Waits until a payment's status is another than the one seen; gives up after 25 s. */
export async function waitForStatus(
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
