import { sql } from 'kysely'
import type { Database } from '../../src/database/database.ts'

export type Written = {
  /** The greatest number that is there. */
  readonly last: number
  /** True when every number up to it is there, in both tables, updated as its transaction did. */
  readonly isWhole: boolean
}

/** What is there of what the part `write` of `database-process.ts` wrote. */
export async function readWritten(database: Database): Promise<Written> {
  const { rows } = await sql<Written>`
    select coalesce(max(n), 0) as last,
           count(*) = coalesce(max(n), 0) and count(written_too.n) = count(*)
             and coalesce(bool_and(is_whole), true) as "isWhole"
      from written full join written_too using (n)`.execute(database.db)
  const [written] = rows
  if (written === undefined) throw new Error('An aggregate always has its one row.')
  return written
}
