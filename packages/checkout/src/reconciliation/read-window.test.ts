import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openListingGateway } from '../../test/support/listing-gateway.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { inTransaction } from '../database/transaction.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { readWindow } from './read-window.ts'
import { startReconciliation } from './start-reconciliation.ts'

describeOnDatabase('a window', (database) => {
  it('holds a thousand orders of ours at most, also where QFPay lists nothing', async () => {
    const clock = createHandClock()
    const gateway = openListingGateway()
    const deps = openTestDeps(database(), { clock, fetch: (url, init) => gateway.fetch(url, init) })
    const account = await openTestAccount(deps)
    const payment = await openTestPayment(deps, account)
    const { id } = await recordTestAttempt(deps, payment)
    const from = new Date(clock.now().getTime() + HOUR_MS)
    // One every two seconds of an hour.
    await sql`
      insert into attempt (id, account_id, payment_id, status, flow, browser_hash, syssn, charged, opened_at)
      select 'att_' || lpad(n::text, 26, '0'), account_id, payment_id, 'succeeded', flow, '', 's' || n, 1099,
        ${from}::timestamptz + n * interval '2 seconds'
      from attempt, generate_series(0, 1799) as n where id = ${id}
    `.execute(database().db)
    await clock.advance(3 * HOUR_MS)
    const range = { from, to: new Date(from.getTime() + HOUR_MS) }
    const run = await inTransaction(deps.database, (trx) =>
      startReconciliation(trx, deps, account, range),
    )
    assert.ok(run)
    const narrowed = await readWindow(deps, { ...run, windowMs: HOUR_MS })
    assert.ok(narrowed)
    assert.equal(narrowed.windowMs, HOUR_MS / 2)
    assert.equal(gateway.ranges.length, 0, 'it costs no request')
    const first = await readWindow(deps, narrowed)
    assert.ok(first)
    assert.equal(first.readUntil.getTime() - from.getTime(), 30 * MINUTE_MS)
    assert.equal(first.windowMs, HOUR_MS / 2, 'an empty list makes it no wider')
    assert.equal((await readWindow(deps, first))?.readUntil.getTime(), range.to.getTime())
    const { rows } = await sql`select from reconciliation_difference`.execute(database().db)
    assert.equal(rows.length, 1800)
  })
})
