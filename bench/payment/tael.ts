import { freePort } from '@tael/testing/free-port'
import { demoAccount } from '../../packages/cli/src/index.ts'
import { createMerchant, type Merchant } from '../../test/support/server/merchant.ts'
import { startServer, type ServerProcess } from '../../test/support/server/server-process.ts'
import { rowsOf } from '../measure/database-use.ts'
import { END_WITH_PARENT } from '../measure/end-with-parent.ts'
import type { Installed, PaymentServer, Seller, Side } from './side.ts'
import type { World } from './world.ts'

/** `tael serve`, and how it is asked. */
export type TaelServer = PaymentServer & {
  readonly origin: string
  /** The first one. */
  readonly merchant: Merchant
}
export type TaelSide = Side & TaelServer

const NAME = 'Tael'
const DATABASE = 'bench_tael'
export const SECRET = 'a server secret that is used in benches only'
export const OPERATOR_KEY = 'an operator key that is used in benches only'
const PRICE = 2_000

type Options = {
  /** Loaded in front of the server. */
  readonly preload?: string
  readonly extraEnv?: Readonly<Record<string, string>>
}

/** `tael serve` on PostgreSQL with all its safety, an account for each merchant, and one webhook a payment. */
export async function installTael(
  world: World,
  options: Options = {},
): Promise<Omit<Installed, 'start'> & { readonly start: () => Promise<TaelSide> }> {
  const databaseUrl = await world.postgres.createDatabase(DATABASE)
  const extraEnv = { DATABASE_URL: databaseUrl, ...options.extraEnv }
  const start = await prepareTael(world, { ...options, extraEnv })
  const installed = {
    name: NAME,
    database: DATABASE,
    databaseUrl,
    rowsBefore: await rowsOf(world.postgres, DATABASE),
  }
  return { ...installed, start: async () => ({ ...installed, ...(await start()) }) }
}

/** Adds the accounts; returns what starts a server then. `extraEnv` says where the database is. */
export async function prepareTael(
  world: World,
  { preload = END_WITH_PARENT, extraEnv = {} }: Options,
): Promise<() => Promise<TaelServer>> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    TAEL_PUBLIC_URL: url,
    TAEL_SECRET: SECRET,
    TAEL_OPERATOR_KEY: OPERATOR_KEY,
    TAEL_PORT: String(port),
    TAEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
    ...extraEnv,
  }
  const start = async (): Promise<ServerProcess> => {
    const server = startServer({ env, preload })
    await server.listens
    return server
  }
  const first = await start()
  const merchants = await Promise.all(
    world.merchants.map((_, number) => addMerchant(world, url, number)),
  )
  await stop(first)
  const [merchant] = merchants
  if (merchant === undefined) throw new Error('There is no merchant')
  return async () => {
    const server = await start()
    return {
      ...sellInTurn(world, merchants),
      pid: server.pid,
      origin: url,
      merchant,
      stop: () => stop(server),
    }
  }
}

/** Each payment is another merchant's. */
export function sellInTurn({ receiver }: World, merchants: readonly Merchant[]): Seller {
  const told = receiver.receipts.length
  let created = 0
  return {
    async createPayment() {
      const merchant = merchants[created++ % merchants.length]
      if (merchant === undefined) throw new Error('There is no merchant')
      return (await merchant.createPayment(PRICE)).url
    },
    hasTold: () => receiver.receipts.length >= told + created,
  }
}

async function stop(server: ServerProcess): Promise<void> {
  server.kill('SIGTERM')
  await server.ended
}

/** An account of its own, and a webhook endpoint. */
export async function addMerchant(
  { gatewayUrl, merchants, receiver }: World,
  checkoutUrl: string,
  number: number,
): Promise<Merchant> {
  const { name, appCode, clientKey } = merchants[number] ?? { name: '', appCode: '', clientKey: '' }
  const operator = createMerchant({ checkoutUrl, apiKey: OPERATOR_KEY })
  const { status, body } = await operator.call('POST', '/v1/accounts', {
    ...demoAccount('qfpay-account', gatewayUrl),
    name,
    app_code: appCode,
    client_key: clientKey,
  })
  if (status !== 201) throw new Error(`An account was refused: ${JSON.stringify(body)}`)
  const { api_key } = body as { readonly api_key: { readonly secret: string } }
  const merchant = createMerchant({ checkoutUrl, apiKey: api_key.secret })
  await merchant.call('POST', '/v1/webhook_endpoints', {
    url: receiver.url,
    event_types: ['payment.succeeded'],
  })
  return merchant
}
