import { findMutation } from '../../concurrency/find-mutations.ts'
import { MUTATIONS } from '../../concurrency/mutations.ts'
import { withPostgres } from '../../support/postgres-server.ts'
import { shuffled } from '../../support/random.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'
import { runTestFiles } from '../run-test-files.ts'

/** Four servers on one PostgreSQL, asked the same at the same instant, round after round. */
export async function askFourServers({ endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let rounds = 0
  let trials = 0
  do {
    const { passed, failed } = await runTestFiles(['test/concurrency/concurrency.test.ts'])
    rounds += 1
    trials += passed
    broken.push(...failed)
    say(`${rounds} rounds`)
  } while (performance.now() < endAt)
  return { done: `${rounds} rounds, ${trials} trials`, broken }
}

/** What is right in one process alone, put into each of four. */
export async function mutateConcurrency({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const missed: string[] = []
  let found = 0
  await withPostgres(async () => {
    for (const mutation of shuffled(MUTATIONS, seed)) {
      if (performance.now() > endAt) return
      const fault = await findMutation(mutation)
      say(`${mutation.name}: ${(fault ?? 'not found').split('\n')[0] ?? ''}`)
      if (fault === undefined) missed.push(mutation.name)
      else found += 1
    }
  })
  // A race is not lost each time it is run, so one that nobody lost breaks nothing.
  const unseen = missed.length > 0 ? `, not seen this time: ${missed.join('; ')}` : ''
  return {
    done: `${found} of ${MUTATIONS.length} mistakes found in this time${unseen}`,
    broken: [],
  }
}
