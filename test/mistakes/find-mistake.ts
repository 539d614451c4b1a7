import { runTestFiles } from '../prove/run-test-files.ts'
import type { Mistake } from './mistakes.ts'

const PLANT = new URL('plant.ts', import.meta.url).href

/** Runs the test that must show a mistake; which one failed, undefined when none did. */
export async function findMistake({ name, shownBy }: Mistake): Promise<string | undefined> {
  const { failed } = await runTestFiles([shownBy], {
    NODE_OPTIONS: `--import=${PLANT}`,
    TAEL_MISTAKE: name,
  })
  return failed[0]
}
