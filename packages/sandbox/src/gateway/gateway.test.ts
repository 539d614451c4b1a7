import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  ORIGIN,
  START,
  type Fields,
  signature,
  tryMerchant,
} from '../../test/support/try-merchant.ts'
import { createClock } from '../clock.ts'
import { DEMO } from '../demo.ts'
import { CURRENCIES } from '../state/parties.ts'
import { sign } from '../wire/signing.ts'

const { appCode, clientKey } = DEMO.merchant
const ORDER = {
  out_trade_no: 'A1',
  pay_type: '800207',
  txamt: '1099',
  txcurrcd: 'HKD',
  txdtm: '2025-11-22 18:30:00',
}

describe('a request is read wherever clients put it', () => {
  const fields = { out_trade_no: 'A1', goods_name: '測試 A' }
  const headers = (signed: Fields = fields): Record<string, string> => ({
    'x-qf-appcode': appCode,
    'x-qf-sign': signature(signed, clientKey),
  })
  const form = (content: string, type?: string): RequestInit => ({
    method: 'POST',
    headers: { ...headers(), ...(type === undefined ? {} : { 'content-type': type }) },
    // Bytes, so that no Content-Type is added to what has none.
    body: new TextEncoder().encode(content),
  })
  const query = `?${new URLSearchParams(fields).toString()}`
  const multipart = new FormData()
  for (const [name, value] of Object.entries(fields)) multipart.append(name, value)
  const urlencoded = 'application/x-www-form-urlencoded'
  const ways: Readonly<Record<string, readonly [string, RequestInit]>> = {
    'a form': ['', form(query.slice(1), urlencoded)],
    'the query, with an empty body': [query, { method: 'POST', headers: headers() }],
    'a GET with a query': [query, { headers: headers() }],
    'raw blanks and UTF-8': ['', form('out_trade_no=A1&goods_name=測試 A', urlencoded)],
    'a body without a Content-Type': ['', form(query.slice(1))],
    multipart: ['', { method: 'POST', headers: headers(), body: multipart }],
    'lower-case hex': [
      query,
      { headers: { ...headers(), 'x-qf-sign': signature(fields, clientKey).toLowerCase() } },
    ],
    'a declared MD5': [query, { headers: { ...headers(), 'x-qf-signtype': 'MD5' } }],
    SHA256: [
      query,
      {
        headers: {
          ...headers(),
          'x-qf-signtype': 'SHA256',
          'x-qf-sign': sign('goods_name=測試 A&out_trade_no=A1', clientKey, 'SHA256'),
        },
      },
    ],
    'a sign among the parameters': [`${query}&sign=whatever`, { headers: headers() }],
    'empties that were signed': [`${query}&udid=`, { headers: headers({ ...fields, udid: '' }) }],
    'empties that were not signed': [`${query}&udid=`, { headers: headers() }],
  }
  for (const [way, [search, init]] of Object.entries(ways)) {
    it(way, async () => {
      const { sandbox } = tryMerchant()
      const request = new Request(`${ORIGIN}/trade/v1/query${search}`, init)
      const answer = (await (await sandbox.fetch(request)).json()) as { respcd: string }
      assert.equal(answer.respcd, '0000')
    })
  }

  const refused: Readonly<Record<string, readonly [string, RequestInit, string]>> = {
    JSON: ['', form(JSON.stringify(fields), 'application/json'), 'json-body'],
    'a parameter given twice': [
      `${query}&out_trade_no=A2`,
      { headers: headers() },
      'parameter-twice',
    ],
    'broken UTF-8': [
      '',
      { method: 'POST', headers: headers(), body: new Uint8Array([0x61, 0x3d, 0xff]) },
      'not-utf-8',
    ],
    'a body of a hundred kilobytes': ['', form(`a=${'x'.repeat(100_000)}`), 'body-too-large'],
    'a PUT': [query, { method: 'PUT', headers: headers() }, 'wrong-method'],
  }
  for (const [way, [search, init, rule]] of Object.entries(refused)) {
    it(`but not ${way}`, async () => {
      const { sandbox } = tryMerchant()
      const request = new Request(`${ORIGIN}/trade/v1/query${search}`, init)
      const answer = (await (await sandbox.fetch(request)).json()) as { respcd: string }
      assert.equal(answer.respcd, '1103')
      assert.equal(sandbox.journal.list().at(-1)?.problem?.rule, rule)
    })
  }
})

