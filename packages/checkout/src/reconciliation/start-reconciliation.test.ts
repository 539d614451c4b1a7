import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps } from '../testing/checkout.ts'
import { describeOnDatabase } from '../testing/database.ts'
import { createHandClock } from '../testing/hand-clock.ts'
import { openTestAccount } from '../testing/payments.ts'
import { readFirstReconciliation, readReconciliations } from './read-reconciliations.ts'
import { updateReconciliation } from './reconciliation-store.ts'
import type { Reconciliation } from './reconciliation.ts'
import { startDailyReconciliations } from './start-reconciliation.ts'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

describeOnDatabase('daily reconciliations', (database) => {
  it('start once a night, whatever processes run at once, and catch up the nights they missed', async () => {
    const clock = createHandClock()
    const processes = [1, 2, 3].map(() => openTestDeps(database(), { clock }))
    const [deps] = processes
    assert.ok(deps)
    const account = await openTestAccount(deps)
    const night = async () => {
      await Promise.all(processes.map(startDailyReconciliations))
      const { runs } = await readReconciliations(deps, { accountId: account.id, limit: 100 })
      return runs
    }
    const end = (run: Reconciliation) =>
      updateReconciliation(database().db, run, {
        status: 'completed',
        read_until: run.to,
        completed_at: clock.now(),
        work_at: null,
      })
    assert.deepEqual(await night(), [], 'the first one is planned for the night')
    await clock.advance(DAY)
    const [first, ...none] = await night()
    assert.ok(first)
    assert.deepEqual([first.cause, none.length], ['daily', 0])
    assert.deepEqual(
      [first.from, first.to].map((at) => at.toISOString()),
      ['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    )
    assert.equal((await night()).length, 1, 'one a night')

    await clock.advance(DAY)
    assert.equal((await night()).length, 1, 'none before the one before it is over')
    assert.deepEqual(await readFirstReconciliation(deps), first.workAt)
    await end(first)
    assert.equal(await readFirstReconciliation(deps), undefined)

    await clock.advance(6 * DAY)
    const [second] = await night()
    assert.ok(second)
    assert.deepEqual(
      [second.from, second.to].map((at) => at.toISOString()),
      ['2026-03-01T16:00:00.000Z', '2026-03-09T16:00:00.000Z'],
    )
  })
})
