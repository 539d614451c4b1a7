import { after, before, describe } from 'node:test'
import pg from 'pg'
import { type Database, openDatabase, overEmbedded } from '../database/database.ts'
import { openEmbedded } from '../database/embedded.ts'
import { silentLog } from '../platform/log.ts'
import { systemClock } from '../platform/system-clock.ts'
import { postgresUrl } from '../../../../test/support/postgres-server.ts'

const RUNTIME = { clock: systemClock, random: () => 0.5, log: silentLog }

let template: Promise<Blob> | undefined

/** A migrated embedded database in memory, all its own; close it when done. */
export async function openTestDatabase(runtime = RUNTIME): Promise<Database> {
  template ??= makeTemplate()
  return overEmbedded(await openEmbedded({ memory: true }, await template), runtime)
}

/** A migrated database of its own on a real server; it is dropped when closed. */
export async function openTestServerDatabase(runtime = RUNTIME): Promise<Database> {
  const server = await postgresUrl()
  const name = `tael_test_${crypto.randomUUID().replaceAll('-', '')}`
  await run(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = await openDatabase({ url: url.href }, runtime)
  await database.migrate()
  return {
    ...database,
    async close() {
      await database.close()
      await run(server, `drop database if exists ${name} with (force)`)
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

async function makeTemplate(): Promise<Blob> {
  const embedded = await openEmbedded({ memory: true })
  const database = overEmbedded(embedded, RUNTIME)
  await database.migrate()
  const copy = await embedded.dump()
  await database.close()
  return copy
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
