import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
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

/** A payer continues: they keep the turn that they have, whatever they ask for now. */
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
): Promise<Turn> {
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
    const isNext =
      // Nobody else could call them: their own payment holds the unit that they would wait for.
      holdsUnit ||
      (stateOf(link, now) === 'open' &&
        !(await isAnybodyWaiting(trx, account.id, since(PRESENT_MS))) &&
        (await countCalled(trx, account.id, since(WINDOW_MS))) < turnsInWindow(account.settings))
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
