import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import { PREPAY_LIFE_MS } from '../payments/attempt.ts'
import { timeOfId } from '../platform/ids.ts'
import type { Runtime } from '../runtime.ts'
import { resealNotifications } from './reseal-notifications.ts'
import { resealPage } from './reseal-page.ts'
import {
  beginProgress,
  countOutdatedKeys,
  countOutdatedNotifications,
  countOutdatedPayers,
  countOutdatedRequests,
  findProgress,
  listSealed,
  rangesOf,
  type SealedValue,
} from './resealing-store.ts'
import { SEALED_COLUMNS, type SealedColumn, type SealedKind } from './sealed-column.ts'

type Needs = Pick<Runtime, 'database' | 'sealing' | 'clock' | 'log'>
type Resealer = Needs & Pick<Runtime, 'newId'> & Acting
type Counts = Readonly<Record<SealedKind, number>>

/** Some hundred values in a statement, so its locks are short. */
const BATCH = 200
const MAX_REQUESTS = 10_000
const MAX_NOTIFICATIONS = 20_000

/**
 * Seals under the newest secret what an older one has sealed; returns how much of each kind. It skips
 * rows that are locked at that moment: call it again until nothing is left. Stopping it on the way loses
 * nothing; the next call continues with the rest. Of many notifications it reseals the first and the newest: a task
 * continues.
 */
export async function reseal(deps: Resealer): Promise<Counts> {
  requirePermission(deps.actor, 'administer')
  const { db } = deps.database
  const counts = await forEachColumn(async (column) => {
    let resealed = 0
    for await (const page of pagesOf(deps, column)) {
      resealed += (await resealPage(deps, db, column, page)).written
    }
    return resealed
  })
  if (deps.sealing.isRolling) await beginProgress(db, deps.sealing.mark)
  const notifications = counts.notifications + (await resealNotifications(deps))
  const all = { ...counts, notifications }
  deps.log.info('secrets.resealed', all)
  await inTransaction(deps.database, (trx) =>
    recordAction(trx, deps, {
      action: 'secrets.resealed',
      subject: { type: 'server' },
      after: all,
    }),
  )
  return all
}

/** What still needs an older secret than the newest. */
export type OlderSecretUse = {
  /** Values that only it opens: without it their accounts, endpoints and payments stop working. */
  readonly sealed: Counts
  /** Whether that counts all notifications, and not only the next of many. */
  readonly isWhole: boolean
  /** Whether a task still looks through the notifications. */
  readonly isResealing: boolean
  /** Notifications from before are resealed. */
  readonly resealedUntil: Date | undefined
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
  const { mark, isRolling } = deps.sealing
  if (!isRolling) return NOTHING
  const now = deps.clock.now()
  const until = await findProgress(db, mark)
  const look = { after: until ?? '', most: MAX_NOTIFICATIONS }
  const { outdated, isAll } = await countOutdatedNotifications(db, mark, look)
  const sealed = await forEachColumn(async (column) => {
    if (column.kind === 'notifications') return outdated
    let count = 0
    for await (const page of pagesOf(deps, column)) {
      count += page.filter((value) => value.outdated !== null).length
    }
    return count
  })
  const apiKeys = await countOutdatedKeys(db, mark, now)
  const payers = await countOutdatedPayers(db, mark, new Date(now.getTime() - PREPAY_LIFE_MS))
  const blocking = [...Object.values(sealed), apiKeys, payers]
  return {
    sealed,
    isWhole: isAll,
    isResealing: until !== undefined && !isAll,
    resealedUntil: until ? timeOfId(until) : undefined,
    apiKeys,
    payers,
    requests: await countOutdatedRequests(db, mark, MAX_REQUESTS),
    canGo: isAll && blocking.every((count) => count === 0),
  }
}

/** With a single secret there is no other one that anything could need. */
const NOTHING: OlderSecretUse = {
  sealed: countsOf(SEALED_COLUMNS.map(({ kind }) => [kind, 0])),
  isWhole: true,
  isResealing: false,
  resealedUntil: undefined,
  apiKeys: 0,
  payers: 0,
  requests: 0,
  canGo: true,
}

async function* pagesOf(deps: Needs, column: SealedColumn): AsyncGenerator<readonly SealedValue[]> {
  const { mark } = deps.sealing
  for (const range of rangesOf(column, deps.clock.now())) {
    let { after } = range
    for (;;) {
      const page = await listSealed(deps.database.db, column, {
        ...range,
        mark,
        after,
        limit: BATCH,
      })
      yield page
      const last = page.at(-1)
      if (last === undefined || page.length < BATCH) break
      after = last.id
    }
  }
}

async function forEachColumn(count: (column: SealedColumn) => Promise<number>): Promise<Counts> {
  const counts: [SealedKind, number][] = []
  for (const column of SEALED_COLUMNS) counts.push([column.kind, await count(column)])
  return countsOf(counts)
}

function countsOf(counts: readonly (readonly [SealedKind, number])[]): Counts {
  return Object.fromEntries(counts) as Counts
}
