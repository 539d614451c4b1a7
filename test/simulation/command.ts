import { parseArgs } from 'node:util'
import { openSessions } from '../../packages/checkout/test/support/sessions.ts'
import { findMutations, type Caught } from './find-mutations.ts'
import { MUTATIONS } from './mutations.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import { runOnAllCores, seedsFrom } from './run-seeds.ts'
import { mutationTable, seedTable } from './tables.ts'

const USAGE = `npm run simulate -- --seeds 10000 [--from 1]     many seeds, on all cores; Ctrl-C: that was enough
npm run simulate -- --seed 7 [--trace]           one seed again, step by step
npm run simulate -- --mutations [--only events]  mistakes put into the code: is each one caught?
`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})

const say = (text: string): void => void process.stdout.write(`${text}\n`)
const PROGRESS_EVERY = 50

if (values.help) say(USAGE)
else if (values.mutations) await tryMutations(values.only)
else if (values.seed !== undefined) await replay(Number(values.seed), values.trace)
else await runMany(Number(values.from), Number(values.seeds ?? 200))

async function runMany(first: number, count: number): Promise<void> {
  const results: SeedResult[] = []
  const startedAt = performance.now()
  let saidAt = startedAt
  let isEnough = false
  process.once('SIGINT', () => (isEnough = true))
  await runOnAllCores(seedsFrom(first, count), (result) => {
    results.push(result)
    if (result.broken.length > 0) sayBroken(result)
    if (results.length % PROGRESS_EVERY === 0) {
      const now = performance.now()
      const each = (now - saidAt) / 1000 / PROGRESS_EVERY
      say(
        `${results.length} of ${count} seeds, the last ${PROGRESS_EVERY} at ${each.toFixed(2)} s each`,
      )
      saidAt = now
    }
    return !isEnough
  })
  say(seedTable(results, performance.now() - startedAt))
  const failed = results.filter(({ broken }) => broken.length > 0)
  for (const { seed } of failed) say(`npm run simulate -- --seed ${seed} --trace`)
  if (failed.length > 0) process.exitCode = 1
}

async function replay(seed: number, isTraced: boolean): Promise<void> {
  const sessions = await openSessions()
  const result = await runSeed(sessions, seed, { isTraced })
  for (const step of result.trace) say(step)
  say(seedTable([result], 0))
  say(`The same seed gives the same ${result.steps} steps: ${result.digest}`)
  if (result.broken.length > 0) {
    sayBroken(result)
    process.exitCode = 1
  }
  await sessions.close()
}

async function tryMutations(only: string): Promise<void> {
  const all: Caught[] = []
  const chosen = MUTATIONS.filter(({ name }) => name.includes(only))
  if (chosen.length === 0) throw new Error(`--only is part of the name of a mutation, not ${only}`)
  await findMutations(chosen, (caught) => {
    all.push(caught)
    say(`${caught.seed === undefined ? 'GOT AWAY' : 'caught'}: ${caught.mutation.name}`)
  })
  say(mutationTable(all))
  if (all.some(({ seed }) => seed === undefined)) process.exitCode = 1
}

function sayBroken({ seed, broken }: SeedResult): void {
  for (const { invariant, detail } of broken) say(`seed ${seed} breaks ${invariant}: ${detail}`)
}
