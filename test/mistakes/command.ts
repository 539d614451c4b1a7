// `npm run mistakes`: the product with one mistake after the other in it, and the tests that show them.
import { parseArgs } from 'node:util'
import { withPostgres } from '@tael/testing/postgres-server'
import { findMistake } from './find-mistake.ts'
import { MISTAKES } from './mistakes.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const chosen = MISTAKES.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) {
  throw new Error(`--only is part of one of: ${MISTAKES.map(({ name }) => name).join(', ')}`)
}

await withPostgres(async () => {
  for (const mistake of chosen) {
    const shown = await findMistake(mistake)
    const [line = ''] = (shown ?? 'NOT SHOWN').split('\n')
    process.stdout.write(`${mistake.name}: ${line}\n`)
    if (shown === undefined) process.exitCode = 1
  }
})
process.exit()
