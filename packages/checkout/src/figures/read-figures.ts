import { offsetMsOf } from '@tael/qfpay'
import { DAY_MS, MINUTE_MS } from '../platform/durations.ts'
import { startOfDay } from '../platform/gateway-day.ts'
import type { Runtime } from '../runtime.ts'
import { compareDays, type ComparedFigures, type DayFigures } from './day-figures.ts'
import { countRange } from './figures-store.ts'

/** Of a day that is over: a payment may still be paid or proved after midnight. */
const KNOWN_MS = 10 * MINUTE_MS
const WEEK = [7, 6, 5, 4, 3, 2, 1]

/** Today so far, beside the other days. */
export type ReadFigures = (utcOffset: string) => Promise<readonly ComparedFigures[]>

/**
 * Reads today so far, yesterday and the same weekday of last week until this time of day, and the seven days before
 * today; each of these days at most once in ten minutes, however many operators look.
 */
export function createFiguresReader({
  database: { db },
  clock,
}: Pick<Runtime, 'database' | 'clock'>): ReadFigures {
  const known = new Map<number, { readonly at: number; readonly day: readonly DayFigures[] }>()

  async function wholeDay(from: Date): Promise<readonly DayFigures[]> {
    const at = clock.now().getTime()
    const found = known.get(from.getTime())
    if (found !== undefined && Math.abs(at - found.at) < KNOWN_MS) return found.day
    const day = await countRange(db, { from, to: new Date(from.getTime() + DAY_MS) })
    known.set(from.getTime(), { at, day })
    return day
  }

  return async (utcOffset) => {
    const now = clock.now()
    const midnight = startOfDay(now, offsetMsOf(utcOffset) ?? 0)
    const before = (days: number): Date => new Date(midnight.getTime() - days * DAY_MS)
    const until = (days: number): Promise<readonly DayFigures[]> =>
      countRange(db, { from: before(days), to: new Date(now.getTime() + 1 - days * DAY_MS) })
    for (const start of known.keys()) {
      if (start < before(WEEK.length + 1).getTime()) known.delete(start)
    }
    const [today, yesterday, lastWeek] = await Promise.all([until(0), until(1), until(7)])
    const week = []
    // One after the other: a page needs not all of the connections.
    for (const from of WEEK.map(before)) week.push({ from, figures: await wholeDay(from) })
    return compareDays({ today, yesterday, lastWeek, week })
  }
}
