import { withPostgres } from '@tael/testing/postgres-server'
import { shuffled } from '@tael/testing/random'
import type { CampaignOptions, Outcome } from './campaign.ts'

type Mistake = { readonly name: string; readonly needsFastMachine?: true }

/** Plants one mistake after the other, in an order of the seed, until the time is over. */
export async function lookForMistakes<Planted extends Mistake>(
  mistakes: readonly Planted[],
  /** Plants it, and says what was seen of it. */
  find: (mistake: Planted) => Promise<string | undefined>,
  { seed, endAt, say }: CampaignOptions,
): Promise<Outcome> {
  const missed: Planted[] = []
  let found = 0
  await withPostgres(async () => {
    for (const mistake of shuffled(mistakes, seed)) {
      if (performance.now() > endAt) return
      const seen = await find(mistake)
      say(`${mistake.name}: ${(seen ?? 'not found').split('\n')[0] ?? ''}`)
      if (seen === undefined) missed.push(mistake)
      else found += 1
    }
  })
  const excused = missed.filter(({ needsFastMachine }) => needsFastMachine).map(({ name }) => name)
  const unseen =
    excused.length > 0
      ? `, not seen, for which this machine may be too slow: ${excused.join('; ')}`
      : ''
  return {
    done: `${found} of ${mistakes.length} mistakes found in this time${unseen}`,
    broken: missed
      .filter(({ needsFastMachine }) => !needsFastMachine)
      .map(({ name }) => `nothing showed this mistake: ${name}`),
  }
}
