import { inRounds, type DueWork } from '../database/background-work.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { FIRST_DEADLINE, findOverdue, lockPayment } from './payment-store.ts'
import { writePayment } from './payment-write-store.ts'
import { transition } from './payment.ts'

const BATCH = 100

export const expiryWork: DueWork<Deps> = {
  name: 'expire',
  firstDue: FIRST_DEADLINE,
  start: inRounds(expirePayments),
}

/** Ends payments whose deadline has passed. The enquiries continue, so Tael sees money that still arrives. */
export async function expirePayments(deps: Deps): Promise<number> {
  const overdue = await findOverdue(deps.database.db, deps.clock.now(), BATCH)
  for (const id of overdue) await expirePayment(deps, id)
  return overdue.length
}

export async function expirePayment(deps: Deps, id: string): Promise<void> {
  await inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, id)
    if (transition(payment, 'deadline-passed').kind !== 'moved') return
    await writePayment(trx, deps, {
      payment,
      set: { status: 'expired' },
      events: [{ type: 'payment.expired', data: { expires_at: payment.expiresAt.toISOString() } }],
    })
  })
  deps.changes.announce(id)
}
