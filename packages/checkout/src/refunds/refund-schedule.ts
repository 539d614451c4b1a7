import { offsetMsOf, type ResponseMeaning } from '@tael/qfpay'
import { HOUR_MS, SECOND_MS } from '../platform/durations.ts'
import { nextTimeOfDay } from '../platform/gateway-day.ts'

/**
 * When to retry after each postponement, and how often to believe one. Clocks differ, and a time zone
 * may be wrong: no two tries in a row are at the same time of day.
 */
const NOT_NOW = {
  /** Not at night. A few minutes after the documented hour, then by day. */
  '1265': { at: ['00:35', '10:00', '15:30', '20:00', '05:00'], most: 5, leastWaitMs: 0 },
  /** The takings of that day were too low: about once a day, for a month. */
  '1269': { at: ['11:05', '15:05', '19:05', '22:05'], most: 30, leastWaitMs: 12 * HOUR_MS },
} as const

/** Refused, and nothing done; the same request may succeed later. */
export function isForNow({ meaning }: { readonly meaning?: ResponseMeaning }): boolean {
  return meaning?.kind === 'retry' && Object.hasOwn(NOT_NOW, meaning.respcd)
}

/** What time cures at QFPay: its night, and a day's takings. Undefined: waiting does not help. */
export function postponedUntil(
  { postponements: tries }: { readonly postponements: number },
  { meaning }: { readonly meaning?: ResponseMeaning },
  { now, utcOffset }: { readonly now: Date; readonly utcOffset: string },
): Date | undefined {
  const respcd = meaning?.respcd
  if ((respcd !== '1265' && respcd !== '1269') || meaning?.kind !== 'retry') return undefined
  const { at, most, leastWaitMs } = NOT_NOW[respcd]
  const timeOfDay = at[tries % at.length]
  if (tries >= most || timeOfDay === undefined) return undefined
  // The first of these times comes soon enough, today or tomorrow.
  const from = tries === 0 ? now : new Date(now.getTime() + leastWaitMs)
  return nextTimeOfDay(from, timeOfDay, offsetMsOf(utcOffset) ?? 0)
}

/** After seconds at first, then growing up to six hours: Tael follows it until it ends. */
export function nextEnquiry({ sentAt }: { readonly sentAt: Date | undefined }, now: Date): Date {
  return new Date(now.getTime() + clamp(age(sentAt, now) / 2, 3 * SECOND_MS, 6 * HOUR_MS))
}

/** When to send again what never reached QFPay. */
export function nextTry(since: Date, now: Date): Date {
  return new Date(now.getTime() + clamp(age(since, now) / 2, 30 * SECOND_MS, HOUR_MS))
}

/** How long ago, in milliseconds; 0 if it has not happened. */
export function age(since: Date | undefined, now: Date): number {
  return since === undefined ? 0 : now.getTime() - since.getTime()
}

function clamp(value: number, least: number, greatest: number): number {
  return Math.round(Math.min(Math.max(value, least), greatest))
}
