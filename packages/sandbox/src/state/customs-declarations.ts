import type { Payment } from './order.ts'

/** What a customs office was told of a payment, or of a part of one. */
export type CustomsDeclaration = {
  readonly payment: Payment
  /** The office, such as GUANGZHOU_ZS. */
  readonly customs: string
  /** The merchant's number at the office. */
  readonly number: string
  /** Of an order that is shipped in parts; in fen. */
  readonly part?: { readonly subOrderNo: string; readonly amount: number }
  declaredAt: number
}
