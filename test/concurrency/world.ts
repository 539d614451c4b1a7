import { setTimeout as pause } from 'node:timers/promises'
import { serveSandbox } from '@tael/sandbox'
import { freePort } from '@tael/testing/free-port'
import type { SourceMutation } from '@tael/testing/mutate-source'
import { PATIENCE_MS } from '@tael/testing/patience'
import { createServerDatabase } from '../../packages/checkout/test/support/database.ts'
import { openReceiver } from '../../packages/checkout/test/support/webhooks.ts'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { addAccount, OPERATOR_KEY } from '../support/server/add-account.ts'
import type { Witnesses } from '../support/server/books.ts'
import { createMerchant, type Merchant } from '../support/server/merchant.ts'
import { openSandbox } from '../support/server/open-sandbox.ts'
import { startServer, type ServerOptions } from '../support/server/server-process.ts'
import { openFanOut, type Asked, type FanOut } from './fan-out.ts'

const PROCESSES = 4
/** How often each process gets each request. */
const TIMES = 2
/** Of the kiosk's account: so low that it bites within seconds. */
export const KIOSK_LIMIT = { per_second: 5, per_minute: 400 }

const KIOSK = {
  name: 'Kiosk',
  appCode: '5A4D0000000000000000000000C105C0',
  clientKey: '5EC2E70000000000000000000000C105',
}
/** A receiver that takes a moment gives another process time to send the same. */
const RECEIVER_MS = 40
const LOOK_EVERY_MS = 40
const STEP_MS = 1_000
/** Two hours and a half of the clock: no prepay lives longer. */
const MAX_STEPS = 9_000

/** Several real servers on one PostgreSQL, each of which gets every request several times together. */
export type ConcurrentWorld = Witnesses & {
  readonly fanOut: FanOut
  /** Both are served by all processes; each has an account of its own at QFPay. */
  readonly merchants: { readonly shop: Merchant; readonly kiosk: Merchant }
  /** Asks the API for the shop, in all processes together. */
  readonly post: (path: string, body: object, key?: string) => Promise<Asked>
  /** What the database itself says, where no answer tells. */
  readonly query: (text: string, values: readonly unknown[]) => Promise<readonly unknown[]>
  /** Lets time pass in one leap, for all; everything that waited for it continues at one instant. */
  readonly pass: (ms: number) => Promise<void>
  /** Waits until something is so. Time passes meanwhile, unless it is to be the real one. */
  readonly until: (
    what: string,
    is: () => Promise<boolean> | boolean,
    options?: { readonly inRealTime?: boolean },
  ) => Promise<void>
  readonly close: () => Promise<void>
}

export async function openWorld({
  mutation,
}: { readonly mutation?: SourceMutation } = {}): Promise<ConcurrentWorld> {
  const { url: databaseUrl, query, drop } = await createServerDatabase()
  const ports = await Promise.all(Array.from({ length: PROCESSES }, () => freePort()))
  const fanOut = await openFanOut(
    ports.map((port) => `http://127.0.0.1:${port}`),
    TIMES,
  )
  // The real time, moved on where there is something to wait for: no time-out is shorter than it is.
  const sandbox = openSandbox({ factor: 1, fetch })
  sandbox.settings.change({ notificationTimeoutMs: PATIENCE_MS })
  sandbox.merchants.put({ ...KIOSK, officialAccounts: [] })
  const sandboxServer = await serveSandbox({ sandbox, port: 0 })
  const receiver = await openReceiver(async () => {
    await pause(RECEIVER_MS)
    return new Response(null, { status: 204 })
  })
  const optionsFor = (port: number): ServerOptions => ({
    env: {
      DATABASE_URL: databaseUrl,
      TAEL_PUBLIC_URL: fanOut.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_OPERATOR_KEY: OPERATOR_KEY,
      TAEL_PORT: String(port),
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
    },
    settings: {
      clock: { realAt: Date.now(), shownAt: sandbox.clock.now(), factor: 1 },
      ...(mutation !== undefined && { mutation }),
    },
  })
  // All together, on a database without a table.
  const servers = ports.map((port) => startServer(optionsFor(port)))
  await Promise.all(servers.map(({ listens }) => listens))
  const oneServer = `http://127.0.0.1:${ports[0]}`
  const [shopKey, kioskKey] = await Promise.all([
    addAccount(oneServer, {
      ...demoAccount('own-account', sandboxServer.url),
      late_payments: 'refund',
    }),
    addAccount(oneServer, {
      ...demoAccount('qfpay-account', sandboxServer.url),
      app_code: KIOSK.appCode,
      client_key: KIOSK.clientKey,
      request_limit: KIOSK_LIMIT,
    }),
  ])
  const merchantWith = (apiKey: string): Merchant =>
    createMerchant({ checkoutUrl: fanOut.url, apiKey })
  const merchants = { shop: merchantWith(shopKey), kiosk: merchantWith(kioskKey) }
  for (const apiKey of [shopKey, kioskKey]) {
    // Of one server: each of these requests makes an endpoint.
    const one = createMerchant({ checkoutUrl: oneServer, apiKey })
    await one.call('POST', '/v1/webhook_endpoints', { url: receiver.url })
  }

  async function pass(ms: number): Promise<void> {
    await Promise.all(servers.map((server) => server.tell({ kind: 'pass', ms })))
    await sandbox.clock.advance(ms)
    await Promise.all(servers.map((server) => server.tell({ kind: 'wake' })))
  }

  return {
    sandbox,
    merchants,
    webhooks: receiver.receipts,
    fanOut,
    post: (path, body, key) =>
      fanOut.send(
        new Request(fanOut.url + path, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${shopKey}`,
            'content-type': 'application/json',
            ...(key !== undefined && { 'idempotency-key': key }),
          },
          body: JSON.stringify(body),
        }),
      ),
    query,
    pass,
    async until(what, is, { inRealTime = false } = {}) {
      const giveUpAt = performance.now() + PATIENCE_MS
      for (let steps = 0; !(await is()); steps++) {
        if (steps > MAX_STEPS || performance.now() > giveUpAt) {
          throw new Error(`It never came to this: ${what}`)
        }
        await pause(LOOK_EVERY_MS)
        if (!inRealTime) await pass(STEP_MS)
      }
    },
    async close() {
      servers.forEach((server) => server.kill('SIGTERM'))
      const forced = setTimeout(() => servers.forEach((server) => server.kill()), 10_000)
      await Promise.all(servers.map(({ ended }) => ended))
      clearTimeout(forced)
      await fanOut.close()
      await receiver.close()
      await sandboxServer.close()
      sandbox.close()
      await drop()
    },
  }
}
