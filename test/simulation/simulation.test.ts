import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createSandbox } from '@tael/sandbox'
import { openSessions } from '../../packages/checkout/test/support/sessions.ts'
import { runSeed, type SeedResult } from './run-seed.ts'
import { runOnAllCores, seedsFrom } from './run-seeds.ts'
import { PAYMENT_SCENARIOS, REFUND_SCENARIOS, VISIT_SCENARIOS } from './scenarios.ts'

// A slice of what `npm run prove` and `npm run simulate` run without end.
const SEEDS = 3
/** In the first of them, something of each kind goes wrong. */
const FIRST = 7

describe('checkout and sandbox under a seed', () => {
  const results: SeedResult[] = []

  it('keep every promise, whatever goes wrong', async () => {
    await runOnAllCores(seedsFrom(FIRST, SEEDS), (result) => {
      results.push(result)
      return true
    })
    const broken = results.flatMap((result) =>
      result.broken.map(
        ({ invariant, detail }) =>
          `${invariant}: ${detail}\n  npm run simulate -- --seed ${result.seed} --trace`,
      ),
    )
    assert.deepEqual(broken, [])
    assert.equal(results.length, SEEDS)
  })

  it('do the same again, step by step, in another process on another server', async () => {
    const sessions = await openSessions()
    const again = await runSeed(sessions, FIRST)
    await sessions.close()
    const [first, other] = [FIRST, FIRST + 1].map((seed) =>
      results.find((result) => result.seed === seed),
    )
    assert.equal(again.digest, first?.digest)
    assert.notEqual(again.digest, other?.digest)
    assert.deepEqual(again.outcomes, first?.outcomes)
  })

  it('meet every scenario of the sandbox', () => {
    const met = [...PAYMENT_SCENARIOS, ...REFUND_SCENARIOS, ...VISIT_SCENARIOS]
    assert.deepEqual(new Set(met), new Set(createSandbox().scenarios.list()))
  })
})
