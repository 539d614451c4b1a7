import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import {
  createServerDatabase,
  TEST_RUNTIME,
  type ServerDatabase,
} from '../../test/support/database.ts'
import { systemClock } from '../platform/system-clock.ts'
import { tlsHint } from './connections/tls-hint.ts'
import { openDatabase } from './database.ts'
import { inTransaction } from './transaction.ts'

describe('a server with few connections', () => {
  let server: ServerDatabase
  before(async () => {
    server = await createServerDatabase()
  })
  after(() => server.drop())

  it('gets no more connections than the setting allows', async () => {
    const database = await openDatabase({ url: server.url, connections: 2 }, TEST_RUNTIME)
    const asked = Array.from({ length: 8 }, () =>
      sql<{ pid: number }>`select pg_backend_pid() as pid from pg_sleep(0.01)`.execute(database.db),
    )
    const pids = (await Promise.all(asked)).flatMap(({ rows }) => rows.map(({ pid }) => pid))
    assert.equal(new Set(pids).size, 2)
    await database.close()
  })

  it('is waited for when others have them all', async () => {
    const role = `tael_few_${crypto.randomUUID().slice(0, 8)}`
    await server.query(`create role ${role} login connection limit 1`, [])
    const url = new URL(server.url)
    url.username = role
    const other = new pg.Client({ connectionString: url.href })
    let waits = 0
    const clock = {
      ...systemClock,
      async sleep() {
        waits += 1
        await other.end()
      },
    }
    const database = await openDatabase({ url: url.href }, { ...TEST_RUNTIME, clock })
    await server.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where usename = $1',
      [role],
    )
    await other.connect()
    const { rows } = await inTransaction(database, (trx) =>
      sql<{ one: number }>`select 1 as one`.execute(trx),
    )
    assert.deepEqual(rows, [{ one: 1 }])
    assert.equal(waits > 0, true)
    await database.close()
    await server.query(`drop role ${role}`, [])
  })

  it('says what to do about sslmode if it speaks no TLS', async () => {
    const opened = openDatabase({ url: `${server.url}?sslmode=require` }, TEST_RUNTIME)
    await assert.rejects(opened, /The server speaks no TLS: remove sslmode from the address/)
  })
})

describe('a connection that failed for its encryption', () => {
  const SAID: readonly (readonly [string, RegExp])[] = [
    ['self-signed certificate in certificate chain', /sslrootcert=FILE.*sslmode=no-verify/],
    ['unable to verify the first certificate', /sslrootcert=FILE/],
    ["Hostname/IP does not match certificate's altnames: IP: 10.0.0.1 is not", /host name/],
    [
      'no pg_hba.conf entry for host "10.0.0.1", user "tael", database "tael", no encryption',
      /sslmode=verify-full/,
    ],
    ['connect ECONNREFUSED 127.0.0.1:5432', /^$/],
  ]
  for (const [reason, hint] of SAID) {
    it(`is recognized by "${reason}"`, () => assert.match(tlsHint(reason), hint))
  }
})
