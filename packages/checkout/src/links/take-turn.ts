import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import { stateOf, type LinkRequest, type PaymentLink } from './payment-link.ts'
import {
  changeRequest,
  countCalled,
  findTurn,
  insertTurn,
  isAnybodyWaiting,
  lockQueue,
} from './turn-store.ts'
import { PRESENT_MS, turnsInWindow, WINDOW_MS, type Turn } from './turn.ts'

type Needs = Pick<Runtime, 'database' | 'clock'>

/** Of one browser: the newest first, which is written; the others are of older secrets. */
export type BrowserHashes = readonly [string, ...string[]]

/** How often a payer may ask for something else, however many wait. After that they need room, as others do. */
const FREE_CHANGES = { count: 5, withinMs: 10 * MINUTE_MS }

/**
 * A payer continues: they keep the turn that they have, whatever they ask for now. Undefined if there is no room, and
 * nobody could call them: their own payment holds the unit that they would wait for.
 */
export async function takeTurn(
  deps: Needs,
  asked: {
    readonly account: Account
    readonly link: PaymentLink
    readonly browserHashes: BrowserHashes
    readonly request: LinkRequest
    /** Their own open payment gives its unit back when they get another. */
    readonly holdsUnit: boolean
  },
): Promise<Turn | undefined> {
  const { account, link, browserHashes, request, holdsUnit } = asked
  const now = deps.clock.now()
  const since = (ms: number): Date => new Date(now.getTime() - ms)
  return inTransaction(deps.database, async (trx) => {
    await lockQueue(trx, account.id)
    const earlier = await findTurn(trx, link.id, browserHashes)
    if (earlier !== undefined) {
      await changeRequest(trx, earlier.id, request)
      return { ...earlier, request }
    }
    const hasUnit = stateOf(link, now) === 'open'
    const called = (ms: number, of?: BrowserHashes): Promise<number> =>
      countCalled(trx, account.id, since(ms), of)
    const isNext =
      (holdsUnit && (await called(FREE_CHANGES.withinMs, browserHashes)) <= FREE_CHANGES.count) ||
      ((holdsUnit || hasUnit) &&
        !(await isAnybodyWaiting(trx, account.id, since(PRESENT_MS))) &&
        (await called(WINDOW_MS)) < turnsInWindow(account.settings))
    if (!isNext && holdsUnit && !hasUnit) return undefined
    return insertTurn(trx, {
      accountId: account.id,
      linkId: link.id,
      browserHash: browserHashes[0],
      request,
      calledAt: isNext ? now : undefined,
      now,
    })
  })
}

/** The turn that a browser has at a link and has not used. */
export async function readTurnOf(
  deps: Needs,
  link: PaymentLink,
  browserHashes: BrowserHashes,
): Promise<Turn | undefined> {
  return findTurn(deps.database.db, link.id, browserHashes)
}
