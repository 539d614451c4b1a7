import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { postgresBinaries } from '@tael/testing/postgres-binaries'
import { startPostgres, startStandby } from '@tael/testing/postgres-server'
import pg from 'pg'

/** How a primary fails: its process is gone, or its machine hangs and keeps every connection open. */
export type Failure = 'kill' | 'freeze'

/** A PostgreSQL that acknowledges a commit only when a second one has it too. */
export type ReplicatedPostgres = {
  readonly url: string
  /** Lets the standby hear nothing for a while, then lets the primary fail. */
  readonly fail: (how: Failure, afterMs: number) => Promise<void>
  /** Watches the primary as a fail-over manager does, makes the standby the primary, and returns its address. */
  readonly failOver: () => Promise<string>
  readonly stop: () => Promise<void>
}

const DATABASE = 'tael'
const SAFE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', autovacuum: 'on' }
const PROBE_EVERY_MS = 1_000
const PROBE_WITHIN_MS = 1_000
/** One lost answer is no failure. */
const MISSED = 3

/** Whether this machine's PostgreSQL can make a standby; the one from npm cannot. */
export function canReplicate(): boolean {
  return existsSync(join(postgresBinaries(), 'pg_basebackup'))
}

export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const primary = await startPostgres({ ...SAFE, synchronous_standby_names: '*' })
  const standby = await startStandby(primary.url, SAFE)
  await ask(primary.url, `create database ${DATABASE}`)
  return {
    url: onDatabase(primary.url),
    async fail(how, afterMs) {
      // What is acknowledged in this time is lost, unless the primary waits for its standby.
      await standby.do('freeze')
      await pause(afterMs)
      await primary.do(how)
      // Thawed, it would read what was sent to it all the while.
      await standby.do('kill')
      await standby.do('start')
    },
    async failOver() {
      for (let missed = 0; missed < MISSED;) {
        missed = (await answers(primary.url)) ? 0 : missed + 1
        await pause(PROBE_EVERY_MS)
      }
      await standby.do('promote')
      return onDatabase(standby.url)
    },
    async stop() {
      await Promise.all([primary.stop(), standby.stop()])
    },
  }
}

function onDatabase(server: string): string {
  const url = new URL(server)
  url.pathname = `/${DATABASE}`
  return url.href
}

async function answers(server: string): Promise<boolean> {
  return ask(server, 'select 1', PROBE_WITHIN_MS).then(
    () => true,
    () => false,
  )
}

async function ask(server: string, statement: string, withinMs = 0): Promise<void> {
  const client = new pg.Client({
    connectionString: server,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(statement)
  } finally {
    // A frozen server never says goodbye.
    void client.end().catch(() => undefined)
  }
}
