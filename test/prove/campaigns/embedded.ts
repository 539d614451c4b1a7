import { globSync, readFileSync } from 'node:fs'
import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runWhileTimeAllows } from '../run-test-files.ts'

const AT_ONCE = 4

/** What `npm test` shows on a PostgreSQL server, on the embedded engine. */
export async function testOnEmbedded({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const files = shuffled(
    globSync(['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'])
      .filter((file) => readFileSync(file, 'utf8').includes('describeOnDatabase('))
      .sort(),
    seed,
  )
  return runWhileTimeAllows(files, {
    env: { TAEL_TEST_ENGINE: 'pglite' },
    atOnce: AT_ONCE,
    endAt,
    say,
  })
}
