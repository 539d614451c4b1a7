import { setTimeout as sleep } from 'node:timers/promises'
import { styleText } from 'node:util'
import { silentLog } from '@tael/checkout'
import { EXIT, say } from '../output.ts'
import { startDev, type Dev } from '../start-dev.ts'
import { createWechatVisitor } from '../wechat-visitor.ts'

const PROOF_WITHIN_MS = 10_000

/** `tael pay --demo`: one whole payment, step by step, without a browser. True if it is proved paid. */
export async function payDemo(): Promise<void> {
  const startedAt = performance.now()
  let stepAt = startedAt
  const step = (what: string, detail = ''): void => {
    const now = performance.now()
    const took = `${(now - stepAt).toFixed(0)} ms`.padStart(8)
    say(`${styleText('dim', took)}  ${what}${detail && styleText('dim', `  ${detail}`)}`)
    stepAt = now
  }
  const dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    returnOrigins: [],
    log: silentLog,
  })
  try {
    step('Checkout and sandbox are up', `${dev.checkoutUrl}, ${dev.sandboxUrl}`)
    const status = await payOnce(dev, step)
    const total = ((performance.now() - startedAt) / 1000).toFixed(1)
    if (status === 'succeeded') {
      say(styleText('green', `\nPaid, and proved by an enquiry. ${total} s in all.`))
    } else {
      say(styleText('red', `\nNot proved paid after ${total} s: the payment is ${status}.`))
      process.exitCode = EXIT.failure
    }
  } finally {
    await dev.close()
  }
}

async function payOnce(dev: Dev, step: (what: string, detail?: string) => void): Promise<string> {
  const api = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(dev.checkoutUrl + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${dev.apiKeys['qfpay-account']}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, unknown>
  }
  const payment = await api('/v1/payments', {
    reference: 'demo-1',
    amount: 1099,
    currency: 'HKD',
    description: 'Jasmine tea',
  })
  const path = `/v1/payments/${String(payment['id'])}`
  step('The merchant creates a payment', String(payment['id']))

  const wechat = createWechatVisitor({
    fetch,
    now: () => performance.now(),
    onHop: ({ url, status }) => step(nameOf(url), String(status)),
  })
  const cashier = await wechat.open(String(payment['url']))
  const order = dev.sandbox.orders.list().at(-1)
  if (order === undefined) throw new Error(`No order was made; the payer saw ${cashier.url}`)
  const { errMsg } = await dev.sandbox.orders.pay({ outTradeNo: order.outTradeNo })
  step("The payer confirms in WeChat's payment module", errMsg)

  await wechat.open(new URL(cashier.url).searchParams.get('redirect_url') ?? '')
  const until = performance.now() + PROOF_WITHIN_MS
  let read = await api(path)
  while (read['status'] === 'pending' && performance.now() < until) {
    await sleep(100)
    read = await api(path)
  }
  const events = (await api(`${path}/events`))['data'] as readonly { type: string }[]
  step('The merchant reads the payment', String(read['status']))
  say(`\n  ${events.map(({ type }) => type).join('\n  ')}`)
  return String(read['status'])
}

const STEPS: readonly (readonly [RegExp, string])[] = [
  [/get_weixin_oauth_code/, 'QFPay sends the payer to authorize'],
  [/oauth2\/authorize/, 'WeChat authorizes'],
  [/\/authorized\//, 'Checkout records the attempt, exchanges the code, asks for the order'],
  [/\/q\/direct/, "QFPay's cashier page opens, with the pay_params"],
  [/\/return$/, 'The payer is back; checkout enquires'],
  [/\/pay\//, 'The payer opens the pay page in WeChat'],
]

function nameOf(url: string): string {
  const { pathname } = new URL(url)
  return STEPS.find(([pattern]) => pattern.test(pathname))?.[1] ?? pathname
}
