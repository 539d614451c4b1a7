import { offsetMsOf } from '@tael/qfpay'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { nextSinceMidnight, startOfDay } from '../platform/gateway-day.ts'

/**
 * When the nightly reconciliation of an account runs, and over which range. Pure.
 * | At three at night on QFPay's clock, every order of the day before has outlived its prepay. Each day is
 * read on two nights in a row, because QFPay corrects its rows in the morning after.
 */
const QUIET_MS = 3 * HOUR_MS
/** The period over which accounts are spread, so that they do not start together. */
const SPREAD_MS = 2 * HOUR_MS
/** The longest period to catch up after a pause. */
const MAX_RANGE_MS = 31 * DAY_MS

type Where = { readonly accountId: string; readonly utcOffset: string }

/** The next night's run after an instant; the same time of day for an account every night. */
export function nextDailyAt(after: Date, { accountId, utcOffset }: Where): Date {
  const sinceMidnightMs = QUIET_MS + Math.floor(shareOf(accountId) * SPREAD_MS)
  return nextSinceMidnight(after, sinceMidnightMs, offsetMsOf(utcOffset) ?? 0)
}

/**
 * What a daily run covers: whole days up to the midnight before `now`, starting a day before the end of
 * the last run, or at the account's first day; 31 days at most. Undefined on an account's first
 * day.
 */
export function dailyRange(known: {
  readonly now: Date
  readonly utcOffset: string
  /** Where the last daily run ended. */
  readonly lastTo: Date | undefined
  readonly accountSince: Date
}): { readonly from: Date; readonly to: Date } | undefined {
  const { now, utcOffset, lastTo, accountSince } = known
  const offsetMs = offsetMsOf(utcOffset) ?? 0
  const to = startOfDay(now, offsetMs).getTime()
  const wanted =
    lastTo === undefined
      ? startOfDay(accountSince, offsetMs).getTime()
      : Math.min(lastTo.getTime(), to) - DAY_MS
  const from = Math.max(wanted, to - MAX_RANGE_MS)
  return from < to ? { from: new Date(from), to: new Date(to) } : undefined
}

/** A fraction in [0, 1) that stays the same for an account. */
function shareOf(accountId: string): number {
  // The end of an id is random: base 32, five bits a digit.
  const digits = Array.from(accountId.slice(-4), (digit) => Math.max(0, DIGITS.indexOf(digit)))
  return digits.reduce((share, digit) => share * 32 + digit, 0) / 32 ** 4
}

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
