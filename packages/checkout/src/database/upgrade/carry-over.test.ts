import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServerDatabase } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations } from './migrate.ts'

const RUNTIME = { clock: systemClock, log: silentLog }

test('words that an older version wrote are carried over to those of this one', async (t) => {
  const { url, drop } = await createServerDatabase()
  const pool = createPool({ connectionString: url, max: 1 }, silentLog)
  t.after(async () => {
    await pool.end()
    await drop()
  })
  const before = readMigrations().filter(({ name }) => name < '0014_words')
  await migrate(pool, RUNTIME, before)
  // The rows stand alone: what they belong to plays no part.
  await pool.query('set session_replication_role = replica')
  await pool.query(`
    insert into reconciliation (id, account_id, cause, range_from, range_to, status, read_until,
                                window_ms, counts, created_at, completed_at)
    values ('rec_1', 'acc_1', 'daily', '2025-11-21Z', '2025-11-22Z', 'completed', '2025-11-22Z',
            1000, '{"paid_unsettled":{"healed":2,"reported":1}}', '2025-11-22Z', '2025-11-22Z')`)
  await pool.query(`
    insert into reconciliation (id, account_id, cause, range_from, range_to, status, read_until,
                                window_ms, counts, failure, failures, created_at, work_at)
    values ('rec_2', 'acc_1', 'daily', '2025-11-22Z', '2025-11-23Z', 'failed', '2025-11-22Z',
            1000, '{}', 'no answer', 1, '2025-11-23Z', '2025-11-23Z')`)
  await pool.query(`
    insert into reconciliation_difference (id, reconciliation_id, kind, out_trade_no, message,
                                           is_doubtful, outcome, created_at)
    values ('dif_1', 'rec_1', 'paid_unsettled', 'a', '', false, 'settled', '2025-11-22Z'),
           ('dif_2', 'rec_1', 'duplicate', 'b', '', false, 'given_back', '2025-11-22Z'),
           ('dif_3', 'rec_1', 'paid_unsettled', 'c', '', false, 'reported', '2025-11-22Z'),
           ('dif_4', 'rec_1', 'amount', 'd', '', false, null, '2025-11-22Z')`)
  await pool.query(`
    insert into refund (id, account_id, payment_id, attempt_id, fingerprint, amount, currency, cause,
                        status, refusal, created_at, ended_at)
    values ('ref_1', 'acc_1', 'pay_1', 'att_1', '', 1, 'HKD', 'merchant', 'failed',
            '{"kind":"exceeds_rest_at_gateway"}', '2025-11-22Z', '2025-11-22Z')`)
  await migrate(pool, RUNTIME, readMigrations())

  const { rows } = await pool.query(
    'select kind, outcome from reconciliation_difference order by id',
  )
  assert.deepEqual(rows, [
    { kind: 'paid_unrecorded', outcome: 'recorded' },
    { kind: 'duplicate', outcome: 'refunded' },
    { kind: 'paid_unrecorded', outcome: 'reported' },
    { kind: 'amount', outcome: null },
  ])
  const runs = await pool.query('select status, counts from reconciliation order by id')
  assert.deepEqual(runs.rows, [
    { status: 'completed', counts: { paid_unrecorded: { resolved: 2, reported: 1 } } },
    { status: 'stalled', counts: {} },
  ])
  const refunds = await pool.query('select refusal from refund')
  assert.deepEqual(refunds.rows, [{ refusal: { kind: 'exceeds_remaining_at_gateway' } }])
})
