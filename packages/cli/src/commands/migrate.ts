import { say } from '../output.ts'
import { openMigrated, readConfig } from './serve.ts'

/** `tael migrate`: brings the database to this version, while servers of the version before it serve. */
export async function migrate(): Promise<void> {
  const { database, applied } = await openMigrated(readConfig())
  await database.close()
  say(
    applied.length === 0
      ? 'Nothing to do: the database has the tables of this version.'
      : `The database has the tables of this version now. Applied: ${applied.join(', ')}.`,
  )
}
