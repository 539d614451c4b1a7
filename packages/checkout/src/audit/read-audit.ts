import type { Runtime } from '../runtime.ts'
import { listEntries, type AuditFilter, type ListedEntry } from './audit-store.ts'

export type { AuditFilter, ListedEntry } from './audit-store.ts'

/** A page of the audit log, newest first. */
export async function readAudit(
  deps: Pick<Runtime, 'database'>,
  filter: AuditFilter,
): Promise<{ readonly entries: readonly ListedEntry[]; readonly hasMore: boolean }> {
  return listEntries(deps.database.db, filter)
}
