import type { Clock } from '../platform/clock.ts'
import { inBatches } from './in-batches.ts'

/** Deletes all older rows; `deleteBefore` deletes some of them, and returns how many. */
export async function pruneOlderThan(
  keptMs: number,
  clock: Clock,
  deleteBefore: (before: Date, limit: number) => Promise<number>,
): Promise<void> {
  const before = new Date(clock.now().getTime() - keptMs)
  await inBatches((limit) => deleteBefore(before, limit))
}
