// `npm run mutations`: the product with one mutation after the other in it, and the tests that show them.
import { parseArgs } from 'node:util'
import { withPostgres } from '@tael/testing/postgres-server'
import { findMutation } from './find-mutation.ts'
import { MUTATIONS } from './mutations.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const chosen = MUTATIONS.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) {
  throw new Error(`--only is part of one of: ${MUTATIONS.map(({ name }) => name).join(', ')}`)
}

await withPostgres(async () => {
  for (const mutation of chosen) {
    const shown = await findMutation(mutation)
    const [line = ''] = (shown ?? 'NOT SHOWN').split('\n')
    process.stdout.write(`${mutation.name}: ${line}\n`)
    if (shown === undefined) process.exitCode = 1
  }
})
process.exit()
