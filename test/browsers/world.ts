import { join } from 'node:path'
import type { NewAccount } from '@tael/checkout'
import { createSandbox, DEMO, serveSandbox, type Sandbox } from '@tael/sandbox'
import { freePort } from '@tael/testing/free-port'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { addAccount, OPERATOR_KEY } from '../support/server/add-account.ts'
import { createMerchant, type Payment } from '../support/server/merchant.ts'
import { startServer, type ServerOptions } from '../support/server/server-process.ts'
import { temporaryFolder } from './start-process.ts'
import { serveSite, siteAt, watched, type Setting } from './watched-site.ts'

type Flow = Extract<NewAccount['flow'], 'own-account' | 'qfpay-account'>

const SHOP = '<!doctype html><html><head><title>Shop</title></head><h1>Shop</h1></html>'

/** The real server, QFPay and WeChat, and a shop to come back to; each at its true address. */
export type World = {
  readonly sandbox: Sandbox
  readonly sandboxUrl: string
  readonly shopUrl: string
  /** Where pages that are opened from now on are opened. */
  readonly enter: (setting: Setting) => void
  readonly createPayment: (flow: Flow, changed?: object) => Promise<Payment>
  readonly payer: string
  /** How many pages wait for the server to tell them more. */
  readonly waitingPages: () => number
  readonly close: () => Promise<void>
}

export async function openWorld(): Promise<World> {
  const closing: (() => unknown)[] = []
  const close = async (): Promise<void> => {
    while (closing.length > 0) await closing.pop()?.()
  }
  try {
    return await open(closing, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function open(closing: (() => unknown)[], close: World['close']): Promise<World> {
  let setting: Setting = 'outside'
  const inSetting = (): Setting => setting
  const folder = await temporaryFolder('browsers')
  closing.push(folder.remove)

  const sandbox = createSandbox({ settings: { magicAmounts: false } })
  closing.push(() => sandbox.close())
  const seenSandbox = watched((request) => sandbox.fetch(request), inSetting)
  const sandboxServer = await serveSandbox({ sandbox: { fetch: seenSandbox }, port: 0 })
  closing.push(() => sandboxServer.close())

  const port = await freePort()
  const server = siteAt(`http://127.0.0.1:${port}`)
  let waiting = 0
  const checkout = await serveSite(
    watched(async (request) => {
      if (!new URL(request.url).pathname.endsWith('/status')) return server(request)
      waiting += 1
      return server(request).finally(() => (waiting -= 1))
    }, inSetting),
  )
  closing.push(checkout.close)
  const shop = await serveSite(
    watched(
      () => Promise.resolve(new Response(SHOP, { headers: { 'content-type': 'text/html' } })),
      inSetting,
    ),
  )
  closing.push(shop.close)

  const options: ServerOptions = {
    env: {
      TAEL_DATA: join(folder.path, 'data'),
      TAEL_PUBLIC_URL: checkout.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_OPERATOR_KEY: OPERATOR_KEY,
      TAEL_PORT: String(port),
    },
    settings: {},
  }
  const process = startServer(options)
  closing.push(async () => {
    process.kill()
    await process.ended
  })
  await process.listens
  const apiKeys = { 'own-account': '', 'qfpay-account': '' }
  for (const flow of ['own-account', 'qfpay-account'] as const) {
    apiKeys[flow] = await addAccount(`http://127.0.0.1:${port}`, {
      ...demoAccount(flow, sandboxServer.url),
      return_origins: [shop.url],
    })
  }

  let orders = 0
  return {
    sandbox,
    sandboxUrl: sandboxServer.url,
    shopUrl: shop.url,
    enter: (next) => (setting = next),
    payer: DEMO.payers[0].id,
    waitingPages: () => waiting,
    async createPayment(flow, changed) {
      orders += 1
      const { status, body } = await createMerchant({
        checkoutUrl: checkout.url,
        apiKey: apiKeys[flow],
      }).call('POST', '/v1/payments', {
        reference: `order-${orders}`,
        amount: 2_000 + orders,
        currency: 'HKD',
        description: 'Jasmine tea',
        ...changed,
      })
      if (status !== 201) throw new Error(`a payment was refused: ${JSON.stringify(body)}`)
      return body as Payment
    },
    close,
  }
}
