import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runTestFiles } from '../run-test-files.ts'

const FILES = [
  'packages/checkout/test/pages.test.ts',
  'test/dashboard.test.ts',
  'test/sockets.test.ts',
]

/** What `npm test` does by turns: each page in each language, and each route in every form of a request. */
export async function walkEverything({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let done = 0
  let tests = 0
  for (const file of shuffled(FILES, seed)) {
    if (done > 0 && performance.now() > endAt) break
    const { passed, failed } = await runTestFiles([file], { TAEL_TEST_THOROUGH: 'yes' })
    done += 1
    tests += passed
    broken.push(...failed)
    say(`${done} of ${FILES.length} files`)
  }
  return { done: `${done} of ${FILES.length} files, ${tests} tests`, broken }
}
