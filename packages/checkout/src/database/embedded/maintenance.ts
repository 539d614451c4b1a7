import { statfsSync } from 'node:fs'
import { escapeIdentifier, type Pool } from 'pg'

/** Autovacuum's own rule, with its own thresholds, for the engine that has no autovacuum. */
const TABLES_TO_VACUUM = `
  select relname as name from pg_stat_user_tables
   where n_dead_tup > 50 + n_live_tup * 0.2
      or n_ins_since_vacuum > 1000 + n_live_tup * 0.2
      or n_mod_since_analyze > 50 + n_live_tup * 0.1`

/** Two segments of the log. */
const MIN_ROOM_BYTES = 32 * 2 ** 20

/**
 * What a server does in the background: vacuums the tables that need it, then makes a checkpoint,
 * so that the log is cut and the next start is quick. Does nothing if nothing was written.
 * | Goes through the pool, because otherwise it would fall into an open transaction. Throws if the
 * directory's disk is nearly full: a checkpoint needs room, and without it the engine stops.
 */
export function createMaintenance(directory?: string): (pool: Pool) => Promise<void> {
  let maintainedUpTo: string | undefined

  return async (pool) => {
    if ((await endOfLog(pool)) === maintainedUpTo) return
    if (directory !== undefined) refuseWithoutRoom(directory)
    // A session's counts reach the view when it is idle, and this engine never is.
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query<{ name: string }>(TABLES_TO_VACUUM)
    for (const { name } of rows) await pool.query(`vacuum (analyze) ${escapeIdentifier(name)}`)
    await pool.query('checkpoint')
    maintainedUpTo = await endOfLog(pool)
  }
}

function refuseWithoutRoom(directory: string): void {
  const { bavail, bsize } = statfsSync(directory)
  const room = bavail * bsize
  if (room >= MIN_ROOM_BYTES) return
  throw new Error(
    `The disk of the embedded database has ${Math.floor(room / 2 ** 20)} MB left. Tael neither cuts its log nor cleans up until there are ${MIN_ROOM_BYTES / 2 ** 20}. Make room in ${directory}.`,
  )
}

/** It grows with every write. */
async function endOfLog(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ lsn: string }>('select pg_current_wal_insert_lsn() as lsn')
  return rows[0]?.lsn
}
