import { dateTimeFormat, numberFormat, relativeTimeFormat } from './formats.ts'
import type { Language } from './language.ts'
import { isZoneName } from './zone.ts'

/** `22 Nov 2026, 18:30:05 GMT+8`: the instant without doubt, in the account's time zone. */
export function displayTime(at: number, timeZone: string, language: Language): string {
  const separator = language === 'en' ? ', ' : ' '
  const clock = displayClock(at, timeZone, language)
  return `${displayDay(at, timeZone, language)}${separator}${clock} ${zoneName(timeZone, at)}`
}

/** `GMT+8` at an instant, for summer time differs; without one, of a zone whose clocks change: its name. */
export function zoneName(timeZone: string, at?: number): string {
  if (at === undefined && isZoneName(timeZone)) return timeZone
  const zone = dateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(at ?? 0)
    .find(({ type }) => type === 'timeZoneName')
  return zone?.value ?? timeZone
}

/** `18:30:05`. */
export function displayClock(at: number, timeZone: string, language: Language): string {
  return dateTimeFormat(locale(language), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(at)
}

/** `22 Nov 2026`. */
export function displayDay(at: number, timeZone: string, language: Language): string {
  return dateTimeFormat(locale(language), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone,
  }).format(at)
}

/** `Sun, 22 Nov`. */
export function displayWeekday(at: number, timeZone: string, language: Language): string {
  return dateTimeFormat(locale(language), {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    timeZone,
  }).format(at)
}

/**
 * `28 Feb 2026 – 1 Mar 2026`: the days that a range covers, or its instants if they are not whole
 * days. The range excludes its last instant.
 */
export function displayRange(
  { from, to }: { readonly from: number; readonly to: number },
  timeZone: string,
  language: Language,
): string {
  const day = (at: number): string => displayDay(at, timeZone, language)
  const clock = (at: number): string => displayClock(at, timeZone, language)
  const isWhole = clock(from) === MIDNIGHT && clock(to) === MIDNIGHT
  if (isWhole) return day(from) === day(to - 1) ? day(from) : `${day(from)} – ${day(to - 1)}`
  const separator = language === 'en' ? ', ' : ' '
  const end = day(from) === day(to) ? clock(to) : day(to) + separator + clock(to)
  return `${day(from)}${separator}${clock(from)} – ${end}`
}

const MIDNIGHT = '00:00:00'

const UNITS = [
  { unit: 'second', ms: 1_000, below: 60_000 },
  { unit: 'minute', ms: 60_000, below: 3_600_000 },
  { unit: 'hour', ms: 3_600_000, below: 86_400_000 },
  { unit: 'day', ms: 86_400_000, below: Infinity },
] as const

/** `3 min ago`, `in 2 hr`. */
export function displayAge(at: number, now: number, language: Language): string {
  const difference = at - now
  const { unit, ms } = UNITS.find(({ below }) => Math.abs(difference) < below) ?? UNITS[3]
  const format = { style: 'short', numeric: 'auto' } as const
  return relativeTimeFormat(locale(language), format).format(Math.trunc(difference / ms), unit)
}

/** `+0.8s`, `+4m`: how long after the event before it. */
export function displayGap(ms: number, language: Language): string {
  const { unit, ms: size } = UNITS.find(({ below }) => ms < below) ?? UNITS[3]
  const value = ms < 10_000 ? Math.round(ms / 100) / 10 : Math.trunc(ms / size)
  const format = { style: 'unit', unit, unitDisplay: 'narrow' } as const
  return `+${numberFormat(locale(language), format).format(value)}`
}

/** Day before month and a 24-hour clock, as Hong Kong writes English. */
function locale(language: Language): string {
  return language === 'en' ? 'en-GB' : language === 'zh-Hant' ? 'zh-Hant-HK' : 'zh-Hans-CN'
}
