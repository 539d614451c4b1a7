import { pruning } from '../database/prune.ts'
import type { Trx } from '../database/schema.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import type { PaymentLink } from './payment-link.ts'
import type { BrowserHashes } from './take-turn.ts'
import { deleteTurnsBefore, endTurn, findTurn, uncallTurn } from './turn-store.ts'
import type { Turn } from './turn.ts'

type Needs = Pick<Runtime, 'database' | 'clock'>

/** In the transaction that makes the payment of the turn. */
export async function spendTurn(trx: Trx, deps: Pick<Runtime, 'clock'>, turn: Turn): Promise<void> {
  await endTurn(trx, turn.id, deps.clock.now())
}

/** For a payer who was called when nothing was left: they wait in front of the others. */
export async function returnTurn(deps: Needs, turn: Turn): Promise<void> {
  await uncallTurn(deps.database.db, turn.id)
}

/** For a payer who goes back to what they asked for before, and holds it already. */
export async function leaveTurn(
  deps: Needs,
  link: PaymentLink,
  browserHashes: BrowserHashes,
): Promise<void> {
  const { db } = deps.database
  const turn = await findTurn(db, link.id, browserHashes)
  if (turn !== undefined) await endTurn(db, turn.id, deps.clock.now())
}

const KEPT_MS = DAY_MS

/** A payer who has not come back for a day begins again. */
export const turnPruning = pruning<Needs>({
  name: 'prune-link-turns',
  keptMs: () => KEPT_MS,
  deleteBefore: ({ database }, before, limit) => deleteTurnsBefore(database.db, before, limit),
})
