import { openAsBlob } from 'node:fs'
import { after, before, describe } from 'node:test'
import pg from 'pg'
import { postgresUrl } from '../../../../test/support/postgres-server.ts'
import { testRun } from '../../../../test/support/test-run.ts'
import {
  type Database,
  type DatabaseRuntime,
  openDatabase,
  overEmbedded,
} from '../database/database.ts'
import { openEmbedded } from '../database/embedded.ts'
import { silentLog } from '../platform/log.ts'
import { systemClock } from '../platform/system-clock.ts'

const RUNTIME: DatabaseRuntime = { clock: systemClock, random: () => 0.5, log: silentLog }

let template: Promise<Blob> | undefined

/** A migrated embedded database in memory, all its own; close it when done. Takes about 0.3 s. */
async function openTestDatabase(runtime: Partial<DatabaseRuntime> = {}): Promise<Database> {
  template ??=
    testRun.templatePath === undefined ? makeTemplate() : openAsBlob(testRun.templatePath)
  const embedded = await openEmbedded({ memory: true }, await template)
  return overEmbedded(embedded, { ...RUNTIME, ...runtime })
}

/** A migrated database of its own on a real server; closing it drops it. */
export async function openTestServerDatabase(
  runtime: Partial<DatabaseRuntime> = {},
): Promise<Database> {
  const { url, drop } = await createServerDatabase()
  const database = await openDatabase({ url }, { ...RUNTIME, ...runtime })
  await database.migrate()
  return {
    ...database,
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** Runs the same tests on the embedded engine and on a real server, each with a database of its own. */
export function describeOnEachDatabase(
  name: string,
  tests: (database: () => Database) => void,
): void {
  const engines = { pglite: openTestDatabase, postgres: openTestServerDatabase }
  for (const [engine, open] of Object.entries(engines)) {
    describe(`${name} (${engine})`, () => {
      let database: Database | undefined
      before(async () => {
        database = await open()
      })
      after(() => database?.close())
      tests(() => {
        if (database === undefined) throw new Error('The database is there inside a test only.')
        return database
      })
    })
  }
}

/** A new database on the real server, without any table. */
export async function createServerDatabase(): Promise<{
  readonly url: string
  /** Asks it by itself, beside whoever works on it. */
  readonly query: (statement: string, values: readonly unknown[]) => Promise<readonly unknown[]>
  readonly drop: () => Promise<void>
}> {
  const server = await postgresUrl()
  const name = `tael_test_${crypto.randomUUID().replaceAll('-', '')}`
  await execute(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    query: (statement, values) => execute(url.href, statement, values),
    async drop() {
      await execute(server, `drop database if exists ${name} with (force)`)
    },
  }
}

/** A copy of a migrated embedded database: starting from it takes a tenth of starting anew. */
export async function makeTemplate(): Promise<Blob> {
  const embedded = await openEmbedded({ memory: true })
  const database = overEmbedded(embedded, RUNTIME)
  await database.migrate()
  const copy = await embedded.dump()
  await database.close()
  return copy
}

async function execute(
  server: string,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return (await client.query<object>(statement, [...values])).rows
  } finally {
    await client.end()
  }
}
