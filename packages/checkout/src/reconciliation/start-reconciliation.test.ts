import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount } from '../../test/support/payments.ts'
import { chainEntries } from '../audit/chain-entries.ts'
import { inTransaction } from '../database/transaction.ts'
import { DAY_MS } from '../platform/durations.ts'
import { lookForWork } from '../tasks/read-lags.ts'
import { readReconciliations } from './read-reconciliations.ts'
import { updateReconciliation } from './reconciliation-store.ts'
import type { Reconciliation } from './reconciliation.ts'
import { MAX_OPEN, startDailyReconciliations, startReconciliation } from './start-reconciliation.ts'

describeOnDatabase('daily reconciliations', (database) => {
  it('start once a night, however many processes run, and catch up on missed nights', async () => {
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
    await clock.advance(DAY_MS)
    const [first, ...none] = await night()
    assert.ok(first)
    assert.equal(none.length, 0)
    assert.partialDeepStrictEqual(first, {
      cause: 'daily',
      from: new Date('2026-03-01T16:00:00Z'),
      to: new Date('2026-03-02T16:00:00Z'),
    })
    assert.equal((await night()).length, 1, 'one a night')

    await chainEntries(deps)
    assert.deepEqual((await lookForWork(deps)).due, ['reconcile'])
    await end(first)
    assert.deepEqual((await lookForWork(deps)).due, [])

    await clock.advance(7 * DAY_MS)
    const [second] = await night()
    assert.ok(second)
    assert.partialDeepStrictEqual(second, {
      from: new Date('2026-03-01T16:00:00Z'),
      to: new Date('2026-03-09T16:00:00Z'),
    })
  })

  it('start although the one before has not ended, and stop when too many have not', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock })
    const account = await openTestAccount(deps)
    await startDailyReconciliations(deps)
    for (let nights = 0; nights < 12; nights++) {
      await clock.advance(DAY_MS)
      await startDailyReconciliations(deps)
    }
    const { runs } = await readReconciliations(deps, { accountId: account.id, limit: 100 })
    assert.equal(runs.length, MAX_OPEN)
    assert.deepEqual(
      runs.slice(-3).map(({ from, to }) => [from.toISOString(), to.toISOString()]),
      [
        ['2026-03-02T16:00:00.000Z', '2026-03-04T16:00:00.000Z'],
        ['2026-03-01T16:00:00.000Z', '2026-03-03T16:00:00.000Z'],
        ['2026-03-01T16:00:00.000Z', '2026-03-02T16:00:00.000Z'],
      ],
    )
    const range = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') }
    const asked = await inTransaction(deps.database, (trx) =>
      startReconciliation(trx, deps, account, range),
    )
    assert.equal(asked?.cause, 'merchant', 'nights take nothing from those who ask')
  })
})
