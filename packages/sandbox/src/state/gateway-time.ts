import { DAY_MS, MINUTE_MS } from '../durations.ts'

/** Hong Kong's, and that of all regions without another one. */
const UTC8 = '+08:00'

/** `YYYY-MM-DD HH:mm:ss` at that offset, as `sysdtm` and `paydtm` are written. */
export function formatGatewayTime(instant: number, utcOffset = UTC8): string {
  return new Date(instant + offsetMsOf(utcOffset)).toISOString().slice(0, 19).replace('T', ' ')
}

/** The instant of such a text; undefined when the format or the date is wrong. */
export function parseGatewayTime(text: string, utcOffset = UTC8): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined
  const instant = Date.parse(`${text.replace(' ', 'T')}Z`) - offsetMsOf(utcOffset)
  // Date.parse lets 31 February roll over; only a date that survives the round trip is valid.
  return Number.isNaN(instant) || formatGatewayTime(instant, utcOffset) !== text
    ? undefined
    : instant
}

/** Digits only: `YYYYMMDDHHmmss`. */
export function gatewayDigits(instant: number): string {
  return formatGatewayTime(instant).replace(/\D/g, '')
}

/** Midnight at that offset before the instant. */
export function startOfGatewayDay(instant: number, utcOffset = UTC8): number {
  const offsetMs = offsetMsOf(utcOffset)
  return Math.floor((instant + offsetMs) / DAY_MS) * DAY_MS - offsetMs
}

/** The first instant of the calendar month at that offset. */
export function startOfGatewayMonth(instant: number, utcOffset = UTC8): number {
  const offsetMs = offsetMsOf(utcOffset)
  const local = new Date(instant + offsetMs)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - offsetMs
}

/** The same time of day one calendar month later, at most the last day of that month. */
export function oneMonthLater(instant: number, utcOffset = UTC8): number {
  const offsetMs = offsetMsOf(utcOffset)
  const local = new Date(instant + offsetMs)
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  const lastDay = new Date(Date.UTC(year, month + 2, 0)).getUTCDate()
  const timeOfDay = (instant + offsetMs) % DAY_MS
  return Date.UTC(year, month + 1, Math.min(day, lastDay)) + timeOfDay - offsetMs
}

/** Whether it is between 23:30 and 00:30 at that offset. */
export function isRefundNight(instant: number, utcOffset = UTC8): boolean {
  const minute = Math.floor(((instant + offsetMsOf(utcOffset)) % DAY_MS) / MINUTE_MS)
  return minute >= 23 * 60 + 30 || minute < 30
}

/** Of `+08:00`, in milliseconds. */
function offsetMsOf(utcOffset: string): number {
  const [hours = 0, minutes = 0] = utcOffset.slice(1).split(':').map(Number)
  return (utcOffset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE_MS
}
