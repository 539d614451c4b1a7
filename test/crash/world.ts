import { serveSandbox, type Sandbox } from '@tael/sandbox'
import { freePort } from '@tael/testing/free-port'
import type { SourceMutation } from '@tael/testing/mutate-source'
import { PATIENCE_MS, PATIENCE_WITH_MUTATION_MS } from '@tael/testing/patience'
import { openReceiver, type Receipt } from '../../packages/checkout/test/support/webhooks.ts'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { addAccount, OPERATOR_KEY } from '../support/server/add-account.ts'
import { createMerchant, type Merchant } from '../support/server/merchant.ts'
import { openSandbox } from '../support/server/open-sandbox.ts'
import { createPayer, type Payer } from '../support/server/payer.ts'
import type { ServerOptions } from '../support/server/server-process.ts'
import type { DataLocation } from './data-location.ts'
import { supervise, type Supervisor } from './supervise.ts'

export const FLOWS = ['qfpay-account', 'own-account'] as const
type Flow = (typeof FLOWS)[number]

/** How much faster than the real clock the checkout's and the sandbox's run. */
const FACTOR = 10

/** The real server as a process; gateway, payers and the merchant's server in this one. */
export type CrashWorld = {
  readonly place: DataLocation
  readonly sandbox: Sandbox
  readonly server: Supervisor
  readonly merchants: Readonly<Record<Flow, Merchant>>
  readonly createPayer: (name: string) => Payer
  /** Every webhook that came, the oldest first. */
  readonly webhooks: readonly Receipt[]
  /** Lets time pass in one leap, here and in the server. */
  readonly pass: (ms: number) => Promise<void>
  /** Switches the gateway's answers and its notifications off and on. */
  readonly gateway: { isGone: boolean; notifies: boolean }
  readonly serverOptions: () => ServerOptions
  readonly close: () => Promise<void>
}

export async function openWorld(
  place: DataLocation,
  {
    mutation,
    factor = FACTOR,
  }: { readonly mutation?: SourceMutation | undefined; readonly factor?: number } = {},
): Promise<CrashWorld> {
  const patienceMs = mutation === undefined ? PATIENCE_MS : PATIENCE_WITH_MUTATION_MS
  const gateway = { isGone: false, notifies: true }
  const sandbox = openSandbox({
    factor,
    fetch: (input, init) => {
      if (!gateway.notifies) throw new TypeError('The notification got lost')
      return fetch(input, init)
    },
  })
  const sandboxServer = await serveSandbox({ sandbox: answering(sandbox, gateway), port: 0 })
  const receiver = await openReceiver()
  const port = await freePort()
  const checkoutUrl = `http://127.0.0.1:${port}`
  const serverOptions = (): ServerOptions => ({
    env: {
      ...place.env,
      TAEL_PUBLIC_URL: checkoutUrl,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_OPERATOR_KEY: OPERATOR_KEY,
      TAEL_PORT: String(port),
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
    },
    settings: {
      clock: { realAt: Date.now(), shownAt: sandbox.clock.now(), factor },
      ...(mutation !== undefined && { mutation }),
    },
  })
  const server = supervise(serverOptions, patienceMs)
  await server.isUp()
  const keys = {
    'qfpay-account': await addAccount(checkoutUrl, demoAccount('qfpay-account', sandboxServer.url)),
    'own-account': await addAccount(checkoutUrl, {
      ...demoAccount('own-account', sandboxServer.url),
      late_payments: 'refund',
    }),
  }
  const merchantOf = (flow: Flow): Merchant =>
    createMerchant({ checkoutUrl, apiKey: keys[flow], patienceMs })
  const merchants = {
    'qfpay-account': merchantOf('qfpay-account'),
    'own-account': merchantOf('own-account'),
  }
  for (const flow of FLOWS) {
    await merchants[flow].call('POST', '/v1/webhook_endpoints', { url: receiver.url })
  }
  return {
    place,
    sandbox,
    server,
    merchants,
    createPayer: (name) => createPayer(sandbox, { name, patienceMs }),
    webhooks: receiver.receipts,
    gateway,
    serverOptions,
    async pass(ms) {
      // A process that is starting takes the time from us.
      const process = await server.isUp()
      await process.tell({ kind: 'pass', ms })
      await sandbox.clock.advance(ms)
    },
    async close() {
      await server.stop()
      await receiver.close()
      await sandboxServer.close()
      sandbox.close()
      await place.close()
    },
  }
}

function answering(
  sandbox: Sandbox,
  gateway: { readonly isGone: boolean },
): Pick<Sandbox, 'fetch'> {
  return {
    fetch: (request) =>
      gateway.isGone
        ? Promise.resolve(new Response('Bad gateway', { status: 502 }))
        : sandbox.fetch(request),
  }
}
