import type { Order, Payment } from './order.ts'

/** Every order of every merchant, found by either number. */
export interface OrderBook {
  add(order: Order): void
  byNumber(appCode: string, outTradeNo: string): Order | undefined
  bySyssn(appCode: string, syssn: string): Order | undefined
  byPrepay(prepayId: string): Payment | undefined
  /** Makes a payment findable by its prepay. */
  addPrepay(payment: Payment): void
  /** Oldest first; of one merchant, or of all. */
  list(appCode?: string): readonly Order[]
  clear(): void
}

export function createOrderBook(): OrderBook {
  const orders: Order[] = []
  const perMerchant = new Map<string, Order[]>()
  const numbers = new Map<string, Order>()
  const syssns = new Map<string, Order>()
  const prepays = new Map<string, Payment>()
  const key = (appCode: string, outTradeNo: string): string => `${appCode}\n${outTradeNo}`
  return {
    add(order) {
      orders.push(order)
      const ofMerchant = perMerchant.get(order.appCode) ?? []
      ofMerchant.push(order)
      perMerchant.set(order.appCode, ofMerchant)
      numbers.set(key(order.appCode, order.outTradeNo), order)
      syssns.set(order.syssn, order)
    },
    byNumber: (appCode, outTradeNo) => numbers.get(key(appCode, outTradeNo)),
    bySyssn(appCode, syssn) {
      const order = syssns.get(syssn)
      return order?.appCode === appCode ? order : undefined
    },
    byPrepay: (prepayId) => prepays.get(prepayId),
    addPrepay(payment) {
      if (payment.prepay !== undefined) prepays.set(payment.prepay.prepayId, payment)
    },
    list: (appCode) => (appCode === undefined ? orders : (perMerchant.get(appCode) ?? [])),
    clear() {
      orders.length = 0
      for (const index of [perMerchant, numbers, syssns, prepays]) index.clear()
    },
  }
}
