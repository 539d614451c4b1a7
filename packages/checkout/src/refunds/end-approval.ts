import { sideOf, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import type { Deps } from '../deps.ts'
import { changeCharge } from '../payments/change-charge.ts'
import { wakeUnrecorded } from './apply-finding.ts'
import { approvalEnd, whyNotSecond } from './approval.ts'
import { changeRefund, type LockedRefund } from './change-refund.ts'
import type { RefundRefusal } from './refund-refusal.ts'
import { updateRefund, wakeNextRefund } from './refund-store.ts'
import type { Refund } from './refund.ts'

/** `over` if it does not await approval any more: somebody has decided, or the time has passed. */
export type EndApproval = 'approved' | 'declined' | 'over' | 'not-a-person' | 'same-person'

/**
 * The second person's yes to a refund above the account's threshold: from now on it is requested like any
 * other. Of an approval and a decline at the same moment one counts.
 */
export async function approveRefund(deps: Deps & Acting, named: Refund): Promise<EndApproval> {
  requirePermission(deps.actor, 'refund')
  const { actor } = deps
  const refused = whyNotSecond(actor, named)
  if (refused !== undefined) return refused
  return whileAwaiting(deps, named, async (trx, { charge, refund, now }): Promise<EndApproval> => {
    if (approvalEnd(refund) <= now) return 'over'
    await updateRefund(trx, refund, {
      status: 'requested',
      approved_by: actor.kind === 'command' ? null : actor.id,
      approved_at: now,
      work_at: null,
    })
    const data = { refund: refund.id, amount: refund.amount, by: 'operator' }
    await changeCharge(trx, deps, { charge, events: [{ type: 'refund.approved', data }] })
    await wakeNextRefund(trx, refund.attemptId, now)
    await recordDecision(trx, deps, { refund, action: 'refund.approved', status: 'requested' })
    return 'approved'
  })
}

/**
 * Ends a refund that awaits approval: nothing was sent, and its amount is free again. Anybody who may refund
 * may decline, also their own. `note` says why; the merchant reads it.
 */
export async function declineRefund(
  deps: Deps & Acting,
  named: Refund,
  note = 'A person has declined it',
): Promise<EndApproval> {
  requirePermission(deps.actor, 'refund')
  return whileAwaiting(deps, named, async (trx, { charge, refund, now }): Promise<EndApproval> => {
    const by = sideOf(deps.actor)
    await fail(trx, deps, { charge, refund, now, refusal: { code: 'declined', message: note }, by })
    await recordDecision(trx, deps, { refund, action: 'refund.declined', status: 'failed' })
    return 'declined'
  })
}

/** Ends a refund that nobody has approved in time. */
export async function expireApproval(deps: Deps, named: Refund): Promise<void> {
  await whileAwaiting(deps, named, async (trx, { charge, refund, now }) => {
    if (approvalEnd(refund) > now) return
    const refusal = {
      code: 'approval_expired',
      message: 'No second person has approved it in time',
    } as const
    await fail(trx, deps, { charge, refund, now, refusal })
  })
}

/** Under the payment's lock, if the refund still awaits approval then. */
async function whileAwaiting<Result>(
  deps: Deps,
  named: Refund,
  act: (trx: Trx, locked: LockedRefund) => Promise<Result>,
): Promise<Result | 'over'> {
  return changeRefund(deps, named, async (trx, locked) =>
    locked.refund.status === 'awaiting_approval' ? act(trx, locked) : 'over',
  )
}

async function fail(
  trx: Trx,
  deps: Deps,
  ended: LockedRefund & { readonly refusal: RefundRefusal; readonly by?: string },
): Promise<void> {
  const { charge, refund, now, refusal, by } = ended
  await updateRefund(trx, refund, {
    status: 'failed',
    refusal: JSON.stringify(refusal),
    ended_at: now,
    work_at: null,
  })
  const data = { refund: refund.id, amount: refund.amount, ...refusal, ...(by && { by }) }
  await changeCharge(trx, deps, {
    charge,
    reserve: -refund.amount,
    events: [{ type: 'refund.failed', data }],
  })
  await wakeUnrecorded(trx, charge, now)
}

async function recordDecision(
  trx: Trx,
  deps: Deps & Acting,
  {
    refund,
    action,
    status,
  }: {
    readonly refund: Refund
    readonly action: 'refund.approved' | 'refund.declined'
    readonly status: Refund['status']
  },
): Promise<void> {
  const { id, accountId, paymentId, amount, currency } = refund
  await recordAction(trx, deps, {
    action,
    subject: { type: 'refund', id, accountId },
    before: { status: refund.status },
    after: { status, payment: paymentId, amount, currency },
  })
}
