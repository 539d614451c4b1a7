import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cpuMsOf } from '@tael/testing/cpu-time'
import { BENCHES } from './benches.ts'
import { drawResult } from './measure/result.ts'

// As small as can be: what a figure is here says nothing, that there is one does.
const SMALL = { rounds: 1, payments: 2, payers: 2, pages: 20, warm: 2 }
/** One without a server: `npm run prove` runs the others, which start servers. */
const EVERYDAY = ['client']
const chosen = BENCHES.filter(
  ({ name }) => process.env['TAEL_BENCHES'] === 'all' || EVERYDAY.includes(name),
)
const SKIP = cpuMsOf(process.pid) === undefined && 'this system does not tell CPU times in /proc'

describe('each bench', () => {
  for (const { name, run } of chosen) {
    it(`finds its figures: ${name}`, { skip: SKIP }, async () => {
      const result = { bench: name, sizes: SMALL, ...(await run(SMALL, () => undefined)) }
      const isCounted = !result.notes.some((note) => note.includes('nobody counted'))
      assert.ok(result.rows.length > 0)
      for (const { what, sides } of result.rows) {
        if (!isCounted && /statements|explicit/.test(what)) continue
        // The system counts in hundredths of a second, and this may all have taken none.
        if (/a CPU second/.test(what)) continue
        for (const [side, spread] of Object.entries(sides)) {
          assert.ok(spread !== undefined && spread.median >= 0, `${side}: ${what}`)
        }
      }
      assert.match(drawResult(result), /^\| .*\| [\d.]+/m)
    })
  }
})
