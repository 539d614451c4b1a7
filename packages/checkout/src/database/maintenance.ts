import { escapeIdentifier, type Pool } from 'pg'

/** Autovacuum's own rule, with its own thresholds, for the engine that has no autovacuum. */
const TABLES_TO_VACUUM = `
  select relname as name from pg_stat_user_tables
   where n_dead_tup > 50 + n_live_tup * 0.2
      or n_ins_since_vacuum > 1000 + n_live_tup * 0.2
      or n_mod_since_analyze > 50 + n_live_tup * 0.1`

/**
 * What a server does in the background: vacuums the tables that need it, then writes a checkpoint,
 * so that the log is cut and the next start is quick. Does nothing when nothing was written.
 *
 * Goes through the pool, for anything else would fall into an open transaction of somebody's.
 */
export function createMaintenance(): (pool: Pool) => Promise<void> {
  let maintainedUpTo: string | undefined

  return async (pool) => {
    if ((await endOfLog(pool)) === maintainedUpTo) return
    // The counts of a session reach the view when it is idle, and this engine never is.
    await pool.query('select pg_stat_force_next_flush()')
    const { rows } = await pool.query<{ name: string }>(TABLES_TO_VACUUM)
    for (const { name } of rows) await pool.query(`vacuum (analyze) ${escapeIdentifier(name)}`)
    await pool.query('checkpoint')
    maintainedUpTo = await endOfLog(pool)
  }
}

/** It moves when something was written. */
async function endOfLog(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ lsn: string }>('select pg_current_wal_insert_lsn() as lsn')
  return rows[0]?.lsn
}
