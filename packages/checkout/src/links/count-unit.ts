import type { RawBuilder } from 'kysely'
import type { Trx } from '../database/schema.ts'
import { addCounts, holdUnit, lockLink } from './link-store.ts'
import { remainingUnits } from './payment-link.ts'

/** How far a payment of a link has come, as far as its unit of the stock goes. */
export type UnitState = 'held' | 'paid' | 'returned'

/** The unit of a payment whose state changes, as a part of the statement that changes it; undefined if it stays. */
export function countUnit(
  linkId: string,
  change: { readonly from: UnitState; readonly to: UnitState; readonly amount: number },
): RawBuilder<unknown> | undefined {
  const { from, to, amount } = change
  const paid = Number(to === 'paid') - Number(from === 'paid')
  const held = Number(to === 'held') - Number(from === 'held')
  if (paid === 0 && held === 0) return undefined
  return addCounts(linkId, { held, paid, paidAmount: paid * amount })
}

/** Holds a unit for a new payment: its number, or undefined if none is left. */
export async function takeUnit(trx: Trx, linkId: string): Promise<number | undefined> {
  return holdUnit(trx, linkId)
}

/** Whether one more could be paid for; the answer holds until the transaction ends. */
export async function hasUnit(trx: Trx, linkId: string): Promise<boolean> {
  const link = await lockLink(trx, linkId)
  return link !== undefined && (remainingUnits(link) ?? 1) > 0
}
