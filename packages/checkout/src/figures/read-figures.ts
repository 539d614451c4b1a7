import { offsetMsOf } from '@tael/qfpay'
import { DAY_MS } from '../platform/durations.ts'
import { startOfDay } from '../platform/gateway-day.ts'
import type { Runtime } from '../runtime.ts'
import { compareDays, type ComparedFigures } from './day-figures.ts'
import { readRange } from './figures-store.ts'

/** Today so far, beside yesterday and the same weekday of last week until this time of day. */
export async function readFigures(
  { database, clock }: Pick<Runtime, 'database' | 'clock'>,
  utcOffset: string,
): Promise<readonly ComparedFigures[]> {
  const now = clock.now()
  const midnight = startOfDay(now, offsetMsOf(utcOffset) ?? 0)
  const until = (days: number) =>
    readRange(database.db, {
      from: new Date(midnight.getTime() - days * DAY_MS),
      to: new Date(now.getTime() + 1 - days * DAY_MS),
    })
  const [today, yesterday, lastWeek] = await Promise.all([until(0), until(1), until(7)])
  return compareDays({ today, yesterday, lastWeek })
}
