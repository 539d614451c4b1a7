import assert from 'node:assert/strict'
import { it } from 'node:test'
import { percentile } from '@tael/testing/percentile'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { mostWithin } from '../support/gateway-calls.ts'
import { joinWorld } from '../support/joined-world.ts'
import { UNNOTIFIED, watchWaitingPayers } from '../support/waiting-payers.ts'

describeOnDatabase('payers who wait, when nobody is notified', (database) => {
  it('see "paid" within 3 s (95 of 100), and the account stays within its limits', async () => {
    const world = await joinWorld({ ...database(), close: () => Promise.resolve() }, UNNOTIFIED)
    try {
      const { waitsMs, callsAt, refused } = await watchWaitingPayers(world, {
        payers: 40,
        everyMs: 400,
        payWithinMs: 10_000,
      })
      assert.equal(waitsMs.length, 40)
      assert.ok(percentile(waitsMs, 95) <= 3_000, `${percentile(waitsMs, 95)} ms`)
      assert.ok(mostWithin(callsAt, 60_000) <= 400)
      assert.ok(mostWithin(callsAt, 1_000) <= 100)
      assert.equal(refused, 0)
    } finally {
      await world.close()
    }
  })
})
