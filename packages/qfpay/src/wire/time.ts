import { MINUTE_MS } from '../durations.ts'
import { QfpayConfigurationError } from '../errors/errors.ts'

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/
/** From the year 1000 on: 0001-01-01 is how some databases write that there is no time. */
const WIRE_TIME = /^[1-9]\d{3}-\d\d-(\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/

/** A UTC offset such as `+08:00` in milliseconds, or undefined when it is not one. */
export function offsetMsOf(utcOffset: string): number | undefined {
  const [, sign, hours, minutes] = OFFSET.exec(utcOffset) ?? []
  if (hours === undefined || minutes === undefined) return undefined
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
  return sign === '-' ? 0 - ms : ms
}

/** An instant as QFPay writes it, `YYYY-MM-DD HH:mm:ss`, in the zone of that offset. */
export function formatTime(at: Date | number, offsetMs: number): string {
  const text = shifted(at, offsetMs).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 19)}`
}

/** Reads QFPay's time in the zone of that offset; undefined if the text is not such a time. */
export function parseTime(text: string, offsetMs: number): Date | undefined {
  const [, day] = WIRE_TIME.exec(text) ?? []
  const shown = new Date(`${text.replace(' ', 'T')}Z`)
  // JavaScript silently rolls 30 February over into March; we refuse such a date.
  if (day === undefined || shown.getUTCDate() !== Number(day)) return undefined
  return new Date(shown.getTime() - offsetMs)
}

/** A span of time, both ends included. */
export type Span = { readonly from?: number; readonly to?: number }

/** Cuts a span (both ends included, whole seconds) where calendar months end at that offset. */
export function splitAtMonths(from: number, to: number, offsetMs: number): Span[] {
  const spans: Span[] = []
  for (let start = from; start <= to;) {
    const shown = shifted(start, offsetMs)
    const nextMonth = Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + 1, 1) - offsetMs
    spans.push({ from: start, to: Math.min(to, nextMonth - 1) })
    start = nextMonth
  }
  return spans
}

function shifted(at: Date | number, offsetMs: number): Date {
  const shown = new Date(Number(at) + offsetMs)
  const year = shown.getUTCFullYear()
  if (!(year >= 1000 && year <= 9999)) {
    throw new QfpayConfigurationError('Time', [
      'an instant must be a valid Date or epoch milliseconds',
    ])
  }
  return shown
}