describe('a payment request that breaks a rule', () => {
  const cases: readonly (readonly [Fields, string, string])[] = [
    [{ txamt: '10.99' }, '1104', 'txamt-not-whole'],
    [{ txamt: '1e3' }, '1104', 'txamt-not-whole'],
    [{ txamt: '-1' }, '1104', 'txamt-not-whole'],
    [{ txamt: '0' }, '1104', 'txamt-too-small'],
    [{ txamt: '' }, '1104', 'txamt-missing'],
    [{ txamt: '500000001' }, '1297', 'txamt-too-large'],
    [{ txcurrcd: 'hkd' }, '1104', 'txcurrcd-unknown'],
    [{ txcurrcd: 'RMB' }, '1104', 'txcurrcd-unknown'],
    [{ pay_type: '800201' }, '1104', 'pay-type-not-enabled'],
    [{ out_trade_no: 'A,B' }, '1104', 'out-trade-no-characters'],
    [{ out_trade_no: 'A'.repeat(129) }, '1104', 'out_trade_no-too-long'],
    [{ txdtm: '2025-11-22T18:30:00' }, '1104', 'txdtm-format'],
    [{ txdtm: '2025-02-30 18:30:00' }, '1104', 'txdtm-format'],
    [{ limit_pay: 'no_debit' }, '1104', 'limit-pay-unknown'],
    [{ extend_info: 'Mei' }, '1104', 'extend-info-format'],
    [{ extend_info: '{"user_creid": 1}' }, '1104', 'extend-info-format'],
    [{ return_url: 'javascript:alert(1)' }, '1104', 'return-url-format'],
    [{ expired_time: '4' }, '1104', 'expired-time-range'],
    [{ goods_name: 'x'.repeat(65) }, '1104', 'goods_name-too-long'],
    [{ sub_openid: '' }, '1104', 'sub_openid-missing'],
    [{ sub_openid: 'oNobody' }, '1147', 'openid-unknown'],
    [{ mchid: 'ZaMVg12345' }, '1108', 'mchid-not-issued'],
  ]
  for (const [fields, respcd, rule] of cases) {
    it(`gets ${respcd} for ${JSON.stringify(fields).slice(0, 60)}, and leaves nothing behind`, async () => {
      const merchant = tryMerchant()
      const answer = await merchant.order({ ...ORDER, ...fields })
      assert.equal(answer.respcd, respcd)
      assert.match(String(answer['resperr']), new RegExp(`\\(${respcd}\\)$`))
      assert.equal(merchant.sandbox.journal.list().at(-1)?.problem?.rule, rule)
      assert.deepEqual(merchant.sandbox.orders.list(), [])
    })
  }

  it('learns in production’s words that the pay type is not switched on', async () => {
    const answer = await tryMerchant().order({ ...ORDER, pay_type: '800101' })
    assert.equal(answer['respmsg'], 'filter error')
  })

  it('is taken in every currency of QFPay’s, unless the merchant has fewer', async () => {
    const merchant = tryMerchant()
    for (const txcurrcd of CURRENCIES) {
      const answer = await merchant.order({ ...ORDER, out_trade_no: `A-${txcurrcd}`, txcurrcd })
      assert.equal(answer.respcd, '0000', txcurrcd)
    }
    const { name, appCode, clientKey } = DEMO.merchant
    const few = tryMerchant({ merchants: [{ name, appCode, clientKey, currencies: ['HKD'] }] })
    const answer = await few.order({ ...ORDER, txcurrcd: 'THB' })
    assert.equal(answer.respcd, '1104')
    assert.equal(few.sandbox.journal.list().at(-1)?.problem?.rule, 'txcurrcd-not-enabled')
  })

  it('gets the first result again for a used number, where the settings say so', async () => {
    const merchant = tryMerchant({ settings: { usedNumber: 'existing' } })
    const first = await merchant.order(ORDER)
    for (const txamt of ['1099', '2']) {
      const again = await merchant.order({ ...ORDER, txamt })
      assert.equal(again['syssn'], first['syssn'])
      assert.equal(again['txamt'], '1099')
      assert.deepEqual(again.pay_params, first.pay_params)
    }
    await merchant.refund(await merchant.paid(ORDER), { out_trade_no: 'R1', txamt: '1' })
    assert.equal((await merchant.order({ ...ORDER, out_trade_no: 'R1' })).respcd, '1251')
    assert.equal(merchant.sandbox.ledger().length, 2)
  })

  it('is answered in the shape of its pay type', async () => {
    const { name, appCode, clientKey } = DEMO.merchant
    const payTypes = ['800207', '800212', '801512', '800201']
    const merchant = tryMerchant({ merchants: [{ name, appCode, clientKey, payTypes }] })
    const reply = (pay_type: string) =>
      merchant.call('/trade/v1/payment', {
        txamt: '1099',
        txcurrcd: 'HKD',
        txdtm: '2025-11-22 18:30:00',
        out_trade_no: `A-${pay_type}`,
        pay_type,
      })
    for (const pay_type of ['800212', '801512']) {
      const { pay_url: url, pay_params: none } = await reply(pay_type)
      assert.match(String(url), /^https:.*\/q\/cashier\?syssn=\d{26}$/)
      assert.equal(none, undefined)
    }
    assert.match(String((await reply('800201'))['qrcode']), /^weixin:/)
    assert.equal((await reply('800207')).respcd, '1104', 'a payer is needed')
  })

  it('in the JSON of QFPay’s Quick Start is refused, with a hint at the right page', async () => {
    const { sandbox } = tryMerchant()
    const body = JSON.stringify({ total_fee: 100, pay_type: '201', out_trade_no: 'A1' })
    const headers = { 'content-type': 'application/json' }
    const url = `${ORIGIN}/trade/v1/payment`
    const answer = await sandbox.fetch(new Request(url, { method: 'POST', headers, body }))
    assert.match(await answer.text(), /"respcd": "1103"/)
    const { problem } = sandbox.journal.list().at(-1) ?? {}
    assert.equal(problem?.rule, 'quick-start-request')
    assert.match(problem.hint, /txamt.*WeChat JSAPI Payment/)
  })

  it('may carry an empty mchid, which counts as none and is remarked on', async () => {
    const merchant = tryMerchant()
    assert.equal((await merchant.order({ ...ORDER, mchid: '' })).respcd, '0000')
    const { remark, problem } = merchant.sandbox.journal.list().at(-1) ?? {}
    assert.equal(remark?.rule, 'mchid-empty')
    assert.equal(problem, undefined)
    const { data } = await merchant.call('/trade/v1/query', { out_trade_no: 'A1', mchid: '' })
    assert.equal(data?.length, 1)
  })

  it('is remarked on where another gateway might refuse its number or its name of goods', async () => {
    const merchant = tryMerchant()
    const remarkOn = async (fields: Fields): Promise<string | undefined> => {
      assert.equal((await merchant.order({ ...ORDER, ...fields })).respcd, '0000')
      return merchant.sandbox.journal.list().at(-1)?.remark?.rule
    }
    assert.equal(await remarkOn({ goods_name: '測試 tea 20250001ABCDE' }), undefined)
    assert.equal(
      await remarkOn({ out_trade_no: 'A2', goods_name: 'Tea of twenty-one ch.' }),
      'goods-name-letters',
    )
    assert.equal(await remarkOn({ out_trade_no: 'A3', goods_name: '茶🍵' }), 'goods-name-letters')
    assert.equal(await remarkOn({ out_trade_no: 'A-4' }), 'out-trade-no-letters')
  })

  it('gets 1251 for a number that a payment or a refund has', async () => {
    const merchant = tryMerchant()
    const payment = await merchant.paid(ORDER)
    await merchant.refund(payment, { out_trade_no: 'R1', txamt: '1' })
    for (const out_trade_no of ['A1', 'R1']) {
      const again = await merchant.order({ ...ORDER, out_trade_no })
      assert.partialDeepStrictEqual(again, { respcd: '1251', respmsg: 'out_trade_no is used' })
    }
  })

  it('needs a fresh openid each time', async () => {
    const merchant = tryMerchant()
    const sub_openid = await merchant.openid()
    assert.equal((await merchant.order({ ...ORDER, sub_openid })).respcd, '0000')
    const second = { ...ORDER, out_trade_no: 'A2', sub_openid }
    assert.equal((await merchant.order(second)).respcd, '1104')
    assert.equal(merchant.sandbox.journal.list().at(-1)?.problem?.rule, 'openid-used-twice')

    const lenient = tryMerchant({ settings: { openidReuse: 'allow' } })
    const reused = await lenient.openid()
    await lenient.order({ ...ORDER, sub_openid: reused })
    assert.equal((await lenient.order({ ...second, sub_openid: reused })).respcd, '0000')
  })

  it('cannot use an openid of an account that is not linked to the merchant', async () => {
    const { appid, secret } = DEMO.merchantAccount
    const stranger = { ...DEMO.merchant, officialAccounts: [] }
    const linked = { ...DEMO.merchant, officialAccounts: [appid] }
    for (const [merchant, respcd] of [
      [linked, '0000'],
      [stranger, '1147'],
    ] as const) {
      const m = tryMerchant({ merchants: [merchant] })
      const { code } = m.sandbox.authorize({ appid })
      const asked = { appid, secret, code, grant_type: 'authorization_code' }
      const url = `https://api.weixin.qq.com/sns/oauth2/access_token?${new URLSearchParams(asked).toString()}`
      const exchanged = await (await m.sandbox.fetch(new Request(url))).json()
      const sub_openid = (exchanged as { readonly openid: string }).openid
      assert.equal((await m.order({ ...ORDER, sub_openid })).respcd, respcd)
    }
  })

  it('cannot use another merchant’s openid', async () => {
    const merchants = [
      { ...DEMO.merchant, officialAccounts: [], realName: false },
      { name: 'Other', appCode: 'OTHER', clientKey: 'OTHERKEY' },
    ]
    const merchant = tryMerchant({ merchants })
    const { code } = merchant.sandbox.authorize({ appCode: 'OTHER' })
    const exchanged = await merchant.call('/tool/v1/get_weixin_openid', { code })
    assert.match(String(exchanged['respmsg']), /40029/)
  })
})

