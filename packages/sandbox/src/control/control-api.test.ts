import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { describe, it } from 'node:test'
import { START, tryMerchant } from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

function controller(): ReturnType<typeof tryMerchant> & {
  readonly control: (
    method: string,
    path: string,
    body?: unknown,
    headers?: object,
  ) => Promise<Answer>
} {
  const m = tryMerchant()
  return {
    ...m,
    async control(method, path, body, headers = { 'content-type': 'application/json' }) {
      const response = await m.sandbox.fetch(
        new Request(`http://127.0.0.1:4010/_sandbox${path}`, {
          method,
          headers: { ...headers },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      )
      return { status: response.status, body: (await response.json()) as Answer['body'] }
    },
  }
}

function codeOf({ body }: Answer): unknown {
  const error = body['error'] as Readonly<Record<string, unknown>>
  assert.deepEqual(Object.keys(error), ['code', 'message', 'hint'])
  return error['code']
}

describe('the control API', () => {
  it('completes a payment without a browser', async () => {
    const { control, call, order } = controller()
    const authorized = await control('POST', '/authorize', { payer: 'ka-ho' })
    const code = String(authorized.body['code'])
    const exchanged = await call('/tool/v1/get_weixin_openid', { code })
    await order({ out_trade_no: 'A/1', sub_openid: String(exchanged['openid']) })
    const paid = await control('POST', '/orders/A%2F1/pay', {})
    assert.equal(paid.body['errMsg'], 'get_brand_wcpay_request:ok')
    const shown = await control('GET', '/orders/A%2F1')
    assert.partialDeepStrictEqual(shown, { body: { status: 'paid', payer: 'ka-ho' } })
    const ledger = await control('GET', '/ledger')
    assert.equal((ledger.body['data'] as readonly unknown[]).length, 1)
  })

  it('gives the public key of an RSA paySign', async () => {
    const m = tryMerchant({ settings: { paySignType: 'RSA' } })
    const { pay_params: payParams = {} } = await m.order({ out_trade_no: 'A1' })
    const { appId, timeStamp, nonceStr, package: prepay, signType, paySign = '' } = payParams
    assert.equal(signType, 'RSA')
    const asked = new Request('http://127.0.0.1:4010/_sandbox/pay-sign-key')
    const key = createPublicKey(await (await m.sandbox.fetch(asked)).text())
    const signed = Buffer.from([appId, timeStamp, nonceStr, prepay, ''].join('\n'))
    assert.ok(verify('sha256', signed, key, Buffer.from(paySign, 'base64')))
  })

  it('cancels, makes fail, and says what is impossible', async () => {
    const { control, order } = controller()
    await order({ out_trade_no: 'A1' })
    const canceled = await control('POST', '/orders/A1/cancel')
    assert.equal(canceled.body['errMsg'], 'get_brand_wcpay_request:cancel')
    const other = await control('POST', '/orders/A1/pay', { payer: 'ka-ho' })
    assert.equal(other.status, 409)
    assert.equal(codeOf(other), 'payer_is_another')
    const failed = await control('POST', '/orders/A1/fail')
    assert.equal((failed.body['order'] as Answer['body'])['respcd'], '1204')
    assert.equal((await control('POST', '/orders/A2/pay')).status, 404)
  })

  it('moves the clock', async () => {
    const { control, clock } = controller()
    await control('POST', '/clock', { advanceMs: 60_000 })
    assert.equal(clock.now(), START + 60_000)
    const shown = await control('GET', '/clock')
    assert.deepEqual(shown.body, { now: '2025-11-22T10:31:00.000Z', nextNotificationAt: null })
  })

  it('adds parties, settings and faults, and removes faults', async () => {
    const { control, sandbox, order } = controller()
    const merchant = { name: 'New', appCode: 'NEW', clientKey: 'SECRET-OF-NEW' }
    assert.equal((await control('POST', '/merchants', merchant)).status, 201)
    const merchants = JSON.stringify((await control('GET', '/merchants')).body)
    assert.match(merchants, /"NEW"/)
    assert.doesNotMatch(merchants, /SECRET-OF-NEW|5EC2E7/)
    await control('POST', '/payers', { id: 'lin', name: 'Lin', balance: 1 })
    assert.equal(sandbox.payers.list().at(-1)?.id, 'lin')
    await control('PATCH', '/settings', { closeSupported: false })
    assert.equal(sandbox.settings.get().closeSupported, false)
    const accounts = JSON.stringify((await control('GET', '/official-accounts')).body)
    assert.doesNotMatch(accounts, new RegExp(DEMO.merchantAccount.secret))

    const fault = { effect: { kind: 'respond', when: 'before', respcd: '1100' }, times: null }
    const added = await control('POST', '/faults', { ...fault, endpoint: 'payment' })
    assert.equal((await order({ out_trade_no: 'A1' })).respcd, '1100')
    await control('DELETE', `/faults/${String(added.body['id'])}`)
    assert.equal((await order({ out_trade_no: 'A1' })).respcd, '0000')
    assert.equal((await control('DELETE', '/faults/99')).status, 404)
  })

  it('sets off a scenario by name', async () => {
    const { control, order } = controller()
    await control('POST', '/scenarios', { name: 'risk-stop' })
    assert.equal((await order({ out_trade_no: 'A1' })).respcd, '1294')
    assert.equal((await order({ out_trade_no: 'A2' })).respcd, '0000')
    assert.equal((await control('POST', '/scenarios', { name: 'nothing' })).status, 404)
  })

  it('lists notifications and delivers one again', async () => {
    const { control, paid, clock, received } = controller()
    await paid({ out_trade_no: 'A1' })
    await clock.advance(0)
    const list = (await control('GET', '/notifications')).body['data'] as readonly { id: number }[]
    await control('POST', `/notifications/${list[0]?.id ?? 0}/redeliver`)
    assert.equal(received.length, 2)
  })

  it('shows the journal, from a point on, and as it grows', async () => {
    const { control, order, sandbox } = controller()
    await order({ out_trade_no: 'A1' })
    const all = (await control('GET', '/journal')).body['data'] as readonly { id: number }[]
    const last = all.at(-1)?.id ?? 0
    const newer = (await control('GET', `/journal?after=${last}`)).body['data']
    assert.deepEqual(newer, [])

    const url = `http://127.0.0.1:4010/_sandbox/journal/stream?after=${last}`
    const stream = await sandbox.fetch(new Request(url))
    assert.equal(stream.headers.get('content-type'), 'text/event-stream')
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    assert.equal((await reader?.read())?.value, ': journal\n\n')
    await order({ out_trade_no: 'A2' })
    assert.match(
      (await reader?.read())?.value ?? '',
      new RegExp(`^data: \\{.*\\}\nid: ${last + 1}\n\n$`),
    )
    await reader?.cancel()
    await order({ out_trade_no: 'A3' })
  })

  it('resets everything but the time', async () => {
    const { control, order, sandbox, clock } = controller()
    await order({ out_trade_no: 'A1' })
    await control('POST', '/payers', { id: 'lin', name: 'Lin' })
    await clock.advance(5)
    await control('POST', '/reset')
    assert.deepEqual(sandbox.orders.list(), [])
    assert.deepEqual(sandbox.journal.list(), [])
    assert.equal(sandbox.payers.list().length, DEMO.payers.length)
    assert.equal(clock.now(), START + 5)
  })

  it('drives the wallet for the phone', async () => {
    const { control, order } = controller()
    const { pay_params: payParams } = await order({ out_trade_no: 'A1' })
    const page = { pageUrl: 'https://o2-hk.qfapi.com/q/direct', payer: 'mei', profile: 'ios' }
    const sheet = await control('POST', '/wallet/open', { payParams, ...page })
    assert.equal(sheet.body['kind'], 'sheet')
    const decision = { sheetId: sheet.body['sheetId'], decision: 'pay' }
    const result = await control('POST', '/wallet/decide', decision)
    assert.equal(result.body['errMsg'], 'get_brand_wcpay_request:ok')
  })
})

describe('a control request that is wrong changes nothing', () => {
  for (const [what, path, body, status, code] of [
    ['an unknown field', '/payers', { id: 'lin', name: 'Lin', age: 3 }, 400, 'invalid_request'],
    [
      'a float for money',
      '/payers',
      { id: 'lin', name: 'L', balance: 0.5 },
      400,
      'invalid_request',
    ],
    ['a list', '/payers', [1], 400, 'invalid_request'],
    ['time that runs back', '/clock', { advanceMs: -1 }, 400, 'invalid_request'],
    ['an unknown effect', '/faults', { effect: { kind: 'fire' } }, 400, 'invalid_request'],
    ['an unknown path', '/nothing', {}, 404, 'no_such_path'],
    ['a body that is too large', '/payers', { id: 'x'.repeat(70_000) }, 413, 'body_too_large'],
  ] as const) {
    it(what, async () => {
      const { control, sandbox, clock } = controller()
      const answer = await control('POST', path, body)
      assert.equal(answer.status, status)
      assert.equal(codeOf(answer), code)
      assert.equal(sandbox.payers.list().length, DEMO.payers.length)
      assert.equal(clock.now(), START)
    })
  }

  it('a page of another site', async () => {
    const { control } = controller()
    const foreign = { origin: 'https://evil.example.com', 'content-type': 'application/json' }
    const refused = await control('POST', '/reset', {}, foreign)
    assert.equal(refused.status, 403)
    assert.equal(codeOf(refused), 'foreign_origin')
    const plain = await control('POST', '/payers', {}, { 'content-type': 'text/plain' })
    assert.equal(plain.status, 415)
    assert.equal(codeOf(plain), 'not_json')
    const own = { origin: 'http://wechat.localhost:4010', 'content-type': 'application/json' }
    assert.equal((await control('POST', '/reset', {}, own)).status, 200)
  })
})
