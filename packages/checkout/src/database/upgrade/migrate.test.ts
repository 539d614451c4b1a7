import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type pg from 'pg'
import { runPart } from '../../../test/support/child-process.ts'
import { createServerDatabase, EMPTY_DATABASES } from '../../../test/support/database.ts'
import { silentLog } from '../../platform/log.ts'
import { systemClock } from '../../platform/system-clock.ts'
import { createPool } from '../connections/connections.ts'
import { migrate, MigrationError, readMigrations } from './migrate.ts'

const FIRST = {
  name: '0001_first',
  sql: 'create table first (id text); create table other (id text);',
}
const SECOND = { name: '0002_second', sql: `insert into first values ('$1'); -- the end` }
const BROKEN = { name: '0003_broken', sql: 'create table third (id text); select 1 / 0;' }

const RUNTIME = { clock: systemClock, log: silentLog }

for (const [engine, open] of Object.entries(EMPTY_DATABASES)) {
  describe(`migrating (${engine})`, () => {
    let pool: pg.Pool
    let end: () => Promise<void>
    before(async () => {
      const place = await open()
      pool = createPool(place.config, silentLog)
      end = place.end
    })
    after(async () => {
      await pool.end()
      await end()
    })

    test('applies what is missing, in order, once', async () => {
      assert.deepEqual(await migrate(pool, RUNTIME, [FIRST]), ['0001_first'])
      assert.deepEqual(await migrate(pool, RUNTIME, [FIRST, SECOND]), ['0002_second'])
      assert.deepEqual(await migrate(pool, RUNTIME, [FIRST, SECOND]), [])
      assert.equal((await pool.query('select id from first')).rowCount, 1)
    })

    test('changes nothing when one of the files fails, and says which', async () => {
      await assert.rejects(migrate(pool, RUNTIME, [FIRST, SECOND, BROKEN]), {
        name: 'MigrationError',
        message: /0003_broken failed and nothing was changed: division by zero/,
      })
      await assert.rejects(pool.query('select from third'), { code: '42P01' })
      assert.deepEqual(await migrate(pool, RUNTIME, [FIRST, SECOND]), [])
    })

    test('continues if another process made its tables at the same moment', async () => {
      for (const code of ['23505', '42P07', '42710']) {
        const racing = {
          connect: () => pool.connect(),
          async query(statement: string) {
            await pool.query(statement)
            throw Object.assign(new Error('It already exists'), { code })
          },
        }
        assert.deepEqual(await migrate(racing as unknown as pg.Pool, RUNTIME, [FIRST, SECOND]), [])
      }
    })

    test('refuses a database that a newer version has migrated', async () => {
      await assert.rejects(migrate(pool, RUNTIME, [FIRST]), {
        name: 'MigrationError',
        message: /newer version of Tael \(0002_second\)/,
      })
    })

    test('continues, with a warning, if the newer version has only added', async () => {
      const added = {
        name: '0003_added',
        sql: '-- additive\nalter table first add column more text',
      }
      assert.deepEqual(await migrate(pool, RUNTIME, [FIRST, SECOND, added]), ['0003_added'])
      const warned: unknown[] = []
      const log = { ...silentLog, warn: (...said: unknown[]) => void warned.push(said) }
      assert.deepEqual(await migrate(pool, { ...RUNTIME, log }, [FIRST, SECOND]), [])
      assert.deepEqual(warned, [['database.newer_schema', { migrations: ['0003_added'] }]])
    })

    test('refuses a migration that comes before one already applied', async () => {
      const late = { name: '0001_late', sql: 'create table late (id text)' }
      await assert.rejects(
        migrate(pool, RUNTIME, [FIRST, late, SECOND]),
        /0001_late comes before 0003_added/,
      )
      await assert.rejects(pool.query('select from late'), { code: '42P01' })
    })
  })
}

