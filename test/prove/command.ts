// `npm run prove`: every campaign against the product, for as long as it is given, with a fresh seed.
import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { CAMPAIGNS } from './campaigns.ts'
import { chooseCampaigns, runCampaigns } from './prove.ts'
import { drawResults, writeProof } from './report.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    only: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(1, 1_000_000)) },
    /** Writes docs/proof.md. */
    write: { type: 'boolean', default: false },
  },
})
const [minutes, seed] = [Number(values.minutes), Number(values.seed)]
const campaigns = chooseCampaigns(CAMPAIGNS, values.only)
if (!(minutes > 0)) throw new Error('--minutes is a number above 0')
if (!Number.isSafeInteger(seed)) throw new Error('--seed is a whole number')
if (campaigns.length === 0) {
  throw new Error(`--only is part of one of: ${CAMPAIGNS.map(({ name }) => name).join(', ')}`)
}

const startedAt = performance.now()
const command = `npm run prove -- --minutes ${minutes}${values.only === undefined ? '' : ` --only "${values.only}"`} --seed ${seed}`
say(`Seed ${seed}. The same again: ${command}`)
const results = await runCampaigns(campaigns, {
  seed,
  ms: minutes * 60_000,
  now: () => performance.now(),
  say: (line) => say(`${clock(performance.now() - startedAt)} ${line}`),
})
for (const { name, broken } of results) {
  for (const what of broken) say(`BROKEN ${name}: ${what}`)
}
say(`\n${drawResults(results)}\n\nSeed ${seed}, ${clock(performance.now() - startedAt)} minutes.`)
if (values.write) {
  const page = writeProof(results, {
    command,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    machine: `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown machine'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
  })
  await writeFile(new URL('../../docs/proof.md', import.meta.url), page)
}
// Payers of a server that is gone would wait for minutes.
process.exit(results.some(({ broken }) => broken.length > 0) ? 1 : 0)

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
