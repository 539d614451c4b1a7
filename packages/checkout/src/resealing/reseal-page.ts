import type { Db } from '../database/schema.ts'
import { SealError } from '../platform/sealed.ts'
import type { Runtime } from '../runtime.ts'
import { writeResealed, type Resealed, type SealedValue } from './resealing-store.ts'
import type { SealedColumn } from './sealed-column.ts'

type Needs = Pick<Runtime, 'sealing' | 'log'>

/** Seals under the newest secret what an older one has sealed; returns how many it wrote, and how many were locked or have changed. */
export async function resealPage(
  deps: Needs,
  db: Db,
  column: SealedColumn,
  page: readonly SealedValue[],
): Promise<{ readonly written: number; readonly skipped: number }> {
  const values = page.flatMap((value) => resealOne(deps, column, value))
  if (values.length === 0) return { written: 0, skipped: 0 }
  const written = await writeResealed(db, column, values)
  return { written, skipped: values.length - written }
}

function resealOne(
  { sealing, log }: Needs,
  column: SealedColumn,
  { id, owner, outdated }: SealedValue,
): readonly Resealed[] {
  if (outdated === null) return []
  const context = column.contextOf(owner)
  try {
    return [{ id, before: outdated, after: sealing.seal(sealing.open(outdated, context), context) }]
  } catch (error) {
    // One value that no secret opens must not keep the others under the old secret.
    if (!(error instanceof SealError)) throw error
    log.error('secrets.not_resealed', { kind: column.kind, id, error })
    return []
  }
}
