import { createHash } from 'node:crypto'
import { type Clock, createClock } from '../../src/clock.ts'
import { DEMO } from '../../src/demo.ts'
import { type Sandbox, type SandboxOptions, createSandbox } from '../../src/sandbox.ts'

export const ORIGIN = 'https://openapi-hk.qfapi.com'
export const IN_WECHAT = {
  'user-agent': 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.22',
}
/** 22 November 2025, 18:30 in Hong Kong. */
export const START = Date.UTC(2025, 10, 22, 10, 30)

export type Fields = Readonly<Record<string, string>>
export type Answer = Readonly<Record<string, unknown>> & {
  readonly respcd?: string
  readonly pay_params?: Readonly<Record<string, string>>
  readonly data?: readonly Readonly<Record<string, string | null>>[]
}
type Received = {
  readonly url: string
  readonly body: string
  readonly signature: string
  readonly signType: string | null
}

/** A merchant as QFPay's pages teach it, with a sandbox whose time stands still. */
export type TryMerchant = {
  readonly sandbox: Sandbox
  readonly clock: Clock
  /** Notifications that arrived. */
  readonly received: Received[]
  /** What the receiver answers; SUCCESS at first. */
  readonly answerWith: (answer: (request: Request) => Response | Promise<Response>) => void
  readonly send: (path: string, fields: Fields) => Promise<Response>
  readonly call: (path: string, fields: Fields) => Promise<Answer>
  readonly openid: (payer?: string) => Promise<string>
  readonly order: (fields: Fields) => Promise<Answer>
  /** Orders and pays; the answer of the order. */
  readonly paid: (fields: Fields) => Promise<Answer>
  readonly refund: (of: Answer, fields: Fields) => Promise<Answer>
  readonly row: (outTradeNo: string) => Promise<Readonly<Record<string, string | null>>>
}

export function tryMerchant(options: SandboxOptions = {}): TryMerchant {
  const clock = options.clock ?? createClock({ manual: true, startAt: START })
  const received: Received[] = []
  let receiver: (request: Request) => Response | Promise<Response> = () => new Response('SUCCESS')
  const sandbox = createSandbox({
    notifyUrl: 'https://shop.example.com/notify',
    clock,
    fetch: async (input, init) => {
      const request = new Request(input, init)
      received.push({
        url: request.url,
        body: await request.clone().text(),
        signature: request.headers.get('x-qf-sign') ?? '',
        signType: request.headers.get('x-qf-signtype'),
      })
      return receiver(request)
    },
    ...options,
  })
  const { appCode, clientKey } = { ...DEMO.merchant, ...defined(options) }

  const merchant: TryMerchant = {
    sandbox,
    clock,
    received,
    answerWith: (answer) => void (receiver = answer),
    send: (path, fields) =>
      sandbox.fetch(
        new Request(ORIGIN + path, {
          method: 'POST',
          headers: {
            'x-qf-appcode': appCode,
            'x-qf-sign': signature(fields, clientKey),
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams(fields).toString(),
        }),
      ),
    async call(path, fields) {
      return (await (await merchant.send(path, fields)).json()) as Answer
    },
    async openid(payer) {
      const { code } = sandbox.authorize({ appCode, ...(payer === undefined ? {} : { payer }) })
      return String((await merchant.call('/tool/v1/get_weixin_openid', { code }))['openid'])
    },
    async order(fields) {
      const sub_openid = fields['sub_openid'] ?? (await merchant.openid())
      return merchant.call('/trade/v1/payment', { ...ORDER, sub_openid, ...fields })
    },
    async paid(fields) {
      const answer = await merchant.order(fields)
      await sandbox.orders.pay({ outTradeNo: fields['out_trade_no'] ?? '' })
      return answer
    },
    refund: (of, fields) =>
      merchant.call('/trade/v1/refund', {
        syssn: String(of['syssn']),
        txdtm: '2025-11-22 19:00:00',
        ...fields,
      }),
    async row(outTradeNo) {
      const { data } = await merchant.call('/trade/v1/query', { out_trade_no: outTradeNo })
      return data?.[0] ?? {}
    },
  }
  return merchant
}

const ORDER = {
  txamt: '1099',
  txcurrcd: 'HKD',
  pay_type: '800207',
  txdtm: '2025-11-22 18:30:00',
}

/** As QFPay's Python sample does it. */
export function signature(fields: Fields, clientKey: string): string {
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name] ?? ''}`)
    .join('&')
  return createHash('md5')
    .update(text + clientKey)
    .digest('hex')
    .toUpperCase()
}

function defined({ appCode, clientKey }: SandboxOptions): {
  readonly appCode?: string
  readonly clientKey?: string
} {
  return {
    ...(appCode === undefined ? {} : { appCode }),
    ...(clientKey === undefined ? {} : { clientKey }),
  }
}
