import {
  createSandbox,
  DEMO,
  serveSandbox,
  type MerchantInput,
  type Sandbox,
  type SettingsInput,
} from '@tael/sandbox'
import { openReceiver, type Receiver } from '../../packages/checkout/test/support/webhooks.ts'
import { openBenchPostgres, type BenchPostgres } from '../measure/bench-postgres.ts'

/** What both sides share: PostgreSQL, gateway, WeChat, and the merchants. */
export type World = {
  readonly postgres: BenchPostgres
  readonly sandbox: Sandbox
  readonly gatewayUrl: string
  readonly merchants: readonly MerchantInput[]
  /** Takes webhooks. */
  readonly receiver: Receiver
  readonly close: () => Promise<void>
}

/** QFPay's limit for one account, which is not what is measured; what remains of it is Tael's own budget. */
const UNLIMITED = { requestsPerSecond: 1_000_000, requestsPerMinute: 1_000_000 }
/** So that no account is asked for more than its budget grants at once: 25 requests, three a payment. */
const PAYMENTS_AT_ONCE = 8

export async function openWorld({
  payments,
  payers,
  settings = {},
  beforeAnswer = () => Promise.resolve(),
}: {
  /** Of one round. */
  readonly payments: number
  readonly payers: number
  /** Of the sandbox. */
  readonly settings?: SettingsInput
  /** QFPay answers a request when it resolves. */
  readonly beforeAnswer?: (request: Request) => Promise<void>
}): Promise<World> {
  const merchants = Array.from({ length: Math.ceil(payments / PAYMENTS_AT_ONCE) }, (_, number) =>
    merchantOf(number),
  )
  const sandbox = createSandbox({
    merchants,
    payers: Array.from({ length: payers }, (_, number) => ({
      id: payerName(number),
      name: payerName(number),
    })),
    settings: { ...UNLIMITED, ...settings },
  })
  const fetch = async (request: Request): Promise<Response> => {
    const answer = await sandbox.fetch(request)
    await beforeAnswer(request)
    return answer
  }
  const [postgres, server, receiver] = await Promise.all([
    openBenchPostgres(),
    serveSandbox({ sandbox: { fetch }, port: 0 }),
    openReceiver(),
  ])
  return {
    postgres,
    sandbox,
    gatewayUrl: server.url,
    merchants,
    receiver,
    async close() {
      await receiver.close()
      await server.close()
      sandbox.close()
      await postgres.close()
    },
  }
}

export function payerName(number: number): string {
  return `payer-${number}`
}

function merchantOf(number: number): MerchantInput {
  const digits = String(number).padStart(8, '0')
  return {
    name: `Harbour Tea House ${number}`,
    appCode: `5A4D0000000000000000BE${digits}DE`,
    clientKey: `5EC2E7000000000000000000${digits}`,
    officialAccounts: [...DEMO.merchant.officialAccounts],
  }
}