describe('a wrong signature', () => {
  it('is answered 1108, and the journal shows what should have been signed', async () => {
    const { sandbox } = tryMerchant()
    const extend_info = '{"user_creid": "TEST-ID-0001"}'
    const sent = { ...ORDER, extend_info }
    const response = await sandbox.fetch(
      new Request(`${ORIGIN}/trade/v1/payment?${new URLSearchParams(sent).toString()}`, {
        method: 'POST',
        headers: { 'x-qf-appcode': appCode, 'x-qf-sign': signature(ORDER, clientKey) },
      }),
    )
    const text = await response.text()
    assert.match(text, /"respcd": "1108"/)
    assert.equal(response.headers.get('x-powered-by'), 'QF/1.1')
    const entry = sandbox.journal.list().at(-1)
    assert.equal(entry?.problem?.rule, 'bad-signature')
    assert.equal(
      entry.signed?.string,
      'extend_info=‹30 characters, not kept›&out_trade_no=A1&pay_type=800207&txamt=1099&txcurrcd=HKD&txdtm=2025-11-22 18:30:00‹client_key›',
    )
    assert.equal(entry.signed.expected, signature(sent, clientKey))
    assert.equal(entry.signed.ok, false)
    const everything = JSON.stringify(sandbox.journal.list())
    assert.doesNotMatch(everything, /TEST-ID-0001/)
    assert.doesNotMatch(everything, new RegExp(clientKey))
  })

  it('is what an unknown app_code gets, too', async () => {
    const { sandbox } = tryMerchant()
    const request = new Request(`${ORIGIN}/trade/v1/query?out_trade_no=A1`, {
      headers: { 'x-qf-appcode': 'NOBODY', 'x-qf-sign': 'x' },
    })
    assert.match(await (await sandbox.fetch(request)).text(), /"respcd": "1108"/)
  })
})

