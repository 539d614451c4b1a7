import { setTimeout as pause } from 'node:timers/promises'
import { checkBooks, type Fault } from '../support/server/books.ts'
import type { CrashWorld } from './world.ts'

/** How long the server has to get everything right without help. */
const WITHOUT_JUMPS_MS = 300
const LOOK_EVERY_MS = 100
const JUMP_MS = 30_000
/** Three hours of its time: longer than any prepay lives and any enquiry continues. */
const JUMPS = 360
/** The answers of a moment may not fit together while things are under way. */
const LAST_JUMPS = 20

/** Lets time pass until the books are right, or until they can no longer come right. */
export async function awaitConsistency(
  world: CrashWorld,
  only?: readonly string[],
): Promise<readonly Fault[]> {
  const jumpFrom = performance.now() + WITHOUT_JUMPS_MS
  let jumps = 0
  for (;;) {
    const faults = await checkBooks(world, only)
    const isHopeless = faults.some(({ kind }) => kind !== 'stuck')
    if (faults.length === 0 || jumps > (isHopeless ? LAST_JUMPS : JUMPS)) return faults
    await pause(LOOK_EVERY_MS)
    if (performance.now() < jumpFrom) continue
    jumps += 1
    await world.pass(JUMP_MS)
  }
}
