import { findMutation } from '../../concurrency/find-mutation.ts'
import { MUTATIONS } from '../../concurrency/mutations.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { lookForMutations } from '../look-for-mutations.ts'
import { runTestFiles } from '../run-test-files.ts'

/** Four servers on one PostgreSQL, asked the same at the same instant, round after round. */
export async function askFourServers({ endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let rounds = 0
  let trials = 0
  let roundMs = 0
  do {
    const startedAt = performance.now()
    const { passed, failed } = await runTestFiles(['test/concurrency/concurrency.test.ts'])
    rounds += 1
    trials += passed
    broken.push(...failed)
    roundMs = performance.now() - startedAt
    say(`${rounds} rounds`)
  } while (performance.now() + roundMs < endAt)
  return { done: `${rounds} rounds, ${trials} trials`, broken }
}

/** What is right in one process alone, put into each of four. */
export function mutateConcurrency(options: CampaignOptions): Promise<Outcome> {
  return lookForMutations(MUTATIONS, findMutation, options)
}