test('a migration that waits for a table lets others use it, and is done when it is free', async () => {
  const { url, drop } = await createServerDatabase()
  const pool = createPool({ connectionString: url }, silentLog)
  await migrate(pool, RUNTIME, [FIRST])
  const dump = await pool.connect()
  await dump.query('begin; select from first')
  let pauses = 0
  const clock = {
    async sleep() {
      pauses += 1
      // As a server does that runs meanwhile: the dump is still at work.
      await pool.query("set statement_timeout = '8s'; select from first")
      if (pauses === 2) await dump.query('commit')
    },
  }
  const widened = { name: '0002_widened', sql: 'alter table first add column more text' }
  assert.deepEqual(await migrate(pool, { ...RUNTIME, clock }, [FIRST, widened]), ['0002_widened'])
  assert.equal(pauses, 2)
  dump.release()
  await pool.end()
  await drop()
})

test('a migration that PostgreSQL ends because of a deadlock tries again', async () => {
  const { url, drop } = await createServerDatabase()
  const [migrating, serving] = [10, 3_600_000].map((deadlockTimeoutMs) =>
    createPool(
      { connectionString: url, options: `-c deadlock_timeout=${deadlockTimeoutMs}` },
      silentLog,
    ),
  ) as [pg.Pool, pg.Pool]
  await migrate(migrating, RUNTIME, [FIRST])
  const server = await serving.connect()
  await server.query('begin; select from other')
  // It waits until the server waits for it, or is gone.
  const both = {
    name: '0002_both',
    sql: `alter table first add column more text;
      do $$ begin
        while exists (select from pg_locks where relation = 'other'::regclass and pid <> pg_backend_pid())
          and not exists (select from pg_locks where relation = 'first'::regclass and not granted) loop
          perform pg_sleep(0.01);
        end loop;
      end $$;
      alter table other add column more text;`,
  }
  let pauses = 0
  const clock = {
    async sleep() {
      pauses += 1
      await served
      await server.query('commit')
    },
  }
  const migrated = migrate(migrating, { ...RUNTIME, clock }, [FIRST, both])
  await isHeld(serving, 'first')
  const served = server.query('select from first')
  assert.deepEqual(await migrated, ['0002_both'])
  assert.equal(pauses, 1)
  server.release()
  await Promise.all([migrating.end(), serving.end()])
  await drop()
})

async function isHeld(pool: pg.Pool, table: string): Promise<void> {
  const held = 'select from pg_locks where relation = $1::regclass and mode = $2 and granted'
  while ((await pool.query(held, [table, 'AccessExclusiveLock'])).rowCount === 0);
}

test('four processes that start together migrate one database once', async () => {
  const { url, drop } = await createServerDatabase()
  const processes = await Promise.all(Array.from({ length: 4 }, () => runPart('migrate', url)))

  const applied = processes.flatMap(({ output }) => JSON.parse(output) as string[])
  assert.deepEqual(
    applied,
    readMigrations().map((migration) => migration.name),
  )
  await drop()
})

describe('the folder of migrations', () => {
  test('is read in the order of its numbers', () => {
    assert.deepEqual(
      withFiles({ '0002_b.sql': 'two', '0001_a.sql': 'one', 'notes.md': '' }, readMigrations),
      [
        { name: '0001_a', sql: 'one' },
        { name: '0002_b', sql: 'two' },
      ],
    )
  })

  test('is refused when a name or a number is wrong', () => {
    assert.throws(() => withFiles({ '1_a.sql': '' }, readMigrations), MigrationError)
    assert.throws(
      () => withFiles({ '0001_a.sql': '', '0001_b.sql': '' }, readMigrations),
      /same number/,
    )
  })

  test('calls a migration additive only if it only adds', () => {
    // No version names an index, a key or a foreign key, so none misses it.
    const takesAway =
      /\b(drop (table|column|constraint (?!\w+_[fp]?key\b))|(?<!alter index \w+ )rename|alter column|add constraint|set not null|truncate|delete from)\b/i
    for (const { name, sql } of readMigrations()) {
      if (sql.startsWith('-- additive')) assert.doesNotMatch(sql, takesAway, name)
    }
  })

  test('is sound as it is published', () => {
    const published = readdirSync(new URL('../migrations', import.meta.url))
    assert.deepEqual(
      readMigrations().map(({ name }) => `${name}.sql`),
      published.sort(),
    )
  })
})

function withFiles<Result>(files: Record<string, string>, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'tael-migrations-'))
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
