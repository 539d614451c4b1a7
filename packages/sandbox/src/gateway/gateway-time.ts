const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** `YYYY-MM-DD HH:mm:ss` in UTC+8, as `sysdtm` and `paydtm` are written. */
export function formatGatewayTime(instant: number): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** The instant of such a text in UTC+8; undefined when the format or the date is wrong. */
export function parseGatewayTime(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) return undefined
  const instant = Date.parse(`${text.replace(' ', 'T')}Z`) - OFFSET_MS
  // Date.parse lets 31 February roll over; only a date that comes back as it went in is one.
  return Number.isNaN(instant) || formatGatewayTime(instant) !== text ? undefined : instant
}

/** Digits only: `YYYYMMDDHHmmss`. */
export function gatewayDigits(instant: number): string {
  return formatGatewayTime(instant).replace(/\D/g, '')
}

/** Midnight in UTC+8 before the instant. */
export function startOfGatewayDay(instant: number): number {
  return Math.floor((instant + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS
}

/** The first instant of the calendar month in UTC+8. */
export function startOfGatewayMonth(instant: number): number {
  const local = new Date(instant + OFFSET_MS)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - OFFSET_MS
}

/** The same time of day one calendar month later, at most the last day of that month. */
export function oneMonthLater(instant: number): number {
  const local = new Date(instant + OFFSET_MS)
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()]
  const lastDay = new Date(Date.UTC(year, month + 2, 0)).getUTCDate()
  const timeOfDay = (instant + OFFSET_MS) % DAY_MS
  return Date.UTC(year, month + 1, Math.min(day, lastDay)) + timeOfDay - OFFSET_MS
}

/** Whether it is between 23:30 and 00:30 in UTC+8. */
export function isRefundNight(instant: number): boolean {
  const minute = Math.floor(((instant + OFFSET_MS) % DAY_MS) / 60_000)
  return minute >= 23 * 60 + 30 || minute < 30
}
