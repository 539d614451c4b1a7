import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runWhileTimeAllows } from '../run-test-files.ts'

const FILES = [
  'packages/checkout/src/database/embedded/prepared-copy.test.ts',
  'packages/checkout/test/pages.test.ts',
  'test/dashboard.test.ts',
  'test/sockets.test.ts',
]

/** What `npm test` does by turns or not at all: each page in each language, each route in every form of a request. */
export async function walkEverything({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const env = { TAEL_TEST_THOROUGH: 'yes' }
  return runWhileTimeAllows(shuffled(FILES, seed), { env, atOnce: 1, endAt, say })
}
