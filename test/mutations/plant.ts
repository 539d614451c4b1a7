// Loaded before a test file: from here on the product has the mutation in it.
import { mutateSource } from '@tael/testing/mutate-source'
import { MUTATIONS } from './mutations.ts'

const mutation = MUTATIONS.find(({ name }) => name === process.env['TAEL_MUTATION'])
if (mutation !== undefined) mutateSource(mutation)
