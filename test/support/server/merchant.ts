import { setTimeout as pause } from 'node:timers/promises'
import { PATIENCE_MS } from '@tael/testing/patience'

/** What the server has answered 2xx to, and what it must therefore never forget. */
type Acknowledged = {
  readonly payments: { readonly id: string; readonly reference: string }[]
  readonly refunds: { readonly id: string; readonly payment: string; readonly amount: number }[]
  readonly canceled: string[]
}

/** An answer of the API that was not an answer to the question. */
type Refusal = { readonly status: number; readonly code: string; readonly at: number }

export type Payment = {
  readonly id: string
  readonly reference: string
  readonly url: string
  readonly status: string
  readonly amount: number
  readonly amount_refunded: number
  readonly attempt?: string
  readonly reviews: readonly {
    readonly code: string
    readonly subject: string
    readonly message: string
  }[]
}

/** A merchant's server: it asks again, with the same key, until it is answered. */
export type Merchant = {
  readonly acknowledged: Acknowledged
  /** Every 5xx so far. */
  readonly refusals: readonly Refusal[]
  /** One request, repeated until the server is there and answers something other than 5xx. */
  readonly call: (method: 'GET' | 'POST', path: string, body?: object) => Promise<Reply>
  /** One request, once. */
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object) => Promise<Reply | undefined>
  readonly createPayment: (amount?: number) => Promise<Payment>
  readonly refund: (payment: string, amount: number) => Promise<void>
  readonly cancel: (payment: string) => Promise<void>
  readonly getPayment: (id: string) => Promise<Payment>
  /** Waits for a status of the payment; gives up after many looks, which the books then report. */
  readonly waitFor: (
    id: string,
    is: (payment: Payment) => boolean,
    /** Lets time pass, once the wait gets long. */
    pass?: () => Promise<void>,
  ) => Promise<void>
}

type Reply = { readonly status: number; readonly body: unknown }

const AGAIN_MS = 50
/** Of a state that may never come: so many looks, for a busy machine takes longer for each. */
const MAX_LOOKS = 400
const LONG_WAIT_MS = 700

let lastNumber = 0

export function createMerchant({
  checkoutUrl,
  apiKey,
  patienceMs = PATIENCE_MS,
}: {
  readonly checkoutUrl: string
  readonly apiKey: string
  readonly patienceMs?: number
}): Merchant {
  const acknowledged: Acknowledged = { payments: [], refunds: [], canceled: [] }
  const refusals: Refusal[] = []

  async function send(
    method: string,
    path: string,
    { body, key }: { readonly body?: object | undefined; readonly key: string },
  ): Promise<Reply | undefined> {
    try {
      const response = await fetch(checkoutUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(method === 'POST' && { 'content-type': 'application/json', 'idempotency-key': key }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      const reply = { status: response.status, body: await response.json() }
      if (reply.status >= 500) refusals.push(refusalOf(reply))
      return reply
    } catch {
      // It is down, or died while we were waiting: we know nothing.
      return undefined
    }
  }

  const call: Merchant['call'] = async (method, path, body) => {
    const key = `key-${++lastNumber}`
    const until = performance.now() + patienceMs
    while (performance.now() < until) {
      const reply = await send(method, path, { body, key })
      if (reply !== undefined && reply.status < 500) return reply
      await pause(AGAIN_MS)
    }
    throw new Error(`${method} ${path} was not answered for ${patienceMs / 1000} s`)
  }
  const getPayment = async (id: string): Promise<Payment> =>
    (await call('GET', `/v1/payments/${id}`)).body as Payment

  return {
    acknowledged,
    refusals,
    call,
    ask: (method, path, body) => send(method, path, { body, key: `key-${++lastNumber}` }),
    getPayment,
    async createPayment(amount = 2_000) {
      const reference = `order-${++lastNumber}`
      const { status, body } = await call('POST', '/v1/payments', {
        reference,
        amount,
        currency: 'HKD',
        description: 'Jasmine tea',
      })
      if (status > 201) throw new Error(`A payment was refused: ${JSON.stringify(body)}`)
      const payment = body as Payment
      acknowledged.payments.push({ id: payment.id, reference })
      return payment
    },
    async refund(payment, amount) {
      const { status, body } = await call('POST', `/v1/payments/${payment}/refunds`, {
        amount,
        reference: `refund-${++lastNumber}`,
      })
      if (status > 201) throw new Error(`A refund was refused: ${JSON.stringify(body)}`)
      acknowledged.refunds.push({ id: (body as { id: string }).id, payment, amount })
    },
    async cancel(payment) {
      const { status } = await call('POST', `/v1/payments/${payment}/cancel`)
      if (status === 200) acknowledged.canceled.push(payment)
    },
    async waitFor(id, is, pass) {
      const startedAt = performance.now()
      for (let looks = 0; looks < MAX_LOOKS && !is(await getPayment(id)); looks++) {
        await pause(AGAIN_MS)
        if (performance.now() > startedAt + LONG_WAIT_MS) await pass?.()
      }
    },
  }
}

function refusalOf({ status, body }: Reply): Refusal {
  const { error } = body as { readonly error?: { readonly code?: string } }
  return { status, code: error?.code ?? 'no error shape', at: performance.now() }
}
