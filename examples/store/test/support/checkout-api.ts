import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Payment, Refund } from '@tael-examples/common'

/** What a request to the checkout's API was. */
type Asked = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Failure = number | 'lost-answer' | 'not-json'

export type CheckoutApi = {
  readonly url: string
  readonly asked: readonly Asked[]
  /** Every payment it created, oldest first. */
  readonly payments: readonly Payment[]
  /** The status of the newest payment. */
  readonly become: (status: Payment['status']) => void
  /** Adds a refund of the newest payment, of all of it if it says no more. */
  readonly refund: (refund: Partial<Refund>) => void
  /** Fails the next request: answers with that status, cuts the line, or answers as a proxy does. */
  readonly failNext: (failure: Failure) => void
  readonly close: () => Promise<void>
}

export const API_KEY = 'test-key-of-the-store'

/** A server that answers as the three calls of Tael's API that a store makes. */
export async function startCheckoutApi(): Promise<CheckoutApi> {
  const asked: Asked[] = []
  const created = new Map<string, { body: string; payment: Payment; refunds: Refund[] }>()
  let failure: Failure | undefined

  const answer = (request: Asked): [status: number, body: object] => {
    if (request.path.startsWith('/pay/')) return [200, { page: 'where a payer pays' }]
    if (request.headers.authorization !== `Bearer ${API_KEY}`) return [401, refusal('key')]
    if (request.method === 'GET') {
      const [, id, refunds] = /^\/v1\/payments\/(\w+)(\/refunds)?/.exec(request.path) ?? []
      const found = [...created.values()].find(({ payment }) => payment.id === id)
      if (found === undefined) return [404, refusal('not_found')]
      return [200, refunds === undefined ? found.payment : { data: found.refunds }]
    }
    const key = String(request.headers['idempotency-key'])
    const earlier = created.get(key)
    if (earlier !== undefined) {
      return earlier.body === request.body ? [200, earlier.payment] : [422, refusal('key_reused')]
    }
    const id = `pay_${created.size + 1}`
    const payment: Payment = {
      id,
      status: 'created',
      url: `${url}/pay/${id}`,
      amount: (JSON.parse(request.body) as Payment).amount,
      amount_refunded: 0,
      created_at: '2026-03-02T04:00:00.000Z',
    }
    created.set(key, { body: request.body, payment, refunds: [] })
    return [201, payment]
  }

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', headers } = request
    const one = { method, path, headers, body: await text(request) }
    asked.push(one)
    const failing = failure
    failure = undefined
    if (typeof failing === 'number') {
      response.writeHead(failing, { 'content-type': 'application/json' })
      response.end(JSON.stringify(refusal('failing')))
      return
    }
    const [status, body] = answer(one)
    if (failing === 'lost-answer') {
      response.destroy()
      return
    }
    const sent = failing === 'not-json' ? '<h1>Welcome</h1>' : JSON.stringify(body)
    response.writeHead(status, { 'content-type': 'application/json' }).end(sent)
  }

  const server = createServer((request, response) => void receive(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    get payments() {
      return [...created.values()].map(({ payment }) => payment)
    },
    become(status) {
      const newest = [...created.values()].at(-1)
      if (newest === undefined) throw new Error('No payment was created.')
      const proof =
        status === 'succeeded' ? { succeeded_at: '2026-03-02T04:01:12.000Z', attempt: 'att_1' } : {}
      newest.payment = { ...newest.payment, status, ...proof }
    },
    refund(one) {
      const newest = [...created.values()].at(-1)
      if (newest === undefined) throw new Error('No payment was created.')
      const { amount, attempt = 'att_1' } = newest.payment
      newest.refunds.push({ status: 'succeeded', cause: 'merchant', attempt, amount, ...one })
      const amount_refunded = newest.refunds
        .filter((refund) => refund.status === 'succeeded' && refund.attempt === attempt)
        .reduce((total, refund) => total + refund.amount, 0)
      newest.payment = { ...newest.payment, amount_refunded }
    },
    failNext: (next) => (failure = next),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function refusal(code: string): object {
  return { error: { type: 'invalid_request', code, message: `Refused: ${code}` } }
}
