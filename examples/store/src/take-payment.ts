import type { Order } from './order.ts'
import type { Payment } from './payment.ts'

/** How the shop reaches its Tael checkout. */
export type Tael = {
  /** Origin of the checkout's API, such as `http://127.0.0.1:4000`. */
  readonly checkoutUrl: string
  readonly apiKey: string
  /** Origin under which customers see this shop; one of the account's return origins. */
  readonly publicUrl: string
  readonly fetch: (request: Request) => Promise<Response>
}

/** `unreachable`: try again, nothing is lost. `refused`: this shop asked for something wrong. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError'
  readonly kind: 'unreachable' | 'refused'

  constructor(kind: CheckoutError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

const PATIENCE_MS = 10_000

/** Creates the order's payment. Asked again for the same order, it answers with the same payment. */
export function createPayment(tael: Tael, order: Order): Promise<Payment> {
  return ask(tael, '/v1/payments', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': order.id },
    body: JSON.stringify({
      reference: order.id,
      amount: order.total,
      currency: 'HKD',
      description: describe(order),
      return_url: `${tael.publicUrl}/orders/${order.id}`,
      metadata: { items: String(order.lines.length) },
    }),
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

/** Reads a payment. Only this answer says that an order is paid. */
export function readPayment(tael: Tael, id: string): Promise<Payment> {
  return ask(tael, `/v1/payments/${id}`, { method: 'GET' })
}

/**
 * Asks Tael to tell this shop of its payments and refunds. Returns the secret that signs what it tells, which
 * is shown this once: a shop does it once, and keeps the secret.
 */
export async function askForWebhooks(tael: Tael, path: string): Promise<string> {
  const { secret } = await ask<{ readonly secret: string }>(tael, '/v1/webhook_endpoints', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      url: `${tael.publicUrl}${path}`,
      event_types: ['payment.*', 'refund.*'],
    }),
  })
  return secret
}

async function ask<Answer = Payment>(tael: Tael, path: string, init: RequestInit): Promise<Answer> {
  const request = new Request(`${tael.checkoutUrl}${path}`, {
    ...init,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  request.headers.set('authorization', `Bearer ${tael.apiKey}`)
  const { status, answer } = await exchange(tael, request)
  if (status < 300) return answer as Answer
  const kind = status >= 500 || status === 429 ? 'unreachable' : 'refused'
  const reason = JSON.stringify(answer)
  throw new CheckoutError(kind, `${request.method} ${path} answered ${status}: ${reason}`)
}

async function exchange(
  tael: Tael,
  request: Request,
): Promise<{ readonly status: number; readonly answer: unknown }> {
  try {
    const response = await tael.fetch(request)
    return { status: response.status, answer: await response.json() }
  } catch (cause) {
    // No answer, or half of one, or a page of something that stands before Tael.
    throw new CheckoutError('unreachable', `No answer of Tael from ${request.url}`, { cause })
  }
}
