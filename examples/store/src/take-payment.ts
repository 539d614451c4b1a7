import { askTael, type Payment, type Tael } from '@tael-examples/common'
import type { Order } from './order.ts'

/** Creates the order's payment. Asked again for the same order, it answers with the same payment. */
export function createPayment(tael: Tael, order: Order): Promise<Payment> {
  return askTael(tael, '/v1/payments', {
    key: order.id,
    body: {
      reference: order.id,
      amount: order.total,
      currency: 'HKD',
      description: describe(order),
      return_url: `${tael.publicUrl}/orders/${order.id}`,
      metadata: { items: String(order.lines.length) },
    },
  })
}

const MAX_DESCRIPTION = 60

/** What WeChat shows as the goods: `Dragon Well × 2, Harbour Gaiwan × 1`. */
function describe({ lines }: Pick<Order, 'lines'>): string {
  const goods = lines.map(({ product, quantity }) => `${product.name.en} × ${quantity}`)
  const all = goods.join(', ')
  if (all.length <= MAX_DESCRIPTION) return all
  return `${goods[0] ?? ''} and ${goods.length - 1} more`
}
