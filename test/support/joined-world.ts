import { randomBytes } from 'node:crypto'
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import {
  createCheckout,
  silentLog,
  type Checkout,
  type Clock,
  type Database,
  type Log,
  type Metrics,
  type NewAccount,
} from '@tael/checkout'
import {
  createClock,
  createSandbox,
  type Clock as SandboxClock,
  type Sandbox,
  type SettingsInput,
} from '@tael/sandbox'
import { isDatabaseBusy } from '@tael/testing/busy-database'
import { SECOND_MS } from '@tael/testing/durations'
import { passUntilDone } from '@tael/testing/pass-until-done'
import type { Json } from '../../packages/checkout/test/support/checkout.ts'
import {
  createWechatVisitor,
  demoAccount,
  type WechatVisitor,
} from '../../packages/cli/src/index.ts'
import { CHECKOUT, GATEWAY, OFFICIAL_ACCOUNTS, SHOP } from './joined-parties.ts'

export { CHECKOUT }

export const OPERATOR_KEY = 'operator-key-for-tests-only'

export type Payment = {
  readonly id: string
  readonly url: string
  readonly status: string
  readonly amount_refunded: number
  readonly attempt?: string
  readonly reviews: readonly {
    readonly code: string
    readonly subject: string
    readonly message: string
  }[]
}

