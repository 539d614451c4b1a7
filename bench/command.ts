// `npm run bench`: every figure of docs/performance.md, or those that are named.
import { writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Sizes } from './bench.ts'
import { BENCHES } from './benches.ts'
import { drawResult, type Result } from './measure/result.ts'

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string' },
    payments: { type: 'string' },
    payers: { type: 'string' },
    pages: { type: 'string' },
    warm: { type: 'string' },
    /** A file for the results. */
    json: { type: 'string' },
  },
  allowPositionals: true,
})
const { json, ...given } = values
const names = BENCHES.map(({ name }) => name)
const unknown = positionals.find((name) => !names.includes(name))
if (unknown !== undefined) throw new Error(`There is no ${unknown}, only ${names.join(', ')}`)

const results: Result[] = []
for (const { name, sizes: usual, run } of BENCHES) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const sizes = sizesOf(usual)
  const result = {
    bench: name,
    sizes,
    ...(await run(sizes, (line) => process.stderr.write(`${name}: ${line}\n`))),
  }
  results.push(result)
  process.stdout.write(`${drawResult(result)}\n\n`)
}
if (json !== undefined) {
  const machine = {
    cores: availableParallelism(),
    model: cpus()[0]?.model ?? '',
    system: process.platform,
    node: process.version,
  }
  await writeFile(json, `${JSON.stringify({ at: new Date(), machine, results }, null, 2)}\n`)
}

/** As far as the bench knows them. */
function sizesOf(usual: Sizes): Sizes {
  const sizes = Object.entries(usual).map(([name, size]) => {
    const value = Number(given[name as keyof typeof given] ?? size)
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} is a number from 1`)
    return [name, value] as const
  })
  return Object.fromEntries(sizes)
}
