import { after, afterEach, before, beforeEach, describe } from 'node:test'
import {
  createQfpayClient,
  type Clock,
  type CreatedPayment,
  type CreatePaymentRequest,
  type QfpayClient,
  type QfpayOptions,
  type Transaction,
} from '@tael/qfpay'
import {
  createClock,
  createSandbox,
  DEMO,
  serveSandbox,
  type OrderView,
  type Sandbox,
} from '@tael/sandbox'
import { createWechatVisitor, type WechatVisitor } from '../../packages/cli/src/index.ts'

/** Options of a client for each way of having an account at QFPay. */
export const ACCOUNTS = {
  plain: { appCode: DEMO.merchant.appCode, clientKey: DEMO.merchant.clientKey },
  canadian: { appCode: DEMO.canadianMerchant.appCode, clientKey: DEMO.canadianMerchant.clientKey },
  /** A store of an agent: it sends and signs a mchid, and its notifications have a fixed address. */
  store: {
    appCode: '5A4D0000000000000000000000005704',
    clientKey: '5EC2E700000000000000000000005704',
    mchid: 'ZaMVg12345',
  },
} as const

/** Noon in Hong Kong, far from the hours in which QFPay refuses refunds. */
const NOON = Date.parse('2026-03-02T04:00:00Z')
const DEADLINE_MS = 120_000

export type Notified = {
  readonly path: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly signature: string | null
  readonly signType: string | null
}

/** The sandbox as the client, a payer's phone and the merchant's server reach it. */
export type Gateway = {
  readonly sandbox: Sandbox
  readonly host: string
  readonly fetch: typeof fetch
  /** Origin of the merchant's own site, where payers come back and notifications arrive. */
  readonly shop: string
  /** Notifications as they came in, oldest first. */
  readonly notified: readonly Notified[]
  /** What the merchant answers a notification with. */
  acknowledgement: string
  /** A client of a merchant, of the plain one unless options say otherwise. */
  readonly client: (options?: Partial<QfpayOptions>) => QfpayClient
  readonly phone: (payer?: string) => WechatVisitor
  /** The time of the client and the sandbox, which stands still until it is moved. */
  readonly clock: Clock
  readonly close: () => Promise<void>
}

type Wire = 'over a socket' | 'in process'

/**
 * Describes the same behavior over a real socket and without one. Each test has a sandbox of its
 * own, unless the tests are steps of one story.
 */
export function describeOnEachWire(
  title: string,
  body: (gateway: () => Gateway) => void,
  { isOneStory = false } = {},
): void {
  for (const wire of ['over a socket', 'in process'] as const) {
    describe(`${title}, ${wire}`, () => {
      let gateway: Gateway
      const open = async (): Promise<void> => {
        gateway = await openGateway(wire)
      }
      const close = (): Promise<void> => gateway.close()
      if (isOneStory) {
        before(open)
        after(close)
      } else {
        beforeEach(open)
        afterEach(close)
      }
      body(() => gateway)
    })
  }
}

async function openGateway(wire: Wire): Promise<Gateway> {
  const clock = createClock({ manual: true, startAt: NOON })
  const notified: Notified[] = []
  const shop = async (request: Request): Promise<Response> => {
    if (request.method === 'GET') return new Response('The shop')
    notified.push({
      path: new URL(request.url).pathname,
      body: new Uint8Array(await request.arrayBuffer()),
      signature: request.headers.get('x-qf-sign'),
      signType: request.headers.get('x-qf-signtype'),
    })
    return new Response(gateway.acknowledgement)
  }
  const places = await place(wire, { clock, shop })
  const { mchid, ...store } = ACCOUNTS.store
  places.sandbox.merchants.put({
    ...store,
    name: 'Store of an agent',
    mchids: [mchid],
    notifyUrl: `${places.shop}/registered`,
    realName: true,
  })
  const inFlight = new Set<Promise<Response>>()
  const counted: typeof fetch = (input, init) => {
    const response = places.fetch(input, init)
    inFlight.add(response)
    return response.finally(() => inFlight.delete(response))
  }
  const clientClock = clockOf(clock, inFlight)
  const gateway: Gateway = {
    ...places,
    notified,
    acknowledgement: 'SUCCESS',
    clock: clientClock,
    client: (options = {}) =>
      createQfpayClient({
        host: places.host,
        cashierUrl: `${places.host}/q/direct`,
        ...ACCOUNTS.plain,
        fetch: counted,
        clock: clientClock,
        random: () => 0.5,
        timeoutMs: DEADLINE_MS,
        ...options,
      }),
    phone: (payer) =>
      createWechatVisitor({
        now: () => clock.now(),
        fetch: (input, init) => {
          const request = new Request(input, init)
          if (payer !== undefined) request.headers.set('x-sandbox-payer', payer)
          return places.fetch(request)
        },
      }),
  }
  return gateway
}

