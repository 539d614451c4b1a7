import { globSync, readFileSync } from 'node:fs'
import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runTestFiles } from '../run-test-files.ts'

const AT_ONCE = 4

/** What `npm test` shows on a PostgreSQL server, on the embedded engine. */
export async function testOnEmbedded({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const files = shuffled(
    globSync(['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'])
      .filter((file) => readFileSync(file, 'utf8').includes('describeOnDatabase('))
      .sort(),
    seed,
  )
  const broken: string[] = []
  let done = 0
  let tests = 0
  while (done < files.length && (done === 0 || performance.now() < endAt)) {
    const some = files.slice(done, done + AT_ONCE)
    const { passed, failed } = await runTestFiles(some, { TAEL_TEST_ENGINE: 'pglite' })
    done += some.length
    tests += passed
    broken.push(...failed)
    say(`${done} of ${files.length} files`)
  }
  return { done: `${done} of ${files.length} files, ${tests} tests`, broken }
}
