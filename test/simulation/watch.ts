import { CHECKOUT, GATEWAY } from '../support/joined-parties.ts'
import type { Faults } from './faults.ts'
import type { GatedDatabase } from './gated-database.ts'
import type { Answered, Sender, Sent, Watcher } from './gated-network.ts'
import { digestOf, inOpenTransaction, type Observations } from './observations.ts'
import { SCENARIO_OF_AMOUNT } from './scenarios.ts'
import type { Schedule } from './schedule.ts'

type Watched = {
  readonly evidence: Observations
  readonly schedule: Schedule
  readonly database: () => GatedDatabase
}

/** Writes down what passes between the servers, and what must not be even for a moment. */
export function createWatcher(watched: Watched): Watcher {
  return {
    async departed(sender, request) {
      if (sender.kill !== undefined && request.url.origin === GATEWAY) {
        await callDeparted(watched, request)
      }
    },
    answered(sender, request, answer) {
      const { origin } = request.url
      if (origin === GATEWAY && sender.kill !== undefined) gatewayAnswered(watched, request, answer)
      if (origin === CHECKOUT) checkoutAnswered(watched, sender, { request, answer })
    },
  }
}

/** Counts what a request's amount sets off, whether or not anything is answered. */
export function countScenario(faults: Faults, request: Sent): void {
  const amount = new URLSearchParams(request.body).get('txamt') ?? ''
  const scenario = SCENARIO_OF_AMOUNT.get(`${request.url.pathname} ${amount}`)
  if (scenario !== undefined) faults.count(`sandbox: ${scenario}`)
}

/** What the gateway and WeChat answer, whether or not it arrives. */
export function judgeGatewayAnswer(
  { evidence }: Pick<Watched, 'evidence'>,
  request: Sent,
  answer: Answered,
): void {
  const { pathname } = request.url
  const broke = (invariant: string, detail: string): void =>
    void evidence.broken.push({ invariant, detail })
  if (answer.body.includes('code been used')) {
    broke('code-once', `${pathname} was asked with a code that was exchanged before`)
  }
  const form = new URLSearchParams(request.body)
  const number = form.get('out_trade_no') ?? ''
  if (pathname === '/trade/v1/payment' && /"respcd": "1251"/.test(answer.body)) {
    broke('order-once', `${number} was ordered again`)
  }
  const openid = /"openid": ?"([^"]+)"/.exec(answer.body)?.[1]
  if (openid !== undefined) evidence.secrets.add(openid)
}

async function callDeparted(
  { evidence, schedule, database }: Watched,
  request: Sent,
): Promise<void> {
  const { pathname, searchParams } = request.url
  if (inOpenTransaction.getStore() === true) {
    evidence.broken.push({
      invariant: 'no-call-in-transaction',
      detail: `${pathname} was called while a transaction waited for it`,
    })
  }
  const code = searchParams.get('code')
  if (code !== null) evidence.secrets.add(code)
  const merchant = request.headers.get('x-qf-appcode')
  if (merchant === null) return
  evidence.calls.push({ merchant, at: schedule.now() })
  const form = new URLSearchParams(request.body)
  const number = form.get('out_trade_no') ?? ''
  if (pathname === '/trade/v1/query') {
    const numbers = `${number},${form.get('syssn') ?? ''}`.split(',')
    evidence.questions.push({ merchant, numbers })
    return
  }
  if (pathname === '/trade/v1/payment') {
    const rows = await database().look('select id from attempt where id = $1', [number])
    if (rows.length > 0) return
  } else if (pathname === '/trade/v1/refund') {
    const rows = await database().look(
      `select id from refund where status = 'pending'
       and id || case when numbers = 1 then '' else '_' || numbers end = $1`,
      [number],
    )
    if (rows.length > 0) return
  } else return
  evidence.broken.push({
    invariant: 'recorded-first',
    detail: `${pathname} was called for ${number}, which is not recorded`,
  })
}

function gatewayAnswered({ evidence, schedule }: Watched, request: Sent, answer: Answered): void {
  if (request.url.pathname !== '/trade/v1/query' || answer.status !== 200) return
  for (const row of rowsOf(answer.body)) {
    evidence.rows.push({
      at: schedule.now(),
      outTradeNo: String(row['out_trade_no']),
      respcd: String(row['respcd']),
      amount: String(row['txamt']),
      currency: String(row['txcurrcd']),
    })
  }
}

function rowsOf(body: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const { data } = JSON.parse(body) as { data?: readonly Record<string, unknown>[] }
    return data ?? []
  } catch {
    return []
  }
}

function checkoutAnswered(
  { evidence, schedule }: Watched,
  sender: Sender,
  { request, answer }: { readonly request: Sent; readonly answer: Answered },
): void {
  const { pathname } = request.url
  if (pathname.startsWith('/notifications/')) {
    if (answer.status !== 200 || answer.body !== 'SUCCESS') return
    const account = pathname.slice('/notifications/'.length)
    evidence.acknowledged.push({ account, digest: digestOf(request.body) })
    return
  }
  evidence.shown.push(answer.body)
  const payment = /\/(pay_\w{26})/.exec(pathname)?.[1]
  const isSucceeded = /^\{"status":"succeeded"/.test(answer.body)
  const isPayer = sender.owner.name.startsWith('payer')
  if (payment === undefined || !isSucceeded || !isPayer) return
  evidence.toldPaid.push({ payment, at: schedule.now() })
}
