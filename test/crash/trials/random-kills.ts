import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '@tael/testing/random'
import { awaitConsistency } from '../await-consistency.ts'
import { openDataLocation, type Engine } from '../data-location.ts'
import { startLoad } from '../load.ts'
import { openWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const PAYERS = 6
const MIN_MS = 300
const MAX_MS = 4_000
/** How often the signal does not wait until the server listens: it falls into the start. */
const IN_START = 0.2

/** Kills the server again and again, at any moment, while payers pay. */
export async function killAtRandom(
  engine: Engine,
  { mutation, seed, seconds, say }: TrialOptions,
): Promise<Finding> {
  const world = await openWorld(await openDataLocation(engine), { mutation })
  const random = createRandom(seed, 'kills')
  const waits: number[] = []
  try {
    const load = startLoad(world, { payers: PAYERS })
    const until = performance.now() + seconds * 1_000
    while (performance.now() < until) {
      if (!random.chance(IN_START)) await world.server.isUp()
      const waitMs = random.whole(MIN_MS, MAX_MS)
      waits.push(waitMs)
      await pause(waitMs)
      world.server.current().kill()
    }
    say(`random kills (${engine}), seed ${seed}: killed after ${waits.join(', ')} ms`)
    const failures = await load.stop()
    return {
      trial: 'random kills',
      engine,
      done: `${waits.length} kills under ${load.paid()} payments`,
      faults: [...stuck(failures), ...(await awaitConsistency(world))],
    }
  } finally {
    await world.close()
  }
}
