import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createLog, systemClock, type Checkout } from '@tael/checkout'
import { DEMO, type FaultInput } from '@tael/sandbox'
import { openTestCheckout } from '../packages/checkout/test/support/checkout.ts'
import { describeOnDatabase } from '../packages/checkout/test/support/database.ts'
import { readAllRows } from '../packages/checkout/test/support/unpack-rows.ts'
import { createWechatVisitor } from '../packages/cli/src/index.ts'
import { SHOP } from './support/joined-parties.ts'
import {
  CHECKOUT,
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from './support/joined-world.ts'

const SERVER_SECRET = 'a server secret that is used in tests only'
const OPERATOR_KEY = 'an operator key that is used in tests only'
const NOTIFICATION_KEY = '5EC2E700000000000000000000000077'
const GATEWAY_PASS = 'a pass of the gateway before the shop'
const PAYER = { name: '測試王小美', id_number: 'TEST-ID-0001' } as const

type Place = {
  readonly world: JoinedWorld
  readonly flow: 'qfpay-account' | 'own-account'
}
type Shop = Place & {
  readonly apiKey: string
  readonly accountId: string
  readonly fetch: typeof fetch
  /** The OAuth codes with which payers came back. */
  readonly codes: string[]
}

/** A separate merchant, whose every answer is recorded with its headers. */
async function openShop({
  operators,
  answered,
  ...place
}: Place & { readonly operators: Checkout; readonly answered: string[] }): Promise<Shop> {
  const { world, flow } = place
  const { appCode, clientKey, name } = DEMO.merchant
  const { appid, secret } = DEMO.merchantAccount
  const host = 'https://gateway.example.com'
  const account = await world.checkout.addAccount({
    name,
    flow,
    host,
    cashier_url: `${host}/q/direct`,
    app_code: appCode,
    client_key: clientKey,
    ...(flow === 'own-account' && {
      wechat: { appid, secret, authorize_host: host, api_host: host },
    }),
  })
  const codes: string[] = []
  const heard: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { origin, pathname, searchParams } = new URL(request.url)
    codes.push(...searchParams.getAll('code'))
    const isOperators = pathname.startsWith('/dashboard')
    const response = await (isOperators ? operators : world).fetch(request)
    if (origin === CHECKOUT) {
      const headers = JSON.stringify([...response.headers])
      answered.push(`${response.status} ${headers} ${await response.clone().text()}`)
    }
    return response
  }
  return { ...place, ...account, fetch: heard, codes }
}

/** Secrets that their owners read once, or wrote: no answer after the first repeats them. */
async function plantSecrets(
  { world, apiKey, flow }: Shop,
  operators: Checkout,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const make = async (via: Pick<Checkout, 'fetch'>, key: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await via.fetch(new Request(CHECKOUT + path, request))
    assert.equal(response.status, 201, path)
    return (await response.json()) as Readonly<Record<string, string>>
  }
  const { secret = '' } = await make(world, apiKey, '/v1/webhook_endpoints', {
    url: `${SHOP}/webhooks`,
    headers: { 'x-gateway-pass': GATEWAY_PASS },
  })
  const guest = { name: 'Ada', login: `${flow}@example.com`, role: 'read' }
  const { invitation = '' } = await make(operators, OPERATOR_KEY, '/v1/operators', guest)
  const { appCode, clientKey, name } = DEMO.canadianMerchant
  await operators.addAccount({
    name,
    flow: 'canada',
    host: 'https://gateway.example.com',
    app_code: appCode,
    client_key: clientKey,
    notification_key: NOTIFICATION_KEY,
  })
  return {
    'webhook secret': [secret.replace('whsec_', '')],
    'header of an endpoint': [GATEWAY_PASS],
    'key for notifications': [NOTIFICATION_KEY],
    invitation: [invitation.split('/').at(-1) ?? ''],
  }
}

async function callApi(
  { fetch, apiKey }: Shop,
  path: string,
  { key = apiKey, body }: { readonly key?: string; readonly body?: string } = {},
): Promise<unknown> {
  const response = await fetch(CHECKOUT + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body }),
  })
  return response.json()
}

let lastNumber = 0

/** A payment that names its payer, opened in WeChat. */
async function openPayment(shop: Shop, ...faults: readonly FaultInput[]): Promise<Payment> {
  lastNumber += 1
  const requested = { reference: `secret-${lastNumber}`, amount: 1099, currency: 'HKD' }
  const body = JSON.stringify({ ...requested, payer_identity: PAYER })
  const payment = (await callApi(shop, '/v1/payments', { body })) as Payment
  for (const fault of faults) shop.world.sandbox.faults.add(fault)
  await visit(shop, payment.url)
  return payment
}

async function visit({ world, fetch }: Shop, url: string): Promise<void> {
  const phone = createWechatVisitor({ fetch, now: () => world.clock.now() })
  await whileTimePasses(world, phone.open(url))
}

