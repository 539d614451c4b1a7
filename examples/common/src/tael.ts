import type { Payment } from './payment.ts'

/** How a site reaches its Tael checkout. */
export type Tael = {
  /** Origin of the checkout's API, such as `http://127.0.0.1:4000`. */
  readonly checkoutUrl: string
  readonly apiKey: string
  /** Origin under which customers see this site; one of the account's return origins. */
  readonly publicUrl: string
  readonly fetch: (request: Request) => Promise<Response>
}

/** `unreachable`: try again, nothing is lost. `refused`: this site asked for something wrong. */
export class CheckoutError extends Error {
  override readonly name = 'CheckoutError'
  readonly kind: 'unreachable' | 'refused'

  constructor(kind: CheckoutError['kind'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

const ANSWER_WITHIN_MS = 10_000

/** One request to Tael's API, and its answer. With `key`, asking again gets the same answer. */
export async function askTael<Answer = Payment>(
  tael: Tael,
  path: string,
  { body, key }: { readonly body?: object; readonly key?: string } = {},
): Promise<Answer> {
  const response = await fetchFromTael(tael, path, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
    },
  })
  try {
    return (await response.json()) as Answer
  } catch (cause) {
    // Half an answer, or a page of something that stands before Tael.
    throw new CheckoutError('unreachable', `No answer of Tael from ${response.url}`, { cause })
  }
}

/** The same for an answer that is not JSON, such as a poster. */
export async function fetchFromTael(
  tael: Tael,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const request = new Request(`${tael.checkoutUrl}${path}`, {
    ...init,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
  request.headers.set('authorization', `Bearer ${tael.apiKey}`)
  let response: Response
  try {
    response = await tael.fetch(request)
  } catch (cause) {
    throw new CheckoutError('unreachable', `No answer of Tael from ${request.url}`, { cause })
  }
  const { status } = response
  if (status < 300) return response
  const kind = status >= 500 || status === 429 ? 'unreachable' : 'refused'
  const reason = await response.text().catch(() => '')
  throw new CheckoutError(kind, `${request.method} ${path} answered ${status}: ${reason}`)
}

/**
 * Asks Tael to tell this site of its payments and refunds. Returns the secret that signs what it tells, which
 * is shown this once: a site does it once, and keeps the secret.
 */
export async function askForWebhooks(tael: Tael, path: string): Promise<string> {
  const { secret } = await askTael<{ readonly secret: string }>(tael, '/v1/webhook_endpoints', {
    body: { url: `${tael.publicUrl}${path}`, event_types: ['payment.*', 'refund.*'] },
  })
  return secret
}
