import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { DueWork } from '../database/work.ts'
import type { Deps } from '../deps.ts'
import type { DueServer } from '../platform/due-server.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { FIRST_DEADLINE, lockOverdue, lockPayment } from './payment-store.ts'
import { writePayment } from './payment-write-store.ts'
import { transition, type Payment } from './payment.ts'

/** How many payments a process ends at the same time, and how many a round ends. */
const AT_ONCE = 4
const A_ROUND = 100

export const expiryWork: DueWork<Deps> = {
  name: 'expire',
  firstDue: FIRST_DEADLINE,
  start: createExpirer,
}

/** Ends payments whose deadline has passed. The enquiries continue, so Tael sees money that still arrives. */
export function createExpirer(deps: Deps): DueServer {
  // Those that Tael could not end, and when: it retries later, so that none of them is always the first.
  const failed = new Map<string, number>()

  async function expireNext(): Promise<boolean> {
    const found: { id?: string | undefined } = {}
    try {
      await inTransaction(deps.database, async (trx) => {
        const payment = await lockOverdue(trx, deps.clock.now(), [...failed.keys()])
        found.id = payment?.id
        if (payment !== undefined) await expire(trx, deps, payment)
      })
    } catch (error) {
      if (found.id === undefined) throw error
      failed.set(found.id, deps.clock.now().getTime())
      deps.log.error('expiry.failed', { payment: found.id, error })
      return true
    }
    if (found.id !== undefined) deps.changes.announce(found.id)
    return found.id !== undefined
  }

  return {
    async serveDue() {
      let left = A_ROUND
      const expireSome = async (): Promise<void> => {
        while (left > 0 && (await expireNext())) left--
      }
      await Promise.all(Array.from({ length: AT_ONCE }, expireSome))
      const longAgo = deps.clock.now().getTime() - MINUTE_MS
      for (const [id, at] of failed) if (left === A_ROUND || at < longAgo) failed.delete(id)
      return A_ROUND - left
    },
    stop: () => Promise.resolve(),
  }
}

export async function expirePayment(deps: Deps, id: string): Promise<void> {
  await inTransaction(deps.database, async (trx) => expire(trx, deps, await lockPayment(trx, id)))
  deps.changes.announce(id)
}

async function expire(trx: Trx, deps: Deps, payment: Payment): Promise<void> {
  if (transition(payment, 'deadline-passed').kind !== 'moved') return
  await writePayment(trx, deps, {
    payment,
    set: { status: 'expired' },
    events: [{ type: 'payment.expired', data: { expires_at: payment.expiresAt.toISOString() } }],
  })
}