/** Pays a payment that was opened; a machine under load may have made its payer try again. */
async function pay(shop: Shop, { url }: Payment, ordersBefore: number): Promise<void> {
  const { orders } = shop.world.sandbox
  for (let tries = 0; orders.list().length === ordersBefore && tries < 10; tries += 1) {
    await visit(shop, url)
  }
  const order = orders.list().at(-1)
  assert.ok(order && orders.list().length > ordersBefore, 'the payment has an order')
  await orders.pay(order)
}

/** A payment that goes well, to its end. */
async function payAll(shop: Shop): Promise<void> {
  const before = shop.world.sandbox.orders.list().length
  const payment = await openPayment(shop)
  await pay(shop, payment, before)
  await visit(shop, `${payment.url}/return`)
  let status = ''
  for (let seconds = 0; status !== 'succeeded' && seconds < 60; seconds += 1) {
    await shop.world.pass(1000)
    status = ((await callApi(shop, `/v1/payments/${payment.id}`)) as Payment).status
  }
  assert.equal(status, 'succeeded')
}

/** Everything that can be refused on the way, by a gateway that quotes what it refuses. */
async function failAll(shop: Shop): Promise<void> {
  const { sandbox } = shop.world
  const exchange = shop.flow === 'own-account' ? 'access_token' : 'get_weixin_openid'
  const [openid = ''] = openidsIn(shop)
  const chatty = `sub_openid ${openid} of ${PAYER.name}, ${PAYER.id_number}, is refused`

  await openPayment(shop, { effect: { kind: 'oauth', how: 'expired-code' } })
  await openPayment(shop, { effect: { kind: 'oauth', how: 'same-code-twice' } })
  await openPayment(shop, { effect: { kind: 'oauth', how: 'refused' } })
  for (const when of ['before', 'after'] as const) {
    await openPayment(shop, { effect: { kind: 'cut', when }, endpoint: exchange })
    await openPayment(shop, { effect: { kind: 'cut', when }, endpoint: 'payment' })
  }
  await openPayment(shop, { effect: { kind: 'garble', as: 'html' }, endpoint: exchange })
  for (const respcd of ['1104', '1108', '1147', '1143']) {
    const effect = { kind: 'respond', when: 'before', respcd, respmsg: chatty } as const
    await openPayment(shop, { effect, endpoint: 'payment' })
  }

  // Enquiries' rows speak too, and nobody asked them by a name.
  const shown = { respcd: '1204', errmsg: chatty, cardcd: openid, goods_name: PAYER.name }
  await openPayment(shop, { effect: { kind: 'row', show: shown } })
  await shop.world.pass(5_000)

  const before = sandbox.orders.list().length
  const unproved = { effect: { kind: 'notify', how: 'wrong-signature' } } as const
  await pay(shop, await openPayment(shop, unproved), before)
  await shop.world.pass(5_000)
  const forged = JSON.stringify({ status: '1', notify_type: 'payment', cardcd: openid })
  const headers = { 'x-qf-sign': '0'.repeat(32) }
  const address = `${CHECKOUT}/notifications/${shop.accountId}`
  const { status } = await shop.fetch(address, { method: 'POST', body: forged, headers })
  assert.equal(status, 401)
  const [known] = sandbox.orders.list()
  const naming = JSON.stringify({
    out_trade_no: known?.outTradeNo,
    respmsg: chatty,
    chnlsn: openid,
  })
  await shop.fetch(address, { method: 'POST', body: naming, headers })

  const requested = { reference: 'secret-bad', amount: 1, currency: 'HKD' }
  const malformed = [
    JSON.stringify({ ...requested, payer_identity: { ...PAYER, id_number: '' } }),
    JSON.stringify({ ...requested, payer_identity: { ...PAYER, real_name: PAYER.name } }),
    JSON.stringify({ ...requested, payer_identity: PAYER.name }),
    `{"payer_identity": {"name": "${PAYER.name}", "id_number": ${PAYER.id_number}}}`,
    JSON.stringify({ ...requested, reference: `secret-${lastNumber}`, payer_identity: PAYER }),
  ]
  for (const body of malformed) await callApi(shop, '/v1/payments', { body })
  await callApi(shop, '/v1/payments', { key: `${shop.apiKey}0` })

  assert.deepEqual(sandbox.faults.list(), [], 'everything that was to go wrong went wrong')
  const requests = sandbox.journal.list().map(({ request }) => request ?? {})
  assert.ok(
    requests.some((request) => 'extend_info' in request),
    'the payer was named to QFPay',
  )
}

function openidsIn({ world }: Shop): readonly string[] {
  return JSON.stringify(world.sandbox.journal.list()).match(/\bo[A-Za-z0-9_-]{27}\b/g) ?? []
}

/** The dashboard's other pages and files. */
const PAGES = [
  '',
  '/refunds',
  '/links',
  '/reconciliations',
  '/accounts',
  '/accounts/keys',
  '/webhooks',
  '/statements',
  '/settings',
  '/audit',
  '/operators',
  '/payments.csv',
  '/refunds.csv',
  '/statements.csv',
]

