import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runSeed, type SeedResult } from './run-seed.ts'
import { runOnAllCores, seedsFrom } from './run-seeds.ts'
import { openSessions } from '../../packages/checkout/src/testing/sessions.ts'
import { PAYMENT_SCENARIOS, REFUND_SCENARIOS, VISIT_SCENARIOS } from './scenarios.ts'

const SEEDS = 16

describe('checkout and sandbox under a seed', () => {
  it('keep every promise, whatever goes wrong', async () => {
    const results: SeedResult[] = []
    await runOnAllCores(seedsFrom(1, SEEDS), (result) => {
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
    const happened = (kind: string): boolean =>
      results.some(({ faults }) => Object.keys(faults).some((name) => name.startsWith(kind)))
    for (const kind of ['process: ', 'database: ', 'network: ', 'webhook: ', 'sandbox: ']) {
      assert.ok(happened(kind), `no fault of the kind "${kind}" has happened`)
    }
  })

  it('do the same again, step by step', async () => {
    const sessions = await openSessions()
    const [first, other, again] = [
      await runSeed(sessions, 3),
      await runSeed(sessions, 4),
      await runSeed(sessions, 3),
    ]
    await sessions.close()
    assert.equal(again.digest, first.digest)
    assert.notEqual(other.digest, first.digest)
    assert.deepEqual(again.outcomes, first.outcomes)
  })

  it('meet every scenario of the sandbox', () => {
    assert.equal(PAYMENT_SCENARIOS.length + REFUND_SCENARIOS.length + VISIT_SCENARIOS.length, 79)
  })
})
