import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import pg from 'pg'
import { EMPTY_DATABASES, ENGINES } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { migrate, readMigrations } from '../upgrade/migrate.ts'
import { streamFrom } from './move-rows.ts'

const OLDER = 20

describe('a backup of an older version', () => {
  it('is restored into a new embedded database, which begins with the tables of this version', async (t) => {
    const older = await EMPTY_DATABASES['postgres']?.()
    assert.ok(older)
    const pool = new pg.Pool(older.config)
    await migrate(pool, { clock: systemClock, log: silentLog }, readMigrations().slice(0, OLDER))
    const database = await ENGINES.pglite()
    t.after(async () => {
      await database.close()
      await pool.end()
      await older.end()
    })

    const { migrations } = await database.restore(streamFrom(pool), () => ({
      // It has no audit log yet.
      table: 'audit_entry',
      row: '{}',
    }))
    assert.equal(migrations.length, OLDER)
    assert.deepEqual(await database.missingMigrations(), [])
  })
})
