import type { Acting } from '../audit/actor.ts'
import { changedFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { lockLink, updateLink } from './link-store.ts'
import { linkFacts, type PaymentLink } from './payment-link.ts'

/** What may change: not the amount and the currency, which stand on printed posters. */
export type LinkChange = Partial<
  Pick<
    PaymentLink,
    | 'title'
    | 'stock'
    | 'startsAt'
    | 'endsAt'
    | 'fields'
    | 'successUrl'
    | 'successMessage'
    | 'metadata'
  >
> & { readonly isDisabled?: boolean }

export type ChangedLink =
  | { readonly kind: 'changed'; readonly link: PaymentLink }
  /** More than that is paid or held already. */
  | { readonly kind: 'stock-too-small'; readonly least: number }
  | { readonly kind: 'ends-before-start' }

/** Changes a link. Payments that are made already stay as they are. */
export async function changeLink(
  deps: Pick<Runtime, 'database' | 'clock' | 'newId'> & Acting,
  id: string,
  change: LinkChange,
): Promise<ChangedLink> {
  requirePermission(deps.actor, 'create_payments')
  const { isDisabled, ...changed } = change
  return inTransaction(deps.database, async (trx) => {
    const link = await lockLink(trx, id)
    if (link === undefined) throw new Error(`${id} vanished`)
    const disabledAt = isDisabled ? (link.disabledAt ?? deps.clock.now()) : undefined
    const after: PaymentLink = {
      ...link,
      ...changed,
      ...(isDisabled !== undefined && { disabledAt }),
    }
    const least = link.counts.held + link.counts.paid
    if (after.stock !== undefined && after.stock < least) return { kind: 'stock-too-small', least }
    const { startsAt, endsAt } = after
    if (startsAt && endsAt && startsAt >= endsAt) return { kind: 'ends-before-start' }
    await updateLink(trx, after)
    await recordAction(trx, deps, {
      action: 'payment_link.changed',
      subject: { type: 'payment_link', id, accountId: link.accountId },
      ...changedFacts(linkFacts(link), linkFacts(after)),
    })
    return { kind: 'changed', link: after }
  })
}
