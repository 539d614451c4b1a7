import type { Account } from '../accounts/account.ts'
import type { Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { insertLink } from './link-store.ts'
import { linkFacts, type PaymentLink } from './payment-link.ts'
import { newSlug } from './slug.ts'

export type NewLink = Omit<
  PaymentLink,
  'id' | 'accountId' | 'slug' | 'disabledAt' | 'createdAt' | 'counts'
>

export async function createLink(
  trx: Trx,
  deps: Pick<Runtime, 'clock' | 'newId' | 'randomBytes'> & Acting,
  account: Account,
  request: NewLink,
): Promise<PaymentLink> {
  requirePermission(deps.actor, 'create_payments')
  const link: PaymentLink = {
    ...request,
    id: deps.newId('lnk'),
    accountId: account.id,
    slug: newSlug(deps.randomBytes),
    disabledAt: undefined,
    createdAt: deps.clock.now(),
    counts: { opens: 0, payments: 0, held: 0, paid: 0, paidAmount: 0 },
  }
  await insertLink(trx, link)
  await recordAction(trx, deps, {
    action: 'payment_link.created',
    subject: { type: 'payment_link', id: link.id, accountId: link.accountId },
    after: linkFacts(link),
  })
  return link
}

/** The same, in a transaction of its own. */
export async function addLink(
  deps: Pick<Runtime, 'database' | 'clock' | 'newId' | 'randomBytes'> & Acting,
  account: Account,
  request: NewLink,
): Promise<PaymentLink> {
  return inTransaction(deps.database, (trx) => createLink(trx, deps, account, request))
}