/** What an operator sees: the door, the lists, every payment, and what they download. */
async function lookAtDashboard({ fetch }: Shop): Promise<void> {
  const signIn = (key: string): Promise<Response> =>
    fetch(`${CHECKOUT}/dashboard/login`, {
      method: 'POST',
      headers: { origin: CHECKOUT },
      body: new URLSearchParams({ key }),
      redirect: 'manual',
    })
  assert.equal((await signIn('a wrong key')).status, 401)
  const [cookie = ''] = (await signIn(OPERATOR_KEY)).headers.getSetCookie()
  const look = async (path: string): Promise<string> => {
    const response = await fetch(CHECKOUT + path, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    })
    assert.equal(response.status, 200)
    return response.text()
  }
  const paths = new Set(
    (await look('/dashboard/payments')).match(/\/dashboard\/payments\/pay_\w+/g),
  )
  assert.ok(paths.size > 10, 'the dashboard lists the payments')
  for (const path of paths) await look(path)
  const lists = await Promise.all(PAGES.map((path) => look(`/dashboard${path}`)))
  const found = lists.flatMap((text) =>
    text.match(/\/dashboard\/(?:accounts\/acc|webhooks\/whe)_\w+/g),
  )
  const details = new Set(found.filter((path) => path !== null))
  assert.ok(details.size > 2, 'the dashboard lists accounts and endpoints')
  for (const path of details) await look(path)
}

/** What a merchant's server sees: the list, and every payment with its events and exchanges. */
async function lookAtApi(shop: Shop): Promise<void> {
  const { data } = (await callApi(shop, '/v1/payments?limit=100')) as { data: readonly Payment[] }
  for (const { id } of data) {
    await callApi(shop, `/v1/payments/${id}`)
    await callApi(shop, `/v1/payments/${id}/events?limit=100`)
    await callApi(shop, `/v1/payments/${id}/timeline?limit=100`)
  }
}

async function linesOf(backup: AsyncIterable<string>): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of backup) lines.push(line)
  return lines
}

/** A secret as it may have been written: plain, in an address, in Python's JSON, in base64. */
function spellings(secret: string): readonly string[] {
  const escaped = secret.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const base64 = Buffer.from(secret).toString('base64').replace(/.?=*$/, '')
  return [secret, encodeURIComponent(secret), escaped, base64].map((text) => text.toLowerCase())
}

/** Where one of the values stands in one of the texts, with what is around it. */
function excerpts(texts: readonly string[], values: readonly string[]): readonly string[] {
  const wanted = values.flatMap(spellings)
  return texts.flatMap((text) => {
    const places = wanted.map((value) => text.toLowerCase().indexOf(value))
    const place = places.find((each) => each !== -1)
    return place === undefined ? [] : [text.slice(Math.max(0, place - 120), place + 40)]
  })
}

describeOnDatabase('secrets and identities', (database) => {
  for (const flow of ['qfpay-account', 'own-account'] as const) {
    it(`are in no log, answer, page, file, event, row or backup: ${flow}`, async () => {
      const logged: string[] = []
      const answered: string[] = []
      const log = createLog({
        clock: systemClock,
        level: 'debug',
        write: (line) => logged.push(line),
      })
      const kept = { ...database(), close: () => Promise.resolve() }
      const shopServer = () => Promise.resolve(new Response('Not now', { status: 500 }))
      const world = await joinWorld(kept, { flow, log, shop: shopServer })
      const operators = openTestCheckout(kept, {
        secrets: [SERVER_SECRET],
        operatorKey: OPERATOR_KEY,
        log,
      })
      const shop = await openShop({ world, operators, flow, answered })
      const planted = await plantSecrets(shop, operators)
      try {
        await payAll(shop)
        await failAll(shop)
        await world.pass(2_000)
        await lookAtApi(shop)
        await lookAtDashboard(shop)

        const secrets = {
          'client key': [DEMO.merchant.clientKey],
          'WeChat secret': [DEMO.merchantAccount.secret],
          'API key': [shop.apiKey],
          'server secret': [SERVER_SECRET],
          'operator key': [OPERATOR_KEY],
          'real name': [PAYER.name],
          'ID number': [PAYER.id_number],
          openid: openidsIn(shop),
          'OAuth code': shop.codes,
          ...planted,
        }
        const written = {
          logged,
          answered,
          stored: await readAllRows(kept.db),
          'backed up': await linesOf(kept.backup()),
        }
        const told = ['"kind":"request"', '"kind":"notification"', '"forged"', '[masked]', '"1204"']
        for (const each of told) {
          assert.ok(
            written.stored.some((row) => row.includes(each)),
            `${each} is stored`,
          )
        }
        for (const [what, values] of Object.entries(secrets)) {
          assert.ok(values.length > 0, `there is a ${what} to look for`)
        }
        const found = Object.entries(written).flatMap(([place, texts]) => {
          assert.ok(texts.length > 20, `much is ${place}`)
          return Object.entries(secrets).flatMap(([what, values]) =>
            excerpts(texts, [...new Set(values)]).map((text) => `${what} ${place}: …${text}…`),
          )
        })
        assert.deepEqual(found, [])
      } finally {
        await world.close()
      }
    })
  }
})
