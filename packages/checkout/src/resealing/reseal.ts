import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import { PREPAY_LIFE_MS } from '../payments/attempt.ts'
import { SealError } from '../platform/sealed.ts'
import type { Runtime } from '../runtime.ts'
import {
  countOutdatedKeys,
  countOutdatedPayers,
  countOutdatedRequests,
  listSealed,
  writeResealed,
  type Resealed,
  type SealedValue,
} from './resealing-store.ts'
import { SEALED_COLUMNS, type SealedColumn, type SealedKind } from './sealed-column.ts'

type Needs = Pick<Runtime, 'database' | 'sealing' | 'clock' | 'log'>
type Resealer = Needs & Pick<Runtime, 'newId'> & Acting
type Counts = Readonly<Record<SealedKind, number>>

/** Some hundred values in a statement, so its locks are short. */
const BATCH = 200
const MAX_REQUESTS = 10_000

/**
 * Seals under the newest secret what an older one has sealed; returns how much of each kind. It skips
 * rows that are locked at that moment: call it again until nothing is left. Stopping it on the way loses
 * nothing; the next call continues with the rest.
 */
export async function reseal(deps: Resealer): Promise<Counts> {
  requirePermission(deps.actor, 'administer')
  const counts = await forEachColumn(async (column) => {
    let resealed = 0
    for await (const page of pagesOf(deps, column)) {
      const values = page.flatMap((value) => resealOne(deps, column, value))
      if (values.length === 0) continue
      resealed += await writeResealed(deps.database.db, column, values)
    }
    return resealed
  })
  deps.log.info('secrets.resealed', counts)
  await inTransaction(deps.database, (trx) =>
    recordAction(trx, deps, {
      action: 'secrets.resealed',
      subject: { type: 'server' },
      after: counts,
    }),
  )
  return counts
}

/** What still needs an older secret than the newest. */
export type OlderSecretUse = {
  /** Values that only it opens: without it their accounts, endpoints and payments stop working. */
  readonly sealed: Counts
  /** API keys that only it finds. A use of the key renews it within a minute; or roll or revoke it. */
  readonly apiKeys: number
  /** Open orders whose payers only it recognizes; without it they may get a second one. At most two hours. */
  readonly payers: number
  /**
   * Answered Idempotency-Keys, counted up to 10,000, which are deleted after 30 days. Without the
   * secret a repeat is refused; nothing is done twice.
   */
  readonly requests: number
  /** Nothing is lost without it. */
  readonly canGo: boolean
}

/** Whether you can remove the older secrets from the server's settings, and what is lost if you do. */
export async function readOlderSecretUse(deps: Needs): Promise<OlderSecretUse> {
  const { db } = deps.database
  const { mark } = deps.sealing
  const now = deps.clock.now()
  const sealed = await forEachColumn(async (column) => {
    let count = 0
    for await (const page of pagesOf(deps, column)) count += page.length
    return count
  })
  // With a single secret a hash has no mark: no other secret can be missing.
  const hashes = deps.sealing.isRolling
    ? {
        apiKeys: await countOutdatedKeys(db, mark, now),
        payers: await countOutdatedPayers(db, mark, new Date(now.getTime() - PREPAY_LIFE_MS)),
        requests: await countOutdatedRequests(db, mark, MAX_REQUESTS),
      }
    : { apiKeys: 0, payers: 0, requests: 0 }
  const blocking = [...Object.values(sealed), hashes.apiKeys, hashes.payers]
  return { sealed, ...hashes, canGo: blocking.every((count) => count === 0) }
}

type Outdated = SealedValue & { readonly outdated: string }

async function* pagesOf(deps: Needs, column: SealedColumn): AsyncGenerator<readonly Outdated[]> {
  let after = ''
  for (;;) {
    const page = await listSealed(deps.database.db, column, {
      mark: deps.sealing.mark,
      after,
      limit: BATCH,
    })
    yield page.filter((value): value is Outdated => value.outdated !== null)
    const last = page.at(-1)
    if (last === undefined || page.length < BATCH) return
    after = last.id
  }
}

function resealOne(deps: Needs, column: SealedColumn, value: Outdated): readonly Resealed[] {
  const context = column.contextOf(value.owner)
  try {
    const after = deps.sealing.seal(deps.sealing.open(value.outdated, context), context)
    return [{ id: value.id, before: value.outdated, after }]
  } catch (error) {
    // One value that no secret opens must not keep the others under the old secret.
    if (!(error instanceof SealError)) throw error
    deps.log.error('secrets.not_resealed', { kind: column.kind, id: value.id, error })
    return []
  }
}

async function forEachColumn(count: (column: SealedColumn) => Promise<number>): Promise<Counts> {
  const counts: [SealedKind, number][] = []
  for (const column of SEALED_COLUMNS) counts.push([column.kind, await count(column)])
  return Object.fromEntries(counts) as Counts
}
