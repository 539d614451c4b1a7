import assert from 'node:assert/strict'
import { it } from 'node:test'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { mostWithin } from '../support/gateway-calls.ts'
import { joinWorld } from '../support/joined-world.ts'
import { BUSY_WALL, serveCrowd } from '../support/poster-queue.ts'

describeOnDatabase('a crowd in front of a poster', (database) => {
  it('is served in order and within the budget, and the stock is not oversold', async () => {
    const world = await joinWorld(
      { ...database(), close: () => Promise.resolve() },
      { ...BUSY_WALL, account: { request_limit: { per_second: 100, per_minute: 240 } } },
    )
    const stock = 30
    const served = await serveCrowd(world, { people: 60, arriveWithinMs: 4_000, stock })
    await world.close()
    const { people, callsAt, refused, paidOrders, paidTwice, link, mostTaken } = served
    assert.equal(refused, 0)
    assert.ok(mostWithin(callsAt, 60_000) <= 240)
    assert.partialDeepStrictEqual(link, { paid: stock, held: 0, status: 'sold_out' })
    assert.ok(mostTaken <= stock)
    assert.equal(paidOrders, stock)
    assert.equal(paidTwice, 0)
    assert.equal(people.filter(({ paidMs }) => paidMs !== undefined).length, stock)
    const patient = people.filter(({ calledMs, wasAway }) => calledMs !== undefined && !wasAway)
    for (const { arrivedMs, calledMs = 0 } of patient) {
      // A page learns of its turn up to a second after the other process has called it.
      const earlier = patient.filter((other) => other.arrivedMs <= arrivedMs - 500)
      for (const other of earlier) assert.ok((other.calledMs ?? 0) <= calledMs + 2_000)
    }
    const told = people.filter(({ toldMs }) => toldMs !== undefined)
    const lastPaid = Math.max(...people.map(({ paidMs = 0 }) => paidMs))
    const waited = told.filter(({ wasAway }) => !wasAway)
    assert.ok(waited.length > 0)
    for (const { toldMs = 0 } of waited) assert.ok(toldMs <= lastPaid + 5_000, `${toldMs}`)
    const everybody = people.filter(
      ({ paidMs, toldMs, leftUnpaid }) =>
        paidMs !== undefined || toldMs !== undefined || leftUnpaid,
    )
    assert.equal(everybody.length, people.length, 'nobody is lost')
  })
})
