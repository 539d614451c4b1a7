import { shuffled } from '@tael/testing/random'
import { findMutations } from '../../simulation/find-mutations.ts'
import { MUTATIONS } from '../../simulation/mutations.ts'
import { runOnAllCores, seedsFrom } from '../../simulation/run-seeds.ts'
import type { CampaignOptions, Outcome } from '../campaign.ts'

const PROGRESS_EVERY = 20
const FAULT_KINDS = ['process', 'database', 'network', 'webhook', 'payer', 'sandbox']
/** So many seeds meet a fault of each kind; a few may not. */
const SEEDS_FOR_EACH_KIND = 100

/** Checkout and sandbox under seeds that nobody has run before. */
export async function simulate({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let seeds = 0
  let payments = 0
  let steps = 0
  const met = new Set<string>()
  const first = seed * 1_000 + 1
  await runOnAllCores(seedsFrom(first, Infinity), (result) => {
    seeds += 1
    payments += result.payments
    steps += result.steps
    for (const name of Object.keys(result.faults)) met.add(name.split(':')[0] ?? '')
    for (const { invariant, detail } of result.broken) {
      broken.push(`${invariant}: ${detail} (npm run simulate -- --seed ${result.seed} --trace)`)
    }
    if (seeds % PROGRESS_EVERY === 0) say(`${seeds} seeds`)
    return performance.now() < endAt
  })
  const unmet = FAULT_KINDS.filter((kind) => !met.has(kind))
  if (seeds >= SEEDS_FOR_EACH_KIND && unmet.length > 0) {
    broken.push(`no seed met a fault of the kind ${unmet.join(', ')}`)
  }
  return { done: `${seeds} seeds from ${first}, ${payments} payments, ${steps} steps`, broken }
}

/** Mutations put into the product, each until a seed has broken the promise that it must break. */
export async function mutateSimulation({ seed, endAt, say }: CampaignOptions): Promise<Outcome> {
  const broken: string[] = []
  let caught = 0
  await findMutations(
    shuffled(MUTATIONS, seed),
    ({ mutation, seed: caughtBy, isDecided }) => {
      if (caughtBy !== undefined) caught += 1
      else if (isDecided) broken.push(`nobody saw that the product ${mutation.name}`)
      say(`${mutation.name}: ${caughtBy === undefined ? 'not caught' : `seed ${caughtBy}`}`)
    },
    () => performance.now() > endAt,
  )
  return { done: `${caught} of ${MUTATIONS.length} mutations caught in this time`, broken }
}
