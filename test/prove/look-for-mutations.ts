import { withPostgres } from '@tael/testing/postgres-server'
import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from './campaign.ts'

export type Mutation = { readonly name: string; readonly needsFastMachine?: true }

/** Plants one mutation after the other, in an order of the seed, until the time is over. */
export async function lookForMutations<Planted extends Mutation>(
  mutations: readonly Planted[],
  /** Plants it, and says what was seen of it. */
  find: (mutation: Planted) => Promise<string | undefined>,
  { seed, endAt, say }: CampaignOptions,
): Promise<Outcome> {
  const missed: Planted[] = []
  let found = 0
  await withPostgres(async () => {
    for (const mutation of shuffled(mutations, seed)) {
      if (performance.now() > endAt) return
      const seen = await find(mutation)
      say(`${mutation.name}: ${(seen ?? 'not found').split('\n')[0] ?? ''}`)
      if (seen === undefined) missed.push(mutation)
      else found += 1
    }
  })
  const excused = missed.filter(({ needsFastMachine }) => needsFastMachine).map(({ name }) => name)
  const unseen =
    excused.length > 0
      ? `, not seen, for which this machine may be too slow: ${excused.join('; ')}`
      : ''
  return {
    done: `${found} of ${mutations.length} mutations found in this time${unseen}`,
    broken: missed
      .filter(({ needsFastMachine }) => !needsFastMachine)
      .map(({ name }) => `nothing showed this mutation: ${name}`),
  }
}
