import { drawTable } from '@tael/testing/markdown-table'
import type { Fault } from '../support/server/books.ts'
import { awaitConsistency } from './await-consistency.ts'
import { openDataLocation } from './data-location.ts'
import { MUTATIONS, type Mutation } from './mutations.ts'
import { killAtNamedPoints } from './trials/named-points.ts'
import { cutPower } from './trials/power-cut.ts'
import type { TrialOptions } from './trials/trial.ts'
import { openWorld } from './world.ts'

/** Breaks the product in each known way, and says which of them the crashes have found. */
export async function findMutations(
  names: readonly string[],
  options: TrialOptions,
): Promise<boolean> {
  const rows: string[][] = []
  let areFound = true
  for (const mutation of MUTATIONS.filter(({ name }) => names.includes(name))) {
    const [fault, ...more] = await faultsOf(mutation, options)
    const found = fault === undefined ? 'NOT FOUND' : `${fault.kind}: ${fault.what}`
    rows.push([mutation.name, more.length > 0 ? `${found} (and ${more.length} more)` : found])
    options.say(`${mutation.name}: ${found}`)
    areFound &&= fault !== undefined
  }
  options.say(`\n${drawTable(['what was broken', 'what the crashes found'], rows)}`)
  return areFound
}

/** What goes wrong when the server dies where this mutation hurts. */
export async function faultsOf(
  mutation: Mutation,
  options: TrialOptions,
): Promise<readonly Fault[]> {
  const { foundBy } = mutation
  if (foundBy === 'power cut') {
    const { faults, notRun } = await cutPower({ ...options, mutation })
    return notRun === undefined ? faults : [{ kind: 'lost', what: `did not run: ${notRun}` }]
  }
  const world = await openWorld(await openDataLocation('postgres'), { mutation })
  try {
    const outcomes = await killAtNamedPoints(world, { isWanted: (point) => foundBy.test(point) })
    const faults = outcomes.flatMap((outcome) => outcome.faults)
    return faults.length > 0 ? faults : await awaitConsistency(world)
  } finally {
    await world.close()
  }
}
