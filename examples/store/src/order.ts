import type { Payment, Refund } from '@tael-examples/common'
import type { Line } from './cart.ts'

export type Order = {
  /** Long enough that nobody guesses it: anybody who knows it may see the order. */
  readonly id: string
  readonly lines: readonly Line[]
  /** Integer, in cents. */
  readonly total: number
  /** The id of its payment at Tael, once that has answered. */
  paymentId?: string
  /** Tael's last answer about it; the shop asks again when a webhook comes, and when somebody opens the order. */
  payment?: Payment
  /** What of its money went back, or is on its way; learned together with the payment. */
  refunds?: readonly Refund[]
}

/** The orders of a demo: gone with the process. A shop keeps them in its database. */
export type OrderBook = {
  readonly find: (id: string) => Order | undefined
  readonly add: (order: Order) => void
}

const MAX_ORDERS = 10_000

export function createOrderBook(): OrderBook {
  const orders = new Map<string, Order>()
  return {
    find: (id) => orders.get(id),
    add(order) {
      orders.set(order.id, order)
      const [oldest] = orders.keys()
      if (orders.size > MAX_ORDERS && oldest !== undefined) orders.delete(oldest)
    },
  }
}

// Without I, L, O and U, which are misread when a customer says their number at the counter.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID = /^HT-[0-9A-HJKMNP-TV-Z]{8}-[0-9A-HJKMNP-TV-Z]{8}$/

/** `HT-7K3M9QXD-2F4E8TA3`: 80 random bits that a person can read aloud. */
export function newOrderId(randomBytes: (size: number) => Uint8Array): string {
  const text = Array.from(randomBytes(16), (byte) => ALPHABET.charAt(byte % 32)).join('')
  return `HT-${text.slice(0, 8)}-${text.slice(8)}`
}

export function isOrderId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text)
}
