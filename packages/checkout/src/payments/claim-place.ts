import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { hasUnit } from '../links/count-unit.ts'
import { readLink } from '../links/read-links.ts'
import { findPaymentOfPayer, lockPayment, namePayer } from './payment-store.ts'
import type { Payment } from './payment.ts'

export type Place =
  /** The payer may pay this payment. */
  | { readonly kind: 'own' }
  /** They have another one of the same link, paid or not. */
  | { readonly kind: 'other'; readonly paymentId: string }
  /** Another payer has begun to pay this one. */
  | { readonly kind: 'foreign'; readonly linkId: string }

const OWN: Place = { kind: 'own' }

/**
 * Gives a payment of a link to the payer whom WeChat has identified, where the link serves each payer once.
 * `payerHashes` are of their openid, under each secret; absent where nobody identifies payers.
 */
export async function claimPlace(
  deps: Pick<Deps, 'database'>,
  { id, link: of }: Payment,
  payerHashes: readonly [string, ...string[]] | undefined,
): Promise<Place> {
  if (of === undefined || payerHashes === undefined) return OWN
  const link = await readLink(deps, of.id)
  if (link?.isOncePerPayer !== true) return OWN
  return inTransaction(deps.database, async (trx): Promise<Place> => {
    const payment = await lockPayment(trx, id)
    // The link's lock, too: another payment of the same payer may be claimed at this moment.
    await hasUnit(trx, link.id)
    const named = payment.link?.payerHash
    if (named !== undefined) {
      return payerHashes.includes(named) ? OWN : { kind: 'foreign', linkId: link.id }
    }
    const other = await findPaymentOfPayer(trx, link.id, payerHashes)
    if (other !== undefined) return { kind: 'other', paymentId: other.id }
    await namePayer(trx, id, payerHashes[0])
    return OWN
  })
}

/**
 * Whether money may still be kept that comes when a link's payment is over: one is left of the stock, and
 * its payer has no other payment where the link serves each payer once.
 */
export async function hasRoom(trx: Trx, { link }: Payment): Promise<boolean> {
  if (link === undefined) return true
  if (!(await hasUnit(trx, link.id))) return false
  const { id, payerHash } = link
  return payerHash === undefined || (await findPaymentOfPayer(trx, id, [payerHash])) === undefined
}
