import type { Order } from './order.ts'

/**
 * What an order moved in the payer's wallet, as the wire names it. A wallet in another currency shows other
 * money than the merchant asked for: `txamt` stays the merchant's.
 */
export function cashFields(order: Order): Readonly<Record<string, string>> {
  const { paidIn } = order.kind === 'refund' ? order.original : order
  const fee = String(paidIn === undefined ? order.amount : converted(order.amount, paidIn.rate))
  const currency = paidIn?.currency ?? order.currency
  if (order.kind === 'refund') return { cash_refund_fee: fee, cash_refund_fee_type: currency }
  if (paidIn === undefined) return {}
  return { cash_fee: fee, cash_fee_type: currency, exchange_rate: paidIn.rate }
}

function converted(amount: number, rate: string): number {
  const decimals = rate.split('.')[1]?.length ?? 0
  return Math.round((amount * Number(rate.replace('.', ''))) / 10 ** decimals)
}
