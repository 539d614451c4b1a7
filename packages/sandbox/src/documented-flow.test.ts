import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { createClock } from './clock.ts'
import { DEMO } from './demo.ts'
import { type Sandbox, createSandbox } from './sandbox.ts'
import { type SandboxServer, serveSandbox } from './server.ts'

// A merchant with nothing but QFPay's public pages, fetch and a hash: host and credentials are all
// that points at the sandbox.
const { appCode, clientKey } = DEMO.merchant
/** An enquiry by number alone sees the current month. */
const MIDDLE_OF_A_MONTH = Date.UTC(2025, 10, 22, 10, 30)
const WECHAT = 'Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.22(0x18001626) NetType/WIFI'

function makeSign(parameters: Record<string, string>): string {
  const text = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name] ?? ''}`)
    .join('&')
  return createHash('md5')
    .update(text + clientKey)
    .digest('hex')
    .toUpperCase()
}

describe('the documented flow over HTTP', () => {
  let sandbox: Sandbox
  let server: SandboxServer
  const notified: { readonly body: string; readonly signature: string }[] = []
  let heard: () => void
  const hearing = new Promise<void>((resolve) => (heard = resolve))
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      notified.push({
        body: Buffer.concat(chunks).toString(),
        signature: String(request.headers['x-qf-sign']),
      })
      response.end('SUCCESS')
      heard()
    })
  })

  before(async () => {
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address() as AddressInfo
    sandbox = createSandbox({
      notifyUrl: `http://127.0.0.1:${port}/notify`,
      clock: createClock({ startAt: MIDDLE_OF_A_MONTH }),
    })
    server = await serveSandbox({ sandbox, port: 0 })
  })
  after(async () => {
    await server.close()
    sandbox.close()
    receiver.close()
  })

  const headers = (parameters: Record<string, string>): Record<string, string> => ({
    'X-QF-APPCODE': appCode,
    'X-QF-SIGN': makeSign(parameters),
  })
  const post = async (path: string, parameters: Record<string, string>): Promise<Answer> => {
    const body = new URLSearchParams(parameters)
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: headers(parameters),
      body,
    })
    assert.equal(response.status, 200)
    const text = await response.text()
    assert.equal(
      response.headers.get('x-qf-sign'),
      createHash('md5')
        .update(text + clientKey)
        .digest('hex')
        .toUpperCase(),
    )
    return JSON.parse(text) as Answer
  }

  it('goes from the OAuth code to a paid, notified and refunded order', async () => {
    const redirect_uri = 'https://shop.example.com/wx/callback?order=A1001'
    const signed = { app_code: appCode, redirect_uri }
    const start = new URL('/tool/v1/get_weixin_oauth_code', server.url)
    start.search = new URLSearchParams({ ...signed, sign: makeSign(signed) }).toString()
    const toWechat = await visit(start)
    const back = await visit(new URL(toWechat, server.url))
    assert.match(back, /^https:\/\/shop\.example\.com\/wx\/callback\?order=A1001&code=0\w{31}$/)

    const code = new URL(back).searchParams.get('code') ?? ''
    const answer = await fetch(`${server.url}/tool/v1/get_weixin_openid?code=${code}`, {
      headers: headers({ code }),
    })
    const { openid, respcd } = (await answer.json()) as Answer & { readonly openid: string }
    assert.equal(respcd, '0000')
    assert.match(openid, /^o[\w-]{27}$/)

    const order = {
      out_trade_no: 'SBX202511220001',
      pay_type: '800207',
      sub_openid: openid,
      txamt: '1099',
      txcurrcd: 'HKD',
      txdtm: '2025-11-22 18:30:00',
    }
    const created = await post('/trade/v1/payment', order)
    assert.equal(created.respcd, '0000')
    const payParams = created.pay_params ?? {}
    assert.match(payParams['package'] ?? '', /^prepay_id=wx\w{34}$/)
    assert.match(created.syssn ?? '', /^\d{26}$/)
    assert.deepEqual(await rowOf('SBX202511220001'), { respcd: '1143', cancel: '0' })

    const direct = new URL('/q/direct', server.url)
    const done = 'https://shop.example.com/wx/done?order=A1001'
    const shown = { mchntnm: '測試商店', txamt: '1099', currency: 'HKD', redirect_url: done }
    direct.search = new URLSearchParams({ ...shown, ...payParams }).toString()
    const page = await fetch(direct, { headers: { 'user-agent': WECHAT } })
    assert.match(await page.text(), /測試商店[\s\S]*HKD 10\.99/)

    const sheet = sandbox.wallet.open({
      payParams,
      pageUrl: direct.href,
      payer: 'mei',
      profile: 'ios',
    })
    assert.ok(sheet.kind === 'sheet')
    const result = await sandbox.wallet.decide({
      sheetId: sheet.sheetId,
      decision: 'pay',
    })
    assert.equal(result.errMsg, 'get_brand_wcpay_request:ok')

    await hearing
    const [notice] = notified
    assert.equal(
      notice?.signature,
      createHash('md5').update(`${notice?.body}${clientKey}`).digest('hex').toUpperCase(),
    )
    assert.match(notice.body, /^\{"status": "1", "pay_type": "800207", /)
    assert.deepEqual(await rowOf('SBX202511220001'), { respcd: '0000', cancel: '0' })

    sandbox.settings.change({ refundNightWindow: false })
    const refunded = await post('/trade/v1/refund', {
      syssn: created.syssn ?? '',
      out_trade_no: 'RFD202511220001',
      txamt: '500',
      txdtm: '2025-11-22 19:00:00',
    })
    assert.equal(refunded.respcd, '0000')
    assert.deepEqual(await rowOf('SBX202511220001'), { respcd: '0000', cancel: '5' })
    assert.deepEqual(
      sandbox.ledger().map(({ kind, amount }) => [kind, amount]),
      [
        ['payment', 1099],
        ['refund', 500],
      ],
    )
  })

  type Answer = {
    readonly respcd: string
    readonly syssn?: string
    readonly pay_params?: Record<string, string>
    readonly data?: readonly Record<string, string>[]
  }

  async function visit(url: URL): Promise<string> {
    const response = await fetch(url, { redirect: 'manual', headers: { 'user-agent': WECHAT } })
    assert.equal(response.status, 302)
    return response.headers.get('location') ?? ''
  }

  async function rowOf(out_trade_no: string): Promise<unknown> {
    const answer = await post('/trade/v1/query', { out_trade_no })
    assert.equal(answer.respcd, '0000')
    const row = answer.data?.[0]
    return { respcd: row?.['respcd'], cancel: row?.['cancel'] }
  }
})
