import { mutateSource } from '../support/mutate-source.ts'
import { MUTATIONS } from './mutations.ts'

const mutation = MUTATIONS.find(({ name }) => name === process.env['TAEL_MUTATION'])
if (mutation !== undefined) mutateSource(mutation)
// Only now: what is loaded from here on has the mistake in it.
const { openOneConnection } = await import('../../packages/checkout/src/testing/one-connection.ts')
const { runSeed } = await import('./run-seed.ts')

const connection = await openOneConnection()
process.on('message', (seed: number) => {
  void runSeed(connection, seed).then((result) => process.send?.(result))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
