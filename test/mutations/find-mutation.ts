import { runTestFiles } from '../prove/run-test-files.ts'
import type { Mutation } from './mutations.ts'

const PLANT = new URL('plant.ts', import.meta.url).href

/** Runs the test that must show a mutation; which one failed, undefined when none did. */
export async function findMutation({ name, foundBy }: Mutation): Promise<string | undefined> {
  const { failed } = await runTestFiles([foundBy], {
    NODE_OPTIONS: `--import=${PLANT}`,
    TAEL_MUTATION: name,
  })
  return failed[0]
}
