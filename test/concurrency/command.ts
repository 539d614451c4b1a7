// `npm run concurrency`: the product broken where several processes meet, and what the trials find.
import { parseArgs } from 'node:util'
import { runMutations } from '../prove/mutation-command.ts'
import { findMutation } from './find-mutation.ts'
import { MUTATIONS } from './mutations.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
await runMutations(MUTATIONS, values.only, findMutation)
