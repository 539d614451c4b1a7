import { mutateSource } from '@tael/testing/mutate-source'
import { MUTATIONS } from './mutations.ts'

const mutation = MUTATIONS.find(({ name }) => name === process.env['TAEL_MUTATION'])
if (mutation !== undefined) mutateSource(mutation)
// Only now: what is loaded from here on has the mistake in it.
const { openSessions } = await import('../../packages/checkout/test/support/sessions.ts')
const { runSeed } = await import('./run-seed.ts')

// Ctrl-C reaches the whole terminal; the seed under way is run to its end.
process.on('SIGINT', () => undefined)
const sessions = await openSessions()
process.on('message', (seed: number) => {
  void runSeed(sessions, seed, { isWarmed: mutation === undefined }).then((result) =>
    process.send?.(result),
  )
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
