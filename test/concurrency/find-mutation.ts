import type { Mutation } from './mutations.ts'
import { openWorld } from './world.ts'

/** A race is not lost each time it is run. */
const TRIES = 5

/** What the trial that has to find this mutation says; undefined when it sees nothing. */
export async function findMutation(mutation: Mutation): Promise<string | undefined> {
  const world = await openWorld({ mutation })
  try {
    for (let count = 0; count < TRIES; count++) await mutation.foundBy(world)
    return undefined
  } catch (error) {
    return `${mutation.foundBy.name}: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    await world.close()
  }
}
