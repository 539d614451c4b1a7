import { DAY_MS } from '@tael/testing/durations'
import { ENDLESS } from './scenarios.ts'
import { GATEWAY_OWNER, type World } from './world.ts'

/** Longer than anything waits: of two refunds in turn, each is tried thirty times if the takings never cover it. */
export const MAX_DURATION_MS: number = 100 * DAY_MS

/** Work that somebody still has to do, and when it is due. */
type Left = { readonly what: string; readonly dueAt: number }

/** Everything that has not ended: with us, and with the gateway. */
export async function readPendingWork({
  database,
  sandbox,
  schedule,
}: World): Promise<readonly Left[]> {
  const rows = await database.look(OURS)
  // One for which the gateway will never have an end, and for which a person was called.
  const ours = rows.filter(
    (row) => !(row['is_called'] === true && isForever(sandbox, String(row['charge']))),
  )
  return [
    ...ours.map((row) => ({
      what: String(row['what']),
      // Without an instant it waits for something else, which has one.
      dueAt: (row['due_at'] as Date | null)?.getTime() ?? Infinity,
    })),
    ...schedule
      .wakesOf(GATEWAY_OWNER)
      .map((dueAt) => ({ what: 'something at the gateway', dueAt })),
  ]
}

const OURS = `
  select 'enquiry of ' || id as what, enquire_at as due_at, false as is_called, '' as charge
    from attempt where enquire_at is not null
  union all
  select 'closing of ' || id, close_at, false, ''
    from attempt where close_at is not null
  union all
  select 'deadline of ' || id, expires_at, false, ''
    from payment where status in ('created', 'pending') and reviews = '[]'
  union all
  select 'refund ' || refund.id, work_at, reviews <> '[]', attempt_id
    from refund join payment on payment.id = refund.payment_id
    where refund.status in ('requested', 'pending') or work_at is not null
  union all
  select 'reconciliation ' || id, work_at, false, ''
    from reconciliation where work_at is not null
  union all
  select 'webhook ' || id, next_try_at, false, ''
    from webhook_delivery where status = 'pending'
  union all
  select 'audit entry ' || id, at, false, ''
    from audit_entry where sequence is null`

/** Whether a refund of that charge has no end: it is worked on for ever, or its number proves nothing. */
function isForever({ orders, faults }: World['sandbox'], charge: string): boolean {
  const hidden = faults
    .list()
    .flatMap(({ effect, order }) => (effect.kind === 'hide-row' ? [order] : []))
  return orders.list().some(
    ({ kind, status, amount, outTradeNo, paymentOutTradeNo }) =>
      kind === 'refund' &&
      paymentOutTradeNo === charge &&
      // The second is one that QFPay has refused and shows to nobody: its number is used, and that is all.
      (ENDLESS.includes(amount) || (status === 'failed' && hidden.includes(outTradeNo))),
  )
}