describe('the mchid of a merchant that has one', () => {
  const mchid = 'ZaMVg12345'
  it('must be sent, and be the right one', async () => {
    const merchant = tryMerchant({ mchid })
    const query = async (fields: Fields): Promise<unknown> =>
      (await merchant.call('/trade/v1/query', { out_trade_no: 'A1', ...fields })).respcd
    assert.equal(await query({ mchid }), '0000')
    assert.equal(await query({}), '1108')
    const wrong = await merchant.call('/trade/v1/query', { out_trade_no: 'A1', mchid: 'X' })
    assert.match(String(wrong['resperr']), /MCHCODE.*\(1108\)/)
  })
})

describe('the rate of requests', () => {
  const ask = async ({ send }: ReturnType<typeof tryMerchant>): Promise<number> =>
    (await send('/trade/v1/query', { out_trade_no: 'A1' })).status

  it('is a hundred in a second', async () => {
    const merchant = tryMerchant()
    for (let sent = 0; sent < 100; sent += 1) assert.equal(await ask(merchant), 200)
    assert.equal(await ask(merchant), 429)
    await merchant.clock.advance(1_000)
    assert.equal(await ask(merchant), 200)
  })

  it('is four hundred in a minute, and names when to come back', async () => {
    const merchant = tryMerchant()
    for (let sent = 0; sent < 400; sent += 1) {
      assert.equal(await ask(merchant), 200)
      await merchant.clock.advance(100)
    }
    const response = await merchant.send('/trade/v1/query', { out_trade_no: 'A1' })
    assert.equal(response.status, 429)
    assert.equal(response.headers.get('retry-after'), '1')
    assert.equal('respcd' in ((await response.json()) as object), false)
    await merchant.clock.advance(20_100)
    assert.equal(await ask(merchant), 200)
  })
})

