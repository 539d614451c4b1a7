// `npm run mutations`: the product with one mutation after the other in it, and the tests that show them.
import { parseArgs } from 'node:util'
import { runMutations } from '../prove/mutation-command.ts'
import { findMutation } from './find-mutation.ts'
import { MUTATIONS } from './mutations.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
await runMutations(MUTATIONS, values.only, findMutation)
