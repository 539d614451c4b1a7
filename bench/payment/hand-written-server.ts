// What somebody writes in an afternoon from QFPay's page "WeChat JSAPI Payment", with node:http and pg:
// one INSERT, one UPDATE. A baseline, not an example. It records no order before it asks the gateway,
// believes each notification, notifies no merchant, and never looks for what was lost on the way.
import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'

const {
  DATABASE_URL = '',
  GATEWAY_URL = '',
  APP_CODE = '',
  CLIENT_KEY = '',
  PORT = '',
} = process.env
const OWN_URL = `http://127.0.0.1:${PORT}`

const pool = new pg.Pool({ connectionString: DATABASE_URL })
await pool.query(`create table if not exists payment (
  id text primary key, reference text, amount int, currency text, status text)`)

type Payment = { readonly amount: number; readonly currency: string; readonly status: string }
type Answer = { readonly openid: string; readonly pay_params: Record<string, string> }

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error))
  })
})
server.listen(Number(PORT), '127.0.0.1', () => process.stdout.write('listening\n'))
process.on('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void pool.end()
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', OWN_URL)
  const [, place, id = '', step] = url.pathname.split('/')
  if (place === 'payments') return create(request, response)
  if (place === 'notify') return hear(request, response)
  if (step === undefined) return authorize(id, response)
  if (step === 'authorized') return order(id, url.searchParams.get('code') ?? '', response)
  const { status } = await read(id)
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Your payment is ${status}</h1>`)
}

async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { reference, amount, currency } = JSON.parse(await text(request)) as Record<string, unknown>
  const id = randomUUID().replaceAll('-', '')
  await pool.query(`insert into payment values ($1, $2, $3, $4, 'pending')`, [
    id,
    reference,
    amount,
    currency,
  ])
  response.writeHead(201, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ id, url: `${OWN_URL}/pay/${id}` }))
}

async function authorize(id: string, response: ServerResponse): Promise<void> {
  await read(id)
  const signed = { app_code: APP_CODE, redirect_uri: `${OWN_URL}/pay/${id}/authorized` }
  redirect(response, '/tool/v1/get_weixin_oauth_code', { ...signed, sign: sign(signed) })
}

async function order(id: string, code: string, response: ServerResponse): Promise<void> {
  const { amount, currency } = await read(id)
  const { openid } = await ask(`/tool/v1/get_weixin_openid?code=${code}`, { code })
  const parameters = {
    out_trade_no: id,
    pay_type: '800207',
    sub_openid: openid,
    txamt: String(amount),
    txcurrcd: currency,
    txdtm: new Date().toISOString().slice(0, 19).replace('T', ' '),
    notify_url: `${OWN_URL}/notify`,
  }
  const { pay_params } = await ask('/trade/v1/payment', parameters, 'POST')
  redirect(response, '/q/direct', {
    mchntnm: 'Harbour Tea House',
    txamt: String(amount),
    currency,
    redirect_url: `${OWN_URL}/pay/${id}/return`,
    ...pay_params,
  })
}

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request)
  if (request.headers['x-qf-sign'] !== md5(body + CLIENT_KEY)) {
    response.writeHead(401).end()
    return
  }
  const { out_trade_no } = JSON.parse(body) as { readonly out_trade_no: string }
  await pool.query(`update payment set status = 'paid' where id = $1`, [out_trade_no])
  response.end('SUCCESS')
}

async function read(id: string): Promise<Payment> {
  const { rows } = await pool.query<Payment>('select * from payment where id = $1', [id])
  if (rows[0] === undefined) throw new Error(`There is no payment ${id}`)
  return rows[0]
}

async function ask(
  path: string,
  parameters: Record<string, string>,
  method: 'GET' | 'POST' = 'GET',
): Promise<Answer> {
  const answered = await fetch(GATEWAY_URL + path, {
    method,
    headers: { 'X-QF-APPCODE': APP_CODE, 'X-QF-SIGN': sign(parameters) },
    ...(method === 'POST' && { body: new URLSearchParams(parameters) }),
  })
  return (await answered.json()) as Answer
}

function redirect(response: ServerResponse, path: string, query: Record<string, string>): void {
  const location = `${GATEWAY_URL}${path}?${new URLSearchParams(query).toString()}`
  response.writeHead(302, { location }).end()
}

function sign(parameters: Record<string, string>): string {
  const names = Object.keys(parameters).sort()
  return md5(names.map((name) => `${name}=${parameters[name] ?? ''}`).join('&') + CLIENT_KEY)
}

function md5(signed: string): string {
  return createHash('md5').update(signed).digest('hex').toUpperCase()
}
