import type { Mutation } from './mutations.ts'
import { openWorld } from './world.ts'

/** What the trial that has to find this mutation says; undefined when it sees nothing. */
export async function findMutation(mutation: Mutation): Promise<string | undefined> {
  const world = await openWorld({ mutation })
  try {
    await mutation.foundBy(world)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    await world.close()
  }
}
