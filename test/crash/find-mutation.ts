import type { Fault } from '../support/server/books.ts'
import { awaitConsistency } from './await-consistency.ts'
import { openDataLocation } from './data-location.ts'
import type { Mutation } from './mutations.ts'
import { STORIES } from './stories.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import { cutPower } from './trials/power-cut.ts'
import type { TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

/** What goes wrong when the server dies where this mutation hurts; undefined when nothing does. */
export async function findMutation(
  mutation: Mutation,
  options: TrialOptions,
): Promise<string | undefined> {
  const [fault, ...more] = await faultsOf(mutation, options)
  if (fault === undefined) return undefined
  const others = more.length > 0 ? ` (and ${more.length} more)` : ''
  return `${fault.kind}: ${fault.what}${others}`
}

async function faultsOf(mutation: Mutation, options: TrialOptions): Promise<readonly Fault[]> {
  const { foundBy } = mutation
  if (foundBy === 'power cut') {
    const { faults, notRun } = await cutPower({ ...options, mutation })
    return notRun === undefined ? faults : [{ kind: 'lost', what: `did not run: ${notRun}` }]
  }
  const world = await openWorld(await openDataLocation('postgres'), { mutation })
  try {
    const isWanted = (point: string): boolean => foundBy.test(point)
    // One fault is enough, and most mutations hurt in the first story.
    for (const story of STORIES) {
      const outcomes = await killAtNamedPoints(world, { stories: [story], isWanted })
      const faults = outcomes.flatMap((outcome) => outcome.faults)
      if (faults.length > 0) return faults
    }
    return await awaitConsistency(world)
  } finally {
    await world.close()
  }
}
