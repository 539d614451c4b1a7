import { randomBytes } from 'node:crypto'
import {
  createCheckout,
  openDatabase,
  openWebhookNetwork,
  serveHttp,
  type Checkout,
  type Clock,
  type Log,
  type NewAccount,
} from '@tael/checkout'
import { createSandbox, DEMO, refuseForeignHost, serveSandbox, type Sandbox } from '@tael/sandbox'
import { demoAccount } from './demo-account.ts'

export type DevOptions = {
  readonly checkoutPort: number
  readonly sandboxPort: number
  /** Origins to which Tael may send a payer back: the site under development. */
  readonly returnOrigins: readonly string[]
  readonly log: Log
}

/** Checkout and sandbox in one process, on play money. */
export type Dev = {
  readonly checkout: Checkout
  readonly sandbox: Sandbox
  readonly checkoutUrl: string
  readonly sandboxUrl: string
  /** A merchant's API key for each way of paying. */
  readonly apiKeys: Readonly<Record<NewAccount['flow'], string>>
  readonly operatorKey: string
  /** The merchant's Official Account, for a site that asks WeChat who its visitor is. */
  readonly officialAccount: {
    readonly appid: string
    readonly secret: string
    readonly authorizeHost: string
    readonly apiHost: string
  }
  /** The link that opens an address in the simulated WeChat, in any desktop browser. */
  readonly inWechat: (url: string) => string
  readonly close: () => Promise<void>
}

/** Starts everything that a merchant's developer needs, offline. Each start makes new secrets. */
export async function startDev(options: DevOptions): Promise<Dev> {
  const { log } = options
  const sandbox = createSandbox()
  const runtime = { clock: clockOf(sandbox), random: Math.random, log }
  const database = await openDatabase({ memory: true }, runtime)
  await database.migrate()
  const sandboxServer = await serveSandbox({ sandbox, port: options.sandboxPort })

  const operatorKey = randomBytes(18).toString('base64url')
  // The checkout has to know its own address before it is served, even if the port is any free one.
  let handle: (request: Request) => Promise<Response> = () =>
    Promise.resolve(new Response('Starting', { status: 503 }))
  const server = await serveHttp(
    {
      fetch: async (request) =>
        refuseForeignHost(new URL(request.url).host) ?? (await handle(request)),
    },
    { port: options.checkoutPort },
  )
  const checkout = createCheckout({
    ...runtime,
    database,
    publicUrl: server.url,
    secrets: [randomBytes(32).toString('base64url')],
    operatorKey,
    environment: 'sandbox',
    fetch,
    // The site under development runs on this machine.
    webhooks: openWebhookNetwork({ allowPrivate: true }),
    randomBytes,
  })
  handle = checkout.fetch
  const add = async (flow: NewAccount['flow']): Promise<string> =>
    (
      await checkout.addAccount({
        ...demoAccount(flow, sandboxServer.url),
        return_origins: [...options.returnOrigins],
      })
    ).apiKey
  const apiKeys = {
    'qfpay-account': await add('qfpay-account'),
    'own-account': await add('own-account'),
    canada: await add('canada'),
  }
  const stopTasks = checkout.startTasks()
  const { port } = new URL(sandboxServer.url)

  return {
    checkout,
    sandbox,
    checkoutUrl: server.url,
    sandboxUrl: sandboxServer.url,
    apiKeys,
    operatorKey,
    officialAccount: {
      appid: DEMO.merchantAccount.appid,
      secret: DEMO.merchantAccount.secret,
      authorizeHost: sandboxServer.url,
      apiHost: sandboxServer.url,
    },
    inWechat: (url) => `http://wechat.localhost:${port}/?open=${encodeURIComponent(url)}`,
    async close() {
      await server.close()
      await stopTasks()
      await sandboxServer.close()
      sandbox.close()
      await database.close()
    },
  }
}

/** The sandbox's time, which the phone can move forward: the checkout's deadlines, webhooks and nights move with it. */
function clockOf({ clock }: Sandbox): Clock {
  return {
    now: () => new Date(clock.now()),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const cancel = clock.after(ms, () => resolve(undefined))
      const leave = (): void => {
        cancel()
        reject(signal?.reason as Error)
      }
      signal?.addEventListener('abort', leave, { once: true })
      await promise.finally(() => signal?.removeEventListener('abort', leave))
    },
  }
}
