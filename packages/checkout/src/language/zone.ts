import { formatTime, offsetMsOf } from '@tael/qfpay'
import { dateTimeFormat } from './formats.ts'

/*
 * A zone in which people count days: a name such as `America/Toronto`, whose clocks change, or an offset such as
 * `+08:00`, whose clocks do not.
 */

/** Whether it is the name of a zone. */
export function isZoneName(text: string): boolean {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+)*$/.test(text)) return false
  try {
    dateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** How far the clocks of a zone are ahead of UTC at an instant: `-05:00`. */
export function utcOffsetIn(zone: string, at: Date | number): string {
  if (offsetMsOf(zone) !== undefined) return zone
  const [, name = ''] = dateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .format(at)
    .split('GMT')
  return name === '' ? '+00:00' : name.slice(0, '-05:00'.length)
}

/** What the clocks of a zone show: `2026-03-02 18:30:05`. */
export function localTime(at: Date | number, zone: string): string {
  return formatTime(at, offsetMs(zone, at))
}

/** As the heading of a column names it: `UTC+08:00`, `America/Toronto`. */
export function csvZone(zone: string): string {
  return offsetMsOf(zone) === undefined ? zone : `UTC${zone}`
}

/** The day of an instant, `2026-03-02`. */
export function dayOf(at: Date | number, zone: string): string {
  return localTime(at, zone).slice(0, '2026-03-02'.length)
}

/**
 * The first instant at which the clocks of a zone show `2026-03-02T18:30:05`. If they skip it, as summer time begins,
 * it is what a clock that nobody has changed would show. Invalid if the text is no time.
 */
export function instantOf(localTime: string, zone: string): Date {
  const shown = Date.parse(`${localTime}Z`)
  if (Number.isNaN(shown)) return new Date(Number.NaN)
  const [before, after] = [shown - DAY_MS, shown + DAY_MS].map((at) => offsetMs(zone, at))
  const instants = [before, after].map((offset = 0) => shown - offset)
  const seen = instants.toSorted((one, other) => one - other)
  return new Date(seen.find((at) => at + offsetMs(zone, at) === shown) ?? shown - (before ?? 0))
}

/** When a day begins, `2026-03-02`. A day on which the clocks change has 23 or 25 hours. */
export function startOfDay(day: string, zone: string): Date {
  return instantOf(`${day}T00:00:00`, zone)
}

/** The day that is so many days later. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, day.length)
}

/** A day as an address or a form writes it, `2026-03-02`; undefined if the calendar has no such day. */
export function readDay(text: string): string | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
  return isDay && dayAfter(text, 0) === text ? text : undefined
}

/** From the beginning of the first day to the end of the last, of those that are not empty. */
export function rangeOfDays(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  zone: string,
): { readonly from?: Date; readonly to?: Date } {
  return {
    ...(from ? { from: startOfDay(from, zone) } : {}),
    ...(to ? { to: startOfDay(dayAfter(to), zone) } : {}),
  }
}

const DAY_MS = 86_400_000

function offsetMs(zone: string, at: Date | number): number {
  return offsetMsOf(utcOffsetIn(zone, at)) ?? 0
}
