import { enquireAttempts } from '../attempts/enquire-attempt.ts'
import type { Deps } from '../deps.ts'
import type { Attempt } from '../payments/attempt.ts'
import { isOpen, type Payment } from '../payments/payment.ts'
import { readPayment, readPaymentWithAttempts } from '../payments/read-payments.ts'
import { isInReview } from '../payments/review.ts'
import { createPlaces } from '../platform/places.ts'

const MAX_POLL_MS = 25_000
const FIRST_PAUSE_MS = 1_000
const MAX_PAUSE_MS = 2_000
/** More than a payer's tabs, phones and the shop's screen in each process. */
const MAX_WAITING = 20
/** More than wait in one shop's network: a single client must not take the places of all. */
const MAX_WAITING_OF_NETWORK = 100
/** Each waiting page reads the database every two seconds, which has other work. */
const MAX_WAITING_IN_ALL = 1_000
const RETRY_AFTER_S = 3
/** Ten thousand pages then ask less than a thousand times a second. */
const RETRY_AFTER_IN_ALL_S = 15

/**
 * Asks the gateway about those of a payment's attempts that can still be paid. Returns how many they are, and whether
 * it has answered that none of the orders that a payer holds is paid.
 */
export async function askNow(
  deps: Deps,
  attempts: readonly Attempt[],
  patience: { readonly withinMs: number },
): Promise<{ readonly count: number; readonly isUnpaid: boolean }> {
  const open = attempts.filter((attempt) => attempt.enquireAt !== undefined)
  const verdicts = await enquireAttempts(deps, open, patience)
  const held = open.filter(({ syssn }) => syssn !== undefined)
  // Not "missing": QFPay may not list yet what was paid a moment ago.
  const isUnpaid = ({ id }: Attempt): boolean =>
    ['unpaid', 'rejected'].includes(verdicts.get(id) ?? 'missing')
  return { count: open.length, isUnpaid: held.length > 0 && held.every(isUnpaid) }
}

/** What a waiting page learns. */
type Followed = {
  readonly payment: Payment
  /** The gateway has answered that nothing is paid. */
  readonly isUnpaid: boolean
  /** Set if too many wait already, so that the page asks later. */
  readonly retryAfterS?: number
}

type Wait = {
  readonly seen: string
  /** After how long "nothing is paid" counts as news; never, if absent. */
  readonly unpaidAfterMs?: number
  /** Whether the page already says that a person has to look. */
  readonly isHeld?: boolean
  /** Of the client, where the server knows it. */
  readonly network?: string | undefined
  readonly signal: AbortSignal
}

export type FollowPayment = (paymentId: string, wait: Wait) => Promise<Followed | undefined>

/** Lets pages wait for a payment, a limited number of them: each holds a socket and a timer. */
export function createFollowing(
  deps: Deps,
  { mostInAll = MAX_WAITING_IN_ALL }: { readonly mostInAll?: number } = {},
): FollowPayment {
  const takeOfPayment = createPlaces({ most: mostInAll, mostOfKey: MAX_WAITING })
  const takeOfNetwork = createPlaces({ most: Infinity, mostOfKey: MAX_WAITING_OF_NETWORK })
  return async (paymentId, wait) => {
    const places = [takeOfPayment(paymentId)]
    if (wait.network !== undefined) places.push(takeOfNetwork(wait.network))
    try {
      const full = places.find(({ kind }) => kind === 'full')
      if (full?.kind !== 'full') return await waitForNews(deps, paymentId, wait)
      const payment = await readPayment(deps, paymentId)
      const retryAfterS = full.of === 'all' ? RETRY_AFTER_IN_ALL_S : RETRY_AFTER_S
      return payment && { payment, isUnpaid: false, retryAfterS }
    } finally {
      for (const place of places) if (place.kind === 'taken') place.leave()
    }
  }
}

/** Waits until a payment's status differs from its page; gives up after 25 s. */
async function waitForNews(
  deps: Deps,
  paymentId: string,
  wait: Wait,
): Promise<Followed | undefined> {
  const since = deps.clock.now().getTime()
  let isUnpaid = false
  let read = await readPaymentWithAttempts(deps, paymentId)
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_PAUSE_MS)) {
    if (read === undefined) return undefined
    const { payment } = read
    const waitedMs = deps.clock.now().getTime() - since
    const isUnpaidNews = isUnpaid && waitedMs >= (wait.unpaidAfterMs ?? Infinity)
    const isHeldNews = isOpen(payment.status) && isInReview(payment) && wait.isHeld !== true
    if (payment.status !== wait.seen || isHeldNews || isUnpaidNews || wait.signal.aborted) {
      return { payment, isUnpaid: isUnpaidNews }
    }
    if (waitedMs >= MAX_POLL_MS) return { payment, isUnpaid: false }
    const isDone = !isOpen(payment.status) && read.attempts.every(({ enquireAt }) => !enquireAt)
    if (isDone) return { payment, isUnpaid: false, retryAfterS: RETRY_AFTER_IN_ALL_S }
    await changeOrPause(deps, paymentId, { pauseMs, signal: wait.signal })
    // Not longer: another process may bring the proof while our question waits.
    read = await readPaymentWithAttempts(deps, paymentId)
    const asked = await askNow(deps, read?.attempts ?? [], { withinMs: MAX_PAUSE_MS })
    isUnpaid = asked.isUnpaid
    if (asked.count > 0) read = await readPaymentWithAttempts(deps, paymentId)
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
