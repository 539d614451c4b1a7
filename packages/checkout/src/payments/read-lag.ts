import type { Deps } from '../deps.ts'
import { firstEnquiryAt } from './attempt-store.ts'

/** How late the schedule's enquiries run, in milliseconds: one look at the end of an index. */
export async function readLag(
  deps: Pick<Deps, 'database' | 'clock'>,
): Promise<{ readonly enquireMs: number }> {
  const dueAt = await firstEnquiryAt(deps.database.db)
  const now = deps.clock.now().getTime()
  return { enquireMs: Math.max(0, now - (dueAt?.getTime() ?? now)) }
}
