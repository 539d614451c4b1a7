import { dayAfter, dayOf, instantOf, localTime, startOfDay } from '../language/zone.ts'
import { MINUTE_MS, SECOND_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { compareDays, type ComparedFigures, type DayFigures } from './day-figures.ts'
import { countRange } from './figures-store.ts'

/** Of a day that is over: a payment may still be paid or proved after midnight. */
const KNOWN_MS = 10 * MINUTE_MS
const WEEK = [7, 6, 5, 4, 3, 2, 1]

type Range = { readonly from: Date; readonly to: Date }

/** Today so far, beside the other days. */
export type ReadFigures = (zone: string) => Promise<readonly ComparedFigures[]>

/**
 * Reads today so far, yesterday and the same weekday of last week until this time of day, and the seven days before
 * today; each of these days at most once in ten minutes, however many operators look.
 */
export function createFiguresReader({
  database: { db },
  clock,
}: Pick<Runtime, 'database' | 'clock'>): ReadFigures {
  const known = new Map<number, { readonly at: number; readonly day: readonly DayFigures[] }>()

  async function wholeDay(range: Range): Promise<readonly DayFigures[]> {
    const { from } = range
    const at = clock.now().getTime()
    const found = known.get(from.getTime())
    if (found !== undefined && Math.abs(at - found.at) < KNOWN_MS) return found.day
    const day = await countRange(db, range)
    known.set(from.getTime(), { at, day })
    return day
  }

  return async (zone) => {
    const now = clock.now()
    const [today, time] = [dayOf(now, zone), localTime(now, zone).slice('2026-03-02 '.length)]
    const before = (days: number): Date => startOfDay(dayAfter(today, -days), zone)
    const until = (days: number): Promise<readonly DayFigures[]> => {
      const to = days === 0 ? now : instantOf(`${dayAfter(today, -days)}T${time}`, zone)
      return countRange(db, { from: before(days), to: new Date(to.getTime() + SECOND_MS) })
    }
    for (const start of known.keys()) {
      if (start < before(WEEK.length + 1).getTime()) known.delete(start)
    }
    const [soFar, yesterday, lastWeek] = await Promise.all([until(0), until(1), until(7)])
    const week = []
    // One after the other: a page needs not all of the connections.
    for (const days of WEEK) {
      const range = { from: before(days), to: before(days - 1) }
      week.push({ from: range.from, figures: await wholeDay(range) })
    }
    return compareDays({ today: soFar, yesterday, lastWeek, week })
  }
}
