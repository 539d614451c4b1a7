import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runTestFiles } from '../run-test-files.ts'

/** Each benchmark once, as small as possible; `npm test` runs two of them. */
export async function runBenches({ say }: CampaignOptions): Promise<Outcome> {
  const { passed, failed } = await runTestFiles(['bench/benches.test.ts'], { TAEL_BENCHES: 'all' })
  say(`${passed} ran`)
  return { done: `${passed} benchmarks`, broken: failed }
}
