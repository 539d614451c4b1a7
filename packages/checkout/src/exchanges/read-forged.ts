import { DAY_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { dayOf } from './exchange-recorder.ts'
import { countForged } from './exchange-store.ts'

const WEEK_MS = 7 * DAY_MS

/** How many forged notifications each account got in the last seven days, if any. */
export async function readForged(
  deps: Pick<Runtime, 'database' | 'clock'>,
): Promise<ReadonlyMap<string, number>> {
  const since = new Date(deps.clock.now().getTime() - WEEK_MS)
  return countForged(deps.database.db, dayOf(since))
}
