import { DAY_MS, HOUR_MS } from '../platform/durations.ts'

/** Wrong tries for one operator: of somebody at one address, or of all strangers together. */
export type Tries = {
  readonly count: number
  readonly lastAt: Date
  /** Until then every further try is refused without a look at it. */
  readonly blockedUntil: Date | undefined
}

const FREE_TRIES = 5
/** Of all addresses together from which the operator has not signed in. */
export const STRANGERS_FREE_TRIES = 50
const FIRST_WAIT_MS = 30_000

/**
 * Counts one more try, before anybody looks whether it is right: of a thousand simultaneous ones only the
 * free ones get through. Undefined if it comes too early. After the free ones the waits double up to an hour.
 */
export function countTry(
  before: Tries | undefined,
  now: Date,
  freeTries: number = FREE_TRIES,
): Tries | undefined {
  if (before?.blockedUntil !== undefined && before.blockedUntil > now) return undefined
  const isOld = before === undefined || now.getTime() - before.lastAt.getTime() > DAY_MS
  const count = isOld ? 1 : before.count + 1
  const waitMs = Math.min(HOUR_MS, FIRST_WAIT_MS * 2 ** (count - freeTries))
  const blockedUntil = count < freeTries ? undefined : new Date(now.getTime() + waitMs)
  return { count, lastAt: now, blockedUntil }
}
