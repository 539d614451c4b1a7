import { openAsBlob } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { after, before, describe } from 'node:test'
import { postgresUrl } from '@tael/testing/postgres-server'
import { testRun } from '@tael/testing/test-run'
import pg from 'pg'
import {
  type Database,
  type DatabaseRuntime,
  openDatabase,
  overEmbedded,
} from '../../src/database/database.ts'
import { type Embedded, openEmbedded } from '../../src/database/embedded/embedded.ts'
import { readPreparedCopy } from '../../src/database/embedded/prepared-copy.ts'
import { silentLog } from '../../src/platform/log.ts'
import { systemClock } from '../../src/platform/system-clock.ts'

export const TEST_RUNTIME: DatabaseRuntime = {
  clock: systemClock,
  random: () => 0.5,
  log: silentLog,
}

let template: Promise<Blob | undefined> | undefined
let serverTemplate: Promise<string> | undefined

/** A migrated embedded database in memory, all its own; close it when done. Takes about 0.3 s. */
async function openTestDatabase(): Promise<Database> {
  const database = overEmbedded(await openCopy(), TEST_RUNTIME)
  await database.migrate()
  return database
}

/** Unpacks the prepared database for all test processes of a run. */
export async function writeTemplate(path: string): Promise<void> {
  const copy = readPreparedCopy()
  if (copy === undefined) throw new Error('No database is prepared: npm run prepare')
  await writeFile(path, copy.stream())
}

async function openCopy(): Promise<Embedded> {
  template ??=
    testRun.templatePath === undefined
      ? Promise.resolve(readPreparedCopy())
      : openAsBlob(testRun.templatePath)
  const copy = await template
  return openEmbedded({ memory: true }, () => copy)
}

/** Without any table. To empty a copy costs a tenth of creating one from scratch. */
async function openEmptyEmbedded(): Promise<Embedded> {
  const embedded = await openCopy()
  const pool = new pg.Pool({ ...embedded.poolConfig, max: 1 })
  await pool.query('drop schema public cascade; create schema public')
  await pool.end()
  return embedded
}

/** A migrated database of its own on a real server; closing it drops it. */
export async function openTestServerDatabase(
  runtime: Partial<DatabaseRuntime> = {},
): Promise<Database> {
  serverTemplate ??= makeServerTemplate()
  const { url, drop } = await createServerDatabase(await serverTemplate)
  const database = await openDatabase({ url }, { ...TEST_RUNTIME, ...runtime })
  return {
    ...database,
    async close() {
      await database.close()
      await drop()
    },
  }
}

/** A database of its own on this engine, without any table. */
export async function openEmptyDatabase(engine: keyof typeof ENGINES): Promise<Database> {
  if (engine === 'pglite') return overEmbedded(await openEmptyEmbedded(), TEST_RUNTIME)
  const { url, drop } = await createServerDatabase()
  const database = await openDatabase({ url }, TEST_RUNTIME)
  return {
    ...database,
    async close() {
      await database.close()
      await drop()
    },
  }
}

export const ENGINES = { pglite: openTestDatabase, postgres: openTestServerDatabase }

type DatabaseTests = (database: () => Database) => void

/** For what can differ between the engines: runs the same tests on each, on a database of its own. */
export function describeOnEachDatabase(name: string, tests: DatabaseTests): void {
  describeOn('pglite', name, tests)
  describeOn('postgres', name, tests)
}

/**
 * For what only uses a database: runs the tests on the engine of this run, a real server unless
 * `npm run prove` asks for the embedded one.
 */
export function describeOnDatabase(name: string, tests: DatabaseTests): void {
  describeOn(testRun.engine, name, tests)
}

function describeOn(engine: keyof typeof ENGINES, name: string, tests: DatabaseTests): void {
  describe(`${name} (${engine})`, () => {
    let database: Database | undefined
    before(async () => {
      database = await ENGINES[engine]()
    })
    after(() => database?.close())
    tests(() => {
      if (database === undefined) throw new Error('The database is there inside a test only.')
      return database
    })
  })
}

type EmptyDatabase = { readonly config: pg.PoolConfig; readonly end: () => Promise<void> }

/** On each engine: how pg's pool opens it, and how it ends. */
export const EMPTY_DATABASES: Readonly<Record<string, () => Promise<EmptyDatabase>>> = {
  async pglite() {
    const embedded = await openEmptyEmbedded()
    return { config: { ...embedded.poolConfig, max: 1 }, end: () => embedded.close() }
  },
  async postgres() {
    const { url, drop } = await createServerDatabase()
    return { config: { connectionString: url }, end: drop }
  },
}

export type ServerDatabase = {
  readonly url: string
  /** Asks on a separate connection, beside those that work on it. */
  readonly query: (statement: string, values: readonly unknown[]) => Promise<readonly unknown[]>
  readonly drop: () => Promise<void>
}

/** A new database on the real server: without any table, or a copy of a template. */
export async function createServerDatabase(template = 'template1'): Promise<ServerDatabase> {
  const server = await postgresUrl()
  const name = `tael_test_${crypto.randomUUID().replaceAll('-', '')}`
  await execute(server, `create database ${name} template ${template}`)
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

const SERVER_TEMPLATE = 'tael_template'

/** The name of a migrated database on the real server: a copy of it takes a tenth of migrating another. */
export async function makeServerTemplate(): Promise<string> {
  const server = await postgresUrl()
  const found = 'select from pg_database where datname = $1'
  if ((await execute(server, found, [SERVER_TEMPLATE])).length > 0) return SERVER_TEMPLATE
  await execute(server, `create database ${SERVER_TEMPLATE}`)
  const url = new URL(server)
  url.pathname = `/${SERVER_TEMPLATE}`
  const database = await openDatabase({ url: url.href }, TEST_RUNTIME)
  await database.migrate()
  await database.close()
  return SERVER_TEMPLATE
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
