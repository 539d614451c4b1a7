import { DAY_MS, HOUR_MS, MINUTE_MS } from './durations.ts'

/** The midnight before an instant, on a clock that is `offsetMs` ahead of UTC. */
export function startOfDay(instant: Date, offsetMs: number): Date {
  return new Date(Math.floor((instant.getTime() + offsetMs) / DAY_MS) * DAY_MS - offsetMs)
}

/** When the month of an instant began on such a clock, or one that is `later` by so many months. */
export function startOfMonth(instant: Date, offsetMs: number, later = 0): Date {
  const shown = new Date(instant.getTime() + offsetMs)
  return new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + later, 1) - offsetMs)
}

/** The next instant at which such a clock shows this time of day, `HH:mm`. */
export function nextTimeOfDay(after: Date, timeOfDay: string, offsetMs: number): Date {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number)
  return nextSinceMidnight(after, hours * HOUR_MS + minutes * MINUTE_MS, offsetMs)
}

/** The next instant at which so much of such a clock's day has passed. */
export function nextSinceMidnight(after: Date, sinceMidnightMs: number, offsetMs: number): Date {
  const today = startOfDay(after, offsetMs).getTime() + sinceMidnightMs
  return new Date(today > after.getTime() ? today : today + DAY_MS)
}