/** Checkout and sandbox in one process without a socket, on one clock that a test moves. */
export type JoinedWorld = {
  readonly checkout: Checkout
  /** Another process on the same database; its tasks are the caller's to start. */
  readonly startCheckout: () => Checkout
  /** Loses the database; a process on the restored one answers from then on. */
  readonly moveTo: (restored: Database, restore: () => Promise<unknown>) => Promise<void>
  /** Lets another process answer, which has this secret in front of the others. */
  readonly replaceCheckout: (secret: string) => void
  readonly sandbox: Sandbox
  readonly clock: SandboxClock
  readonly fetch: typeof fetch
  /** The merchant's, of the account. */
  readonly apiKey: string
  /** Calls the merchant's API as a merchant does. */
  readonly call: (
    path: string,
    body?: object,
  ) => Promise<{ readonly status: number; readonly body: Json }>
  readonly createPayment: (changed?: object) => Promise<Payment>
  readonly getPayment: (id: string) => Promise<Payment>
  readonly getEvents: (
    id: string,
  ) => Promise<readonly { type: string; data: Record<string, unknown> }[]>
  /** A payer with a phone and cookies of their own. */
  readonly visitor: (payer?: string) => WechatVisitor
  /** Lets `ms` pass, `stepMs` at a time, with everything that becomes due. */
  readonly pass: (ms: number, stepMs?: number) => Promise<void>
  /** Lets time pass until the payment is as it should be; at most ten minutes. */
  readonly passUntil: (id: string, is: (payment: Payment) => boolean) => Promise<Payment>
  /** Lets the database and all that were woken continue; no time passes. */
  readonly quiet: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function joinWorld(
  database: Database,
  options: {
    readonly flow?: NewAccount['flow']
    readonly log?: Log
    readonly metrics?: Metrics
    readonly account?: Partial<NewAccount>
    readonly settings?: SettingsInput
    /** The merchant's server, where its webhooks go. */
    readonly shop?: (request: Request) => Promise<Response>
    /** How long the gateway takes to answer. */
    readonly gatewayMs?: number
  } = {},
): Promise<JoinedWorld> {
  const { flow = 'qfpay-account', log = silentLog, gatewayMs = 0 } = options
  const clock = createClock({ manual: true, startAt: Date.parse('2026-03-02T04:00:00Z') })
  const checkoutClock: Clock = {
    now: () => new Date(clock.now()),
    sleep: (ms, signal) => sleepOn(clock, ms, signal),
  }
  let checkout: Checkout | undefined = undefined
  const route = async (request: Request): Promise<Response> => {
    const { origin } = new URL(request.url)
    if (origin === CHECKOUT && checkout !== undefined) return checkout.fetch(request)
    if (origin === SHOP && options.shop !== undefined) return options.shop(request)
    if (origin === GATEWAY) {
      if (gatewayMs > 0) await sleepOn(clock, gatewayMs)
      return sandbox.fetch(request)
    }
    throw new TypeError(`fetch failed: nobody listens at ${origin}`)
  }
  const joinedFetch: typeof fetch = (input, init) => {
    const request = new Request(input, init)
    return abortable(route(request), request.signal)
  }
  const sandbox = createSandbox({
    clock,
    fetch: joinedFetch,
    ...(options.settings && { settings: options.settings }),
    officialAccounts: [...OFFICIAL_ACCOUNTS],
  })
  const secrets: [string, ...string[]] = ['a server secret that is used in tests only']
  let current = database
  const startCheckout = (): Checkout =>
    createCheckout({
      database: current,
      publicUrl: CHECKOUT,
      secrets: [...secrets],
      clock: checkoutClock,
      fetch: joinedFetch,
      webhooks: { fetch: joinedFetch, allowPrivate: false },
      random: () => 0.5,
      randomBytes,
      log,
      operatorKey: OPERATOR_KEY,
      environment: 'sandbox',
      metrics: options.metrics,
    })
  checkout = startCheckout()
  const { apiKey } = await checkout.addAccount({
    ...demoAccount(flow, GATEWAY),
    return_origins: [SHOP],
    ...options.account,
  })
  let stopTasks = checkout.startTasks()

  const call: JoinedWorld['call'] = async (path, body) => {
    const response = await joinedFetch(CHECKOUT + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const api = async (path: string, body?: object): Promise<unknown> => (await call(path, body)).body
  const world: JoinedWorld = {
    checkout,
    startCheckout,
    async moveTo(restored, restore) {
      await whileTimePasses({ clock, quiet: calm }, stopTasks())
      await current.close()
      await restore()
      current = restored
      checkout = startCheckout()
      stopTasks = checkout.startTasks()
    },
    replaceCheckout(secret) {
      secrets.unshift(secret)
      checkout = startCheckout()
    },
    sandbox,
    clock,
    quiet: calm,
    fetch: joinedFetch,
    apiKey,
    call,
    createPayment: async (changed = {}) =>
      (await api('/v1/payments', {
        reference: `order-${randomBytes(6).toString('hex')}`,
        amount: 1099,
        currency: flow === 'canada' ? 'CAD' : 'HKD',
        ...changed,
      })) as Payment,
    getPayment: async (id) => (await api(`/v1/payments/${id}`)) as Payment,
    getEvents: async (id) =>
      ((await api(`/v1/payments/${id}/events?limit=100`)) as { data: never[] }).data,
    visitor: (payer) =>
      createWechatVisitor({
        fetch: (input, init) => {
          const request = new Request(input, init)
          if (payer !== undefined) request.headers.set('x-sandbox-payer', payer)
          return joinedFetch(request)
        },
        now: () => clock.now(),
      }),
    async pass(ms, stepMs = 1000) {
      const until = clock.now() + ms
      while (clock.now() < until) {
        const step = Math.min(stepMs, until - clock.now())
        // What begins when hours pass at once gets its answers in the last second.
        const last = Math.min(step, SECOND_MS)
        if (step > last) {
          await clock.advance(step - last)
          await calm()
        }
        await clock.advance(last)
        await calm()
      }
    },
    async passUntil(id, is) {
      for (let seconds = 0; seconds < 600; seconds++) {
        const payment = await world.getPayment(id)
        if (is(payment)) return payment
        await world.pass(1000)
      }
      throw new Error(`${JSON.stringify(await world.getPayment(id))} after ten minutes`)
    },
    async close() {
      await whileTimePasses({ clock, quiet: calm }, stopTasks())
      sandbox.close()
      await current.close()
    },
  }
  return world
}

/** Runs `work` while time passes: for what waits on the clock. */
export function whileTimePasses<Value>(
  world: Pick<JoinedWorld, 'clock' | 'quiet'>,
  work: Promise<Value>,
): Promise<Value> {
  let stepMs = 0
  return passUntilDone(work, async () => {
    await world.clock.advance(stepMs)
    await world.quiet()
    stepMs = 250
  })
}

/** How many turns of the event loop nothing may be under way: a request takes some to be read. */
const CALM_TURNS = 20

/** Lets the database and all that were woken continue: real time, not the clock's. */
async function calm(): Promise<void> {
  for (let calmTurns = 0; calmTurns < CALM_TURNS;) {
    await (isDatabaseBusy() ? pause(1) : turn())
    calmTurns = isDatabaseBusy() ? 0 : calmTurns + 1
  }
}

async function sleepOn(clock: SandboxClock, ms: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const cancel = clock.after(ms, () => resolve(undefined))
  await abortable(promise, signal).finally(cancel)
}

/** Listens to the signal no longer than it has to: a server's own lives as long as the server. */
async function abortable<Value>(work: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  signal?.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = (): void => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
