import { type Order } from './order.ts'

/** How the shop reaches its Tael checkout. */
export type Tael = {
  /** Origin of the checkout's API, such as `http://127.0.0.1:4000`. */
  readonly checkoutUrl: string
  readonly apiKey: string
  /** Origin under which customers see this shop; one of the account's return origins. */
  readonly publicUrl: string
  readonly fetch: (request: Request) => Promise<Response>
}

/** What this shop reads of a Tael payment. */
export type Payment = {
  readonly id: string
  readonly status: 'created' | 'pending' | 'succeeded' | 'failed' | 'expired' | 'canceled'
  /** Where the customer pays: send him there. */
  readonly url: string
  readonly created_at: string
  readonly succeeded_at?: string
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
      description: 'Harbour Tea House',
      return_url: `${tael.publicUrl}/orders/${order.id}`,
      metadata: { items: String(order.lines.length) },
    }),
  })
}

/** Asks what became of a payment. Only this answer says that an order is paid. */
export function readPayment(tael: Tael, id: string): Promise<Payment> {
  return ask(tael, `/v1/payments/${id}`, { method: 'GET' })
}

async function ask(tael: Tael, path: string, init: RequestInit): Promise<Payment> {
  const request = new Request(`${tael.checkoutUrl}${path}`, {
    ...init,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  request.headers.set('authorization', `Bearer ${tael.apiKey}`)
  const { response, text } = await exchange(tael, request)
  if (response.ok) return JSON.parse(text) as Payment
  const kind = response.status >= 500 || response.status === 429 ? 'unreachable' : 'refused'
  throw new CheckoutError(kind, `${request.method} ${path} answered ${response.status}: ${text}`)
}

async function exchange(
  tael: Tael,
  request: Request,
): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await tael.fetch(request)
    return { response, text: await response.text() }
  } catch (cause) {
    throw new CheckoutError('unreachable', `${tael.checkoutUrl} did not answer`, { cause })
  }
}
