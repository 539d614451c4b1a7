import { silentLog } from '@tael/checkout'
import { DEMO } from '@tael/sandbox'
import {
  DASHBOARD_ROUTES,
  OPEN_ROUTES,
} from '../../packages/checkout/test/support/dashboard-routes.ts'
import { startDev } from '../../packages/cli/src/index.ts'
import type { Target } from './requests.ts'

const NOTHING = 'pay_01m8t5w2f4e8ta3x0c9v7k6hqz'
const WECHAT = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.60 NetType/WIFI Language/zh_CN'

/** Checkout and sandbox over HTTP, with a payment, an endpoint and a reconciliation to ask about. */
export async function openTargets(): Promise<{
  readonly targets: readonly Target[]
  readonly close: () => Promise<void>
}> {
  const dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    returnOrigins: ['https://shop.example.com'],
    log: silentLog,
  })
  const key = `Bearer ${dev.apiKeys['qfpay-account']}`
  const post = async (path: string, body: object): Promise<Record<string, string>> => {
    const response = await fetch(dev.checkoutUrl + path, {
      method: 'POST',
      headers: { authorization: key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as Record<string, string>
  }
  const payment = await post('/v1/payments', {
    reference: 'order-1',
    amount: 1099,
    currency: 'HKD',
  })
  const endpoint = await post('/v1/webhook_endpoints', { url: 'http://127.0.0.1:9/webhooks' })
  const link = await post('/v1/payment_links', { title: 'Tea', currency: 'HKD', amount: 5800 })
  const cookie = await signIn(dev.checkoutUrl, dev.operatorKey)
  const { paths } = (await (await fetch(`${dev.checkoutUrl}/openapi.json`)).json()) as {
    readonly paths: object
  }
  const slug = link['url']?.split('/').at(-1)
  const known = [
    payment['id'],
    endpoint['id'],
    link['id'],
    slug,
    NOTHING,
    DEMO.merchant.appCode,
  ].filter((each) => each !== undefined)
  return {
    targets: [
      {
        url: dev.checkoutUrl,
        paths: [...Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}')), ...PAGES],
        known,
        headers: [
          ['authorization', key],
          ['cookie', cookie],
          ['origin', dev.checkoutUrl],
          ['user-agent', WECHAT],
          ['accept-language', 'zh-HK'],
          ['x-qf-sign', '0'.repeat(32)],
          ['idempotency-key', 'once'],
          ['expect', '100-continue'],
        ],
        bodies: BODIES,
      },
      {
        url: dev.sandboxUrl,
        paths: SANDBOX_PATHS,
        known: [...known, DEMO.merchantAccount.appid],
        headers: [
          ['x-qf-appcode', DEMO.merchant.appCode],
          ['x-qf-sign', '0'.repeat(32)],
          ['user-agent', WECHAT],
          ['expect', '100-continue'],
        ],
        bodies: SANDBOX_BODIES,
      },
    ],
    close: dev.close,
  }
}

async function signIn(checkoutUrl: string, key: string): Promise<string> {
  const response = await fetch(`${checkoutUrl}/dashboard/login`, {
    method: 'POST',
    headers: { origin: checkoutUrl },
    body: new URLSearchParams({ key }),
    redirect: 'manual',
  })
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** Behind one of these, the other requests would come no further than the door. */
const ENDING = ['/logout', '/sessions/end']
const PAGES = [
  '/pay/{}',
  '/pay/{}/authorized/{}',
  '/pay/{}/return',
  '/pay/{}/status',
  '/notifications/{}',
  '/l/{}',
  '/l/{}/on',
  '/l/{}/on/status',
  '/dashboard',
  ...OPEN_ROUTES.map((path) => `/dashboard${path}`),
  '/dashboard/invitations/{}',
  ...DASHBOARD_ROUTES.map(({ path }) => path)
    .filter((path) => !ENDING.includes(path))
    .map((path) => `/dashboard${path.replaceAll(/:\w+/g, '{}')}`),
  '/assets/{}',
  '/openapi.json',
  '/health',
  '/ready',
  '/{}',
]

const BODIES = {
  '/refunds': { reference: 'refund-1', amount: 100, reason: 'broken' },
  '/payments': {
    reference: 'order-2',
    amount: 1099,
    currency: 'HKD',
    description: 'Jasmine tea',
    return_url: 'https://shop.example.com/thanks',
    expires_in: 600,
    metadata: { table: '7' },
  },
  '/webhook_endpoints': { url: 'http://127.0.0.1:9/webhooks', event_types: ['payment.*'] },
  '/reconciliations': { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
  '/review': { note: 'looked at it', seen: '[]', sure: 'yes' },
  '/replay': { endpoint: NOTHING, delivery: NOTHING },
  '/differences': { text: 'booked', resolution: 'booked', to: NOTHING },
  '/operators': { name: 'Eve', login: 'eve', role: 'read' },
  '/links': { title: 'Tea', currency: 'HKD', amount: '58.00', stock: '3', account: NOTHING },
  '/accounts': { name: 'Tea', flow: 'qfpay-account', app_code: 'x', client_key: 'y', host: 'z' },
  '/webhooks': { url: 'http://127.0.0.1:9/webhooks', types: '*', headers: 'x-tea: 1' },
  '/second-factor': { code: '123456', token: NOTHING },
  '/l/': { amount: '58.00', name: 'Mei', table: '7' },
  '/login': { key: 'a wrong key', next: '/dashboard' },
  '/notifications': { out_trade_no: NOTHING, notify_type: 'payment', respcd: '0000' },
} as const

const SANDBOX_PATHS = [
  '/trade/v1/payment',
  '/trade/v1/query',
  '/trade/v1/refund',
  '/trade/v1/close',
  '/trade/v1/reversal',
  '/tool/v1/get_weixin_oauth_code',
  '/tool/v1/get_weixin_openid',
  '/connect/oauth2/authorize',
  '/sns/oauth2/access_token',
  '/cgi-bin/token',
  '/cgi-bin/ticket/getticket',
  '/q/direct',
  '/q/cashier',
  '/_sandbox/orders',
  '/_sandbox/orders/{}',
  '/_sandbox/orders/{}/pay',
  '/_sandbox/orders/{}/cancel',
  '/_sandbox/journal',
  '/_sandbox/ledger',
  '/_sandbox/scenarios',
  '/_sandbox/{}',
  '/',
  '/{}',
]

const SANDBOX_BODIES = {
  '/trade': {
    txamt: '1099',
    txcurrcd: 'HKD',
    pay_type: '800207',
    out_trade_no: 'order-1',
    txdtm: '2026-03-02 12:00:00',
    sub_openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
  },
  '/pay': { payer: 'payer-1' },
  '/_sandbox': { kind: 'nothing', times: 1 },
} as const
