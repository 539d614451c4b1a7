import { randomBytes } from 'node:crypto'
import { type NewAccount, silentLog, systemClock } from '@tael/checkout'
import { type Dev, startDev, createWechatVisitor, type Page, type WechatVisitor } from 'tael'

export type World = Dev & {
  /** The merchant's server creates a payment. */
  readonly createPayment: (request?: {
    readonly flow?: NewAccount['flow']
    readonly amount?: number
    readonly currency?: string
    readonly [member: string]: unknown
  }) => Promise<Payment>
  readonly getPayment: (payment: Payment) => Promise<Payment>
  readonly getEvents: (payment: Payment) => Promise<readonly string[]>
  /** A payer with a phone of their own. */
  readonly visitor: (userAgent?: string) => WechatVisitor
}

export type Payment = {
  readonly id: string
  readonly url: string
  readonly status: string
  readonly flow: NewAccount['flow']
  readonly attempt?: string
  readonly needs_attention?: string
}

export const SHOP = 'https://shop.example.com'

/** Checkout and sandbox over real sockets on free ports, with an empty database in memory. */
export async function startWorld(): Promise<World> {
  const dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    database: { memory: true },
    returnOrigins: [SHOP],
    log: silentLog,
  })
  const api = async (flow: NewAccount['flow'], path: string, body?: object) => {
    const response = await fetch(dev.checkoutUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${dev.apiKeys[flow]}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { error?: unknown; data: unknown }
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error))
    return answer
  }
  return {
    ...dev,
    async createPayment({ flow = 'qfpay-account', ...changed } = {}) {
      const body = {
        reference: `order-${randomBytes(6).toString('hex')}`,
        amount: 1099,
        currency: flow === 'canada' ? 'CAD' : 'HKD',
        ...changed,
      }
      return { ...((await api(flow, '/v1/payments', body)) as unknown as Payment), flow }
    },
    async getPayment({ flow, id }) {
      return { ...((await api(flow, `/v1/payments/${id}`)) as unknown as Payment), flow }
    },
    async getEvents({ flow, id }) {
      const { data } = await api(flow, `/v1/payments/${id}/events`)
      return (data as readonly { type: string }[]).map(({ type }) => type)
    },
    visitor: (userAgent) =>
      createWechatVisitor({
        fetch,
        now: () => performance.now(),
        ...(userAgent !== undefined && { userAgent }),
      }),
  }
}

/** Waits until `read` gives what `is` accepts; fails with the last answer after ten seconds. */
export async function eventually<Value>(
  read: () => Promise<Value> | Value,
  is: (value: Value) => boolean,
): Promise<Value> {
  const until = performance.now() + 10_000
  for (;;) {
    const value = await read()
    if (is(value)) return value
    if (performance.now() > until) throw new Error(`Still ${JSON.stringify(value)} after 10 s`)
    await systemClock.sleep(50)
  }
}

/** The number of the order that a page of the cashier, or our own launch page, is about. */
export function prepayOf(page: Page): string {
  const found = /prepay_id(?:=|%3D)(\w+)/.exec(page.url) ?? /prepay_id=(\w+)/.exec(page.text)
  if (found?.[1] === undefined) throw new Error(`${page.url} holds no prepay_id`)
  return found[1]
}
