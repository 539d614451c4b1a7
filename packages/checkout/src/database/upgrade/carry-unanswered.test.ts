import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServerDatabase } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations } from './migrate.ts'

const RUNTIME = { clock: systemClock, log: silentLog }

test('the migration copies the time of the review about silence to an attempt that is still asked about', async (t) => {
  const { url, drop } = await createServerDatabase()
  const pool = createPool({ connectionString: url, max: 1 }, silentLog)
  t.after(async () => {
    await pool.end()
    await drop()
  })
  const before = readMigrations().filter(({ name }) => name < '0038_unanswered_at')
  await migrate(pool, RUNTIME, before)
  // The rows stand alone: what they belong to plays no part.
  await pool.query('set session_replication_role = replica')
  await pool.query(`
    insert into attempt
      (id, account_id, payment_id, status, flow, browser_hash, opened_at, enquire_at)
    values ('att_1', 'acc_1', 'pay_1', 'recorded', 'canada', '', '2026-03-02Z', '2026-03-04Z'),
           ('att_2', 'acc_1', 'pay_1', 'recorded', 'canada', '', '2026-03-02Z', '2026-03-04Z'),
           ('att_3', 'acc_1', 'pay_1', 'lapsed', 'canada', '', '2026-03-02Z', null)`)
  await pool.query(`
    insert into event (id, account_id, payment_id, sequence, type, data, created_at)
    values ('evt_1', 'acc_1', 'pay_1', 1, 'payment.review_opened',
            '{"code":"unanswered","subject":"att_1"}', '2026-03-03T01:00:00Z'),
           ('evt_2', 'acc_1', 'pay_1', 2, 'payment.review_opened',
            '{"code":"amount_mismatch","subject":"att_2"}', '2026-03-03T02:00:00Z'),
           ('evt_3', 'acc_1', 'pay_1', 3, 'payment.review_opened',
            '{"code":"unanswered","subject":"att_3"}', '2026-03-03T03:00:00Z')`)
  await migrate(pool, RUNTIME, readMigrations())

  const { rows } = await pool.query('select id, unanswered_at from attempt order by id')
  assert.deepEqual(rows, [
    { id: 'att_1', unanswered_at: new Date('2026-03-03T01:00:00Z') },
    { id: 'att_2', unanswered_at: null },
    { id: 'att_3', unanswered_at: null },
  ])
})
