import type { Clock } from '../platform/clock.ts'

/** What one statement deletes: its locks are short, however many rows there are. */
const BATCH = 1000

/** Deletes all older rows; `deleteBefore` deletes some of them, and returns how many. */
export async function pruneOlderThan(
  keptMs: number,
  clock: Clock,
  deleteBefore: (before: Date, limit: number) => Promise<number>,
): Promise<void> {
  const before = new Date(clock.now().getTime() - keptMs)
  let forgotten = BATCH
  // Fewer than requested: none is left, or another process is deleting the rest.
  while (forgotten === BATCH) forgotten = await deleteBefore(before, BATCH)
}
