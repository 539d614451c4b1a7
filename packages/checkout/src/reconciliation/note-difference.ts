import { whoOf, type Acting } from '../audit/actor.ts'
import type { AuditAction, AuditFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import { readNote, type NoteProblem } from '../notes/note.ts'
import type { Runtime } from '../runtime.ts'
import { insertDifferenceEntry, lockDifference, updateWork } from './difference-work-store.ts'
import type { DifferenceEntry, DifferenceWork, Resolution } from './difference-work.ts'

type Needs = Pick<Runtime, 'database' | 'clock' | 'newId'> & Acting

/** `unchanged` if it was so already, `gone` if no such difference is left to people. */
export type NoteDifference = 'changed' | 'unchanged' | 'gone'

/** Says who works on a difference; undefined: nobody. */
export async function assignDifference(
  deps: Needs,
  id: string,
  operator: { readonly id: string; readonly name: string } | undefined,
): Promise<NoteDifference> {
  requirePermission(deps.actor, 'refund')
  return withLocked(deps, id, async (trx, work) => {
    if (work.assignedTo?.id === operator?.id) return 'unchanged'
    await updateWork(trx, id, { assigned_to: operator?.id ?? null })
    return {
      action: 'difference.assigned',
      entry: { kind: 'assigned', assigned_to: operator?.id ?? null },
      before: { assignedTo: work.assignedTo?.id },
      after: { assignedTo: operator?.id },
    }
  })
}

/** Keeps what a person writes about a difference. The same `entryId` again is the same note. */
export async function noteDifference(
  deps: Needs,
  id: string,
  { entryId, text: given }: { readonly entryId: string; readonly text: string },
): Promise<NoteDifference | NoteProblem> {
  requirePermission(deps.actor, 'read')
  const read = readNote(given)
  if ('problem' in read) return read.problem
  return withLocked(deps, id, () =>
    Promise.resolve({
      action: 'difference.noted',
      entry: { id: entryId, kind: 'noted', text: read.text },
      after: { entry: entryId },
    }),
  )
}

/** Says what became of a difference. A review of its payment is closed separately. */
export async function resolveDifference(
  deps: Needs,
  id: string,
  { resolution, note }: { readonly resolution: Resolution; readonly note: string },
): Promise<NoteDifference | NoteProblem> {
  requirePermission(deps.actor, 'refund')
  const read = note.trim() === '' ? undefined : readNote(note)
  if (read !== undefined && 'problem' in read) return read.problem
  return withLocked(deps, id, async (trx, work) => {
    if (work.resolution !== undefined) return 'unchanged'
    await updateWork(trx, id, { resolution, resolved_at: deps.clock.now() })
    return {
      action: 'difference.resolved',
      entry: { kind: 'resolved', resolution, text: read?.text ?? null },
      after: { resolution },
    }
  })
}

/** Takes a resolution back. */
export async function reopenDifference(deps: Needs, id: string): Promise<NoteDifference> {
  requirePermission(deps.actor, 'refund')
  return withLocked(deps, id, async (trx, work) => {
    if (work.resolution === undefined) return 'unchanged'
    await updateWork(trx, id, { resolution: null, resolved_at: null })
    return {
      action: 'difference.reopened',
      entry: { kind: 'reopened' },
      before: { resolution: work.resolution },
    }
  })
}

type Done = {
  readonly action: AuditAction
  readonly entry: {
    readonly id?: string
    readonly kind: DifferenceEntry['kind']
    readonly text?: string | null
    readonly assigned_to?: string | null
    readonly resolution?: Resolution
  }
  readonly before?: AuditFacts
  readonly after?: AuditFacts
}

/** Writes what was done with its entry and its place in the audit log, or nothing. */
async function withLocked(
  deps: Needs,
  id: string,
  act: (trx: Trx, work: DifferenceWork) => Promise<Done | 'unchanged'>,
): Promise<NoteDifference> {
  return inTransaction(deps.database, async (trx) => {
    const work = await lockDifference(trx, id)
    if (work === undefined) return 'gone'
    const done = await act(trx, work)
    if (done === 'unchanged') return done
    const { action, entry, before, after } = done
    const isNew = await insertDifferenceEntry(trx, {
      id: deps.newId('dfe'),
      difference_id: id,
      who: JSON.stringify(whoOf(deps.actor)),
      created_at: deps.clock.now(),
      text: null,
      assigned_to: null,
      resolution: null,
      ...entry,
    })
    if (!isNew) return 'unchanged'
    await recordAction(trx, deps, {
      action,
      subject: { type: 'difference', id, accountId: work.accountId },
      ...(before && { before }),
      ...(after && { after }),
    })
    return 'changed'
  })
}
