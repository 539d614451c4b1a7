import { amountsOf, UNANSWERED, UNPROVED } from './scenarios.ts'
import type { World } from './world.ts'

/** Work that somebody still has to do, and when it is due. */
type Left = { readonly what: string; readonly dueAt: number }

/** Everything that has not ended: with us, and with the gateway. */
export async function whatIsLeft({
  database,
  sandbox,
}: Pick<World, 'database' | 'sandbox'>): Promise<readonly Left[]> {
  const rows = await database.look(OURS)
  // One for which the gateway will never have an end, and for which a person was called.
  const ours = rows.filter(
    (row) =>
      !(row['is_called'] === true && isForever(sandbox, String(row['charge']))) &&
      !NEVER_ANSWERED.includes(Number(row['amount'])),
  )
  return [
    ...ours.map((row) => ({
      what: String(row['what']),
      // Without an instant it waits for something else, which has one.
      dueAt: (row['due_at'] as Date | null)?.getTime() ?? Infinity,
    })),
    ...sandbox.notifications
      .list()
      .filter(({ nextAttemptAt }) => nextAttemptAt !== undefined)
      .map(({ id, nextAttemptAt }) => ({
        what: `notification ${id}`,
        dueAt: nextAttemptAt ?? 0,
      })),
  ]
}

const OURS = `
  select 'enquiry of ' || attempt.id as what, enquire_at as due_at, false as is_called, '' as charge,
    payment.amount
    from attempt join payment on payment.id = payment_id where enquire_at is not null
  union all
  select 'closing of ' || id, close_at, false, '', 0
    from attempt where close_at is not null
  union all
  select 'deadline of ' || id, expires_at, false, '', 0
    from payment where status in ('created', 'pending') and frozen_reason is null
  union all
  select 'refund ' || refund.id, work_at, frozen_reason is not null, attempt_id, 0
    from refund join payment on payment.id = refund.payment_id
    where refund.status in ('requested', 'pending') or work_at is not null
  union all
  select 'reconciliation ' || id, work_at, false, '', 0
    from reconciliation where work_at is not null
  union all
  select 'webhook ' || id, next_try_at, false, '', 0
    from webhook_delivery where status = 'pending'`

/** Whether a refund of that charge has no end: it is worked on for ever, or its number proves nothing. */
function isForever(sandbox: World['sandbox'], charge: string): boolean {
  return sandbox.orders
    .list()
    .some(
      ({ kind, amount, paymentOutTradeNo }) =>
        kind === 'refund' && ENDLESS.includes(amount) && paymentOutTradeNo === charge,
    )
}

const ENDLESS = amountsOf(['refund-pending-forever', ...UNPROVED])
/** The schedule asks about these for ever. */
const NEVER_ANSWERED = amountsOf(UNANSWERED)
