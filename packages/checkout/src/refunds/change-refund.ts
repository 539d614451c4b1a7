import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { lockCharge, type Charge } from '../payments/change-charge.ts'
import { findRefund } from './refund-store.ts'
import type { Refund } from './refund.ts'

/** A refund and its charge, locked with their payment: read again, because somebody may have changed them. */
export type LockedRefund = { readonly charge: Charge; readonly refund: Refund; readonly now: Date }

/** Makes every other writer of the refund's payment wait until the transaction ends. */
export async function lockRefund(
  trx: Trx,
  { clock }: Pick<Deps, 'clock'>,
  { id, attemptId }: Pick<Refund, 'id' | 'attemptId'>,
): Promise<LockedRefund> {
  const charge = await lockCharge(trx, attemptId)
  const refund = await findRefund(trx, id)
  // Nothing deletes either of them.
  if (charge === undefined || refund === undefined) throw new Error(`${id} vanished`)
  return { charge, refund, now: clock.now() }
}

/** Does something to a refund under its payment's lock, and announces the payment's change. */
export async function changeRefund<Result>(
  deps: Deps,
  refund: Pick<Refund, 'id' | 'attemptId' | 'paymentId'>,
  act: (trx: Trx, locked: LockedRefund) => Promise<Result>,
): Promise<Result> {
  const result = await inTransaction(deps.database, async (trx) =>
    act(trx, await lockRefund(trx, deps, refund)),
  )
  deps.changes.announce(refund.paymentId)
  return result
}