it('whatever a merchant signs and sends, the answer has a code', async () => {
  const names =
    'txamt txcurrcd pay_type out_trade_no txdtm sub_openid goods_name syssn page page_size start_time end_time respcd code note notify_url extend_info return_url __proto__ constructor'
  const value = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
    fc.constantFrom(
      '',
      '0',
      '1099',
      '-1',
      '1e9',
      'HKD',
      '800207',
      '2025-11-22 18:30:00',
      'A1',
      ',',
    ),
  )
  const fields = fc.dictionary(fc.constantFrom(...names.split(' ')), value)
  const paths = ['payment', 'query', 'refund', 'close', 'reversal', 'add_note']
  const path = fc.constantFrom(
    ...paths.map((name) => `/trade/v1/${name}`),
    '/tool/v1/get_weixin_openid',
  )
  await fc.assert(
    fc.asyncProperty(path, fields, async (where, sent) => {
      const m = tryMerchant()
      assert.match((await m.call(where, { ...sent })).respcd ?? '', /^\d{4}$/)
      assert.notEqual(m.sandbox.journal.list().at(-1)?.problem?.rule, 'bad-signature')
      assert.deepEqual(m.sandbox.ledger(), [])
    }),
    { numRuns: 300 },
  )
})

it('the same clock and the same randomness make the same numbers', async () => {
  const run = async (): Promise<unknown> => {
    const clock = createClock({ manual: true, startAt: START })
    const merchant = tryMerchant({ clock, random: () => 0.5 })
    await merchant.paid(ORDER)
    await clock.advance(1_000)
    return [merchant.received, merchant.sandbox.journal.list()]
  }
  assert.deepEqual(await run(), await run())
})
