import { readAccount } from '../accounts/read-accounts.ts'
import { sideOf, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Deps } from '../deps.ts'
import { readPayment } from '../payments/read-payments.ts'
import { reviewsAbout } from '../payments/review.ts'
import { within } from '../platform/within.ts'
import { applyFinding } from './apply-finding.ts'
import { enquireRefund } from './enquire-refund.ts'
import { readRefund } from './read-refunds.ts'
import { isOverdue, isRefundOpen, type Refund } from './refund.ts'

const LAST_LOOK_MS = 5_000

/**
 * Ends a refund that QFPay does not end, as a person has found that it did or did not happen. It proves
 * nothing: if QFPay says later that money has moved, that outranks it.
 */
export async function endRefund(
  deps: Deps & Acting,
  named: Refund,
  { happened, note }: { readonly happened: boolean; readonly note: string },
): Promise<{ readonly kind: 'ended' | 'not-stuck'; readonly refund: Refund }> {
  requirePermission(deps.actor, 'refund')
  if (await isStuck(deps, named)) {
    // If QFPay has an answer by now, that one counts.
    await lookOnceMore(deps, named)
    const account = await readAccount(deps, named.accountId)
    const confirmation = { by: sideOf(deps.actor), note }
    await applyFinding(deps, account, named, {
      finding: { kind: 'confirmed', happened, confirmation },
      alsoWrite: (trx) =>
        recordAction(trx, deps, {
          action: 'refund.ended',
          subject: { type: 'refund', id: named.id, accountId: named.accountId },
          before: { status: named.status },
          after: { happened },
        }),
    })
    const refund = await current(deps, named)
    return { kind: isRefundOpen(refund) ? 'not-stuck' : 'ended', refund }
  }
  return { kind: 'not-stuck', refund: named }
}

/** Whether a person has to look at a refund that has not ended. */
async function isStuck(deps: Pick<Deps, 'database' | 'clock'>, refund: Refund): Promise<boolean> {
  if (!isRefundOpen(refund)) return false
  if (isOverdue(refund, deps.clock.now())) return true
  const payment = await readPayment(deps, refund.paymentId)
  return reviewsAbout(payment?.reviews ?? [], refund.id).length > 0
}

async function lookOnceMore(deps: Deps, refund: Refund): Promise<void> {
  const limit = { clock: deps.clock, ms: LAST_LOOK_MS, reason: 'QFPay has not answered' }
  try {
    await within(limit, (signal) => {
      const { promise, reject } = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      return Promise.race([enquireRefund(deps, refund), promise])
    })
  } catch (error) {
    deps.log.warn('refund.unanswered', { refund: refund.id, error })
  }
}

async function current(deps: Pick<Deps, 'database'>, { id }: Refund): Promise<Refund> {
  const refund = await readRefund(deps, id)
  if (refund === undefined) throw new Error(`${id} vanished`)
  return refund
}
