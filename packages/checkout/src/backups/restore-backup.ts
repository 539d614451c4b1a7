import { COMMAND } from '../audit/actor.ts'
import { actionAsRow } from '../audit/record-action.ts'
import type { BackupHead } from '../database/backup/backup.ts'
import { createIds } from '../platform/ids.ts'
import type { Runtime } from '../runtime.ts'

/**
 * Fills a new database with the lines of a backup, and writes in its audit log that this happened. All of it or
 * nothing; throws a RestoreError.
 */
export async function restoreBackup(
  deps: Pick<Runtime, 'database' | 'clock' | 'randomBytes'>,
  lines: AsyncIterable<string>,
): Promise<BackupHead> {
  const acting = { clock: deps.clock, newId: createIds(deps), actor: COMMAND }
  return deps.database.restore(lines, ({ head, rows }) =>
    actionAsRow(acting, {
      action: 'backup.restored',
      subject: { type: 'server' },
      after: { takenAt: head.taken_at, rows },
    }),
  )
}
