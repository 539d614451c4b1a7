// `npm run concurrency`: the product broken where several processes meet, and what the trials find.
import { parseArgs } from 'node:util'
import { withPostgres } from '@tael/testing/postgres-server'
import { findMutation } from './find-mutations.ts'
import { MUTATIONS } from './mutations.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) {
  throw new Error(`--only is part of one of: ${MUTATIONS.map(({ name }) => name).join(', ')}`)
}

await withPostgres(async () => {
  for (const mutation of chosen) {
    const found = await findMutation(mutation)
    const [line = ''] = (found ?? 'NOT FOUND').split('\n')
    process.stdout.write(`${mutation.name}: found by ${mutation.foundBy.name}: ${line}\n`)
    if (found === undefined) process.exitCode = 1
  }
})
process.exit()