type Places = Pick<Gateway, 'sandbox' | 'host' | 'shop' | 'fetch' | 'close'>

async function place(
  wire: Wire,
  parts: {
    readonly clock: Sandbox['clock']
    readonly shop: (request: Request) => Promise<Response>
  },
): Promise<Places> {
  const { clock, shop } = parts
  if (wire === 'over a socket') {
    const sandbox = createSandbox({ clock })
    const server = await serveSandbox({ sandbox, port: 0 })
    const site = await serveSandbox({ sandbox: { fetch: shop }, port: 0 })
    return {
      sandbox,
      host: server.url,
      shop: site.url,
      fetch,
      async close() {
        sandbox.close()
        await Promise.all([server.close(), site.close()])
      },
    }
  }
  const origin = 'https://shop.example.com'
  const joined: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    return request.url.startsWith(`${origin}/`) ? shop(request) : sandbox.fetch(request)
  }
  const sandbox = createSandbox({ clock, fetch: joined })
  return {
    sandbox,
    host: 'https://openapi.example.com',
    shop: origin,
    fetch: joined,
    close() {
      sandbox.close()
      return Promise.resolve()
    },
  }
}

/**
 * The client's clock. A pause passes immediately, and the gateway's time with it, as soon as what was
 * sent before has been answered; a deadline waits for its request.
 */
function clockOf(clock: Sandbox['clock'], inFlight: ReadonlySet<Promise<Response>>): Clock {
  return {
    now: () => clock.now(),
    async sleep(ms, signal) {
      if (ms < DEADLINE_MS) {
        await Promise.allSettled(inFlight)
        return clock.advance(ms)
      }
      const { promise, reject } = Promise.withResolvers<never>()
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      return promise
    },
  }
}

/** A control request as any language would make it. */
async function control({ host, fetch }: Gateway, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${host}/_sandbox${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

/** The payer confirms in WeChat; resolves when the merchant has been notified. */
export async function pay(gateway: Gateway, outTradeNo: string): Promise<OrderView> {
  const { order } = (await control(gateway, `/orders/${outTradeNo}/pay`, {})) as {
    readonly order: OrderView
  }
  await gateway.sandbox.clock.advance(0)
  return order
}

/** Sends a payer through the whole authorization of method 2 and exchanges the code. */
export async function authorize(gateway: Gateway, client: QfpayClient): Promise<string> {
  const redirectUri = `${gateway.shop}/wechat/back?order=A1001&from=cart`
  const page = await gateway.phone().open(client.oauthUrl({ redirectUri }))
  const code = new URL(page.url).searchParams.get('code')
  if (code === null) throw new Error(`no code in ${page.url}: ${page.text}`)
  return (await client.exchangeCode({ code })).openid
}

let lastNumber = 0

/** An order of HK$10.99 that a payer, authorized for it, can pay. */
export async function order(
  gateway: Gateway,
  client: QfpayClient,
  changed: Partial<CreatePaymentRequest> = {},
): Promise<CreatedPayment> {
  lastNumber += 1
  return client.createPayment({
    outTradeNo: `A${lastNumber}`,
    amount: 1099,
    currency: 'HKD',
    createdAt: gateway.clock.now(),
    openid: changed.openid ?? (await authorize(gateway, client)),
    ...changed,
  })
}

/** An order that is paid. */
export async function paidOrder(
  gateway: Gateway,
  client: QfpayClient,
  changed: Partial<CreatePaymentRequest> = {},
): Promise<CreatedPayment> {
  const created = await order(gateway, client, changed)
  await pay(gateway, created.outTradeNo)
  return created
}

/** The only transaction that an enquiry by the merchant's number finds. */
export async function enquired(client: QfpayClient, outTradeNo: string): Promise<Transaction> {
  const { transactions } = await client.enquire({ outTradeNo })
  const [transaction, second] = transactions
  if (transaction === undefined || second !== undefined) {
    throw new Error(`${transactions.length} transactions have the number ${outTradeNo}`)
  }
  return transaction
}
