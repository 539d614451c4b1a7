import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServerDatabase } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, readMigrations } from './migrate.ts'

const RUNTIME = { clock: systemClock, log: silentLog }

test('the migration copies the time of the last notification from the events to the attempt', async (t) => {
  const { url, drop } = await createServerDatabase()
  const pool = createPool({ connectionString: url, max: 1 }, silentLog)
  t.after(async () => {
    await pool.end()
    await drop()
  })
  const before = readMigrations().filter(({ name }) => name < '0018_notified_at')
  await migrate(pool, RUNTIME, before)
  // The rows stand alone: what they belong to plays no part.
  await pool.query('set session_replication_role = replica')
  await pool.query(`
    insert into attempt (id, account_id, payment_id, status, flow, browser_hash, opened_at)
    select 'att_' || n, 'acc_1', 'pay_1', 'recorded', 'canada', '', '2025-11-22Z'
    from generate_series(1, 3) n`)
  await pool.query(`
    insert into event (id, account_id, payment_id, sequence, type, data, created_at)
    values ('evt_1', 'acc_1', 'pay_1', 1, 'notification.received',
            '{"attempt":"att_1","notify_type":"payment"}', '2025-11-22T01:00:00Z'),
           ('evt_2', 'acc_1', 'pay_1', 2, 'notification.received',
            '{"attempt":"att_1","notify_type":"payment"}', '2025-11-22T02:00:00Z'),
           ('evt_3', 'acc_1', 'pay_1', 3, 'notification.received',
            '{"attempt":"att_2","notify_type":"unknown"}', '2025-11-22T03:00:00Z')`)
  await migrate(pool, RUNTIME, readMigrations())

  const { rows } = await pool.query('select id, notified_at from attempt order by id')
  assert.deepEqual(rows, [
    { id: 'att_1', notified_at: new Date('2025-11-22T02:00:00Z') },
    { id: 'att_2', notified_at: null },
    { id: 'att_3', notified_at: null },
  ])
})
