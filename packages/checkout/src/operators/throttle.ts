import { DAY_MS, HOUR_MS } from '../platform/durations.ts'

/** Wrong tries: for one operator at one network, for one operator of all strangers, or of one network for anybody. */
export type Tries = {
  readonly count: number
  readonly lastAt: Date
  /** Until then every further try is refused without a look at it. */
  readonly blockedUntil: Date | undefined
}

export const FREE_TRIES = 5
/** Of one network, for all logins together: several operators may mistype in one office. */
export const NETWORK_FREE_TRIES = 20
/** Of all networks together from which the operator has not signed in. */
export const STRANGERS_FREE_TRIES = 50
/** After a day without a try all are free again. */
export const COUNTED_FOR_MS = DAY_MS
const FIRST_WAIT_MS = 30_000

/**
 * Counts one more try, before anybody looks whether it is right: of a thousand simultaneous ones only the
 * free ones get through. Undefined if it comes too early. After the free ones the waits double up to an hour.
 */
export function countTry(
  before: Tries | undefined,
  now: Date,
  freeTries: number,
): Tries | undefined {
  if (before?.blockedUntil !== undefined && before.blockedUntil > now) return undefined
  const isOld = before === undefined || now.getTime() - before.lastAt.getTime() > COUNTED_FOR_MS
  const count = isOld ? 1 : before.count + 1
  const waitMs = Math.min(HOUR_MS, FIRST_WAIT_MS * 2 ** (count - freeTries))
  const blockedUntil = count < freeTries ? undefined : new Date(now.getTime() + waitMs)
  return { count, lastAt: now, blockedUntil }
}
