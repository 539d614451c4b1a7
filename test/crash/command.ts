// `npm run crash`: the real server dies in every way we know, and its books are checked each time.
import { parseArgs, styleText } from 'node:util'
import { withPostgres } from '@tael/testing/postgres-server'
import { runMutations } from '../prove/mutation-command.ts'
import { ENGINES, type Engine } from './data-location.ts'
import { findMutation } from './find-mutation.ts'
import { MUTATIONS } from './mutations.ts'
import { runTrials, TRIALS } from './run-trials.ts'
import { drawFindings, isWrong } from './table.ts'

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    mutations: { type: 'boolean', default: false },
    points: { type: 'boolean', default: false },
  },
})
const engines = ENGINES.filter((engine) => (values.database ?? engine) === engine)
if (engines.length === 0) throw new Error(`--database is one of ${ENGINES.join(', ')}`)
const options = {
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  say,
}
if (values.mutations) {
  await runMutations(MUTATIONS, values.only, (mutation) => findMutation(mutation, options))
}
const chosen = TRIALS.filter((name) => name.includes(values.only))
if (chosen.length === 0) throw new Error(`--only is part of one of: ${TRIALS.join(', ')}`)
await withPostgres(() => crash(engines, chosen))
// Payers of a server that is gone would wait for minutes.
process.exit()

async function crash(on: readonly Engine[], trials: readonly string[]): Promise<void> {
  const startedAt = performance.now()
  const findings = await runTrials({
    ...options,
    engines: on,
    trials,
    showsPoints: values.points,
  })
  for (const { trial, engine, faults } of findings) {
    for (const { kind, what } of faults)
      say(styleText('red', `${trial} (${engine}): ${kind}: ${what}`))
  }
  const minutes = (performance.now() - startedAt) / 60_000
  say(`\n${drawFindings(findings)}\n\nSeed ${options.seed}, ${minutes.toFixed(1)} minutes.`)
  process.exitCode = findings.some(isWrong) ? 1 : 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
