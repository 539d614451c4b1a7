import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  classify,
  isQfpayError,
  QfpayNetworkError,
  QfpayPendingError,
  QfpayRefusedError,
  type PayParams,
  type QfpayOptions,
} from '@tael/qfpay'
import {
  ACCOUNTS,
  authorize,
  describeOnEachWire,
  enquired,
  order,
  paidOrder,
  pay,
  type Gateway,
} from './gateway.ts'

const SIGNING: Readonly<Record<string, Partial<QfpayOptions>>> = {
  MD5: {},
  SHA256: { signType: 'SHA256' },
  'MD5 with a mchid': ACCOUNTS.store,
  'SHA256 with a mchid': { ...ACCOUNTS.store, signType: 'SHA256' },
}

/** What the last payment request carried, as the gateway read it. */
function received({ sandbox }: Gateway): Readonly<Record<string, string>> {
  const entry = sandbox.journal.list().findLast(({ step }) => step.startsWith('Payment request'))
  assert.ok(entry?.request, 'the journal has a payment request')
  return entry.request
}

describeOnEachWire('a payment', (gateway) => {
  for (const [name, account] of Object.entries(SIGNING)) {
    it(`goes from authorization to proof, signed by ${name}`, async () => {
      const client = gateway().client(account)
      const redirectUri = `${gateway().shop}/wechat/back?order=A1001&from=茶%2Fcart`
      const page = await gateway().phone('ka-ho').open(client.oauthUrl({ redirectUri }))
      const back = new URL(page.url)
      assert.equal(back.origin + back.pathname, `${gateway().shop}/wechat/back`)
      assert.equal(back.searchParams.get('order'), 'A1001')
      assert.equal(back.searchParams.get('from'), '茶/cart')
      const code = back.searchParams.get('code') ?? ''
      assert.match(code, /^0[A-Za-z0-9]{31}$/)

      const { openid } = await client.exchangeCode({ code })
      assert.match(openid, /^o[\w-]{27}$/)

      const createdAt = gateway().clock.now()
      const created = await client.createPayment({
        outTradeNo: 'SBX-1|2*3_4',
        amount: 1099,
        currency: 'CNY',
        createdAt,
        openid,
        goodsName: '測試商品 A & 茶🍵 + 100% <b>龍井茶葉禮盒裝</b>',
        notifyUrl: `${gateway().shop}/notify?a=1&b=%2F+x`,
        limitPay: 'no_credit',
        udid: 'counter 3',
        extendInfo: { user_creid: 'TEST-ID-0001', user_truename: '測試' },
      })
      assert.equal(created.respcd, '0000')
      assert.match(created.syssn, /^20260302\d{18}$/)
      assert.equal(created.sysdtm?.getTime(), createdAt)
      const request = received(gateway())
      const { sub_openid, extend_info, ...rest } = request
      assert.equal(sub_openid, openid)
      assert.ok(extend_info)
      assert.deepEqual(rest, {
        ...('mchid' in account && { mchid: account.mchid }),
        pay_type: '800207',
        out_trade_no: 'SBX-1|2*3_4',
        txamt: '1099',
        txcurrcd: 'CNY',
        txdtm: '2026-03-02 12:00:00',
        goods_name: '測試商品 A 茶 100 b 龍井茶葉禮',
        notify_url: `${gateway().shop}/notify?a=1&b=%2F+x`,
        limit_pay: 'no_credit',
        udid: 'counter 3',
      })

      const waiting = await enquired(client, created.outTradeNo)
      assert.equal(waiting.outcome, 'pending')
      assert.equal(waiting.paidAt, undefined)
      assert.equal(waiting.openid, undefined)

      await gateway().clock.sleep(65_000)
      await pay(gateway(), created.outTradeNo)
      const { raw, chnlsn, message, ...paid } = await enquired(client, created.outTradeNo)
      assert.match(chnlsn ?? '', /^4200\d{24}$/)
      assert.ok(message)
      assert.equal(raw['goods_name'], '測試商品 A 茶 100 b 龍井茶葉禮')
      assert.deepEqual(paid, {
        outTradeNo: 'SBX-1|2*3_4',
        syssn: created.syssn,
        orderType: 'payment',
        payType: '800207',
        respcd: '0000',
        outcome: 'succeeded',
        meaning: classify('0000'),
        amount: 1099,
        currency: 'CNY',
        cancel: '0',
        openid,
        createdAt: new Date(createdAt),
        recordedAt: new Date(createdAt),
        paidAt: new Date(createdAt + 65_000),
      })
      assert.deepEqual(
        gateway()
          .sandbox.ledger()
          .map(({ kind, amount, payer }) => [kind, amount, payer]),
        [['payment', 1099, 'ka-ho']],
      )
      const unsigned = gateway()
        .sandbox.journal.list()
        .filter(({ signed }) => signed?.ok === false)
      assert.deepEqual(unsigned, [])
    })
  }

  for (const paySignType of ['MD5', 'HMAC-SHA256', 'RSA'] as const) {
    it(`opens WeChat’s sheet from the cashier page with a paySign by ${paySignType}`, async () => {
      gateway().sandbox.settings.change({ paySignType })
      const client = gateway().client()
      const { payParams, outTradeNo } = await order(gateway(), client)
      assert.ok(payParams)
      const cashier = client.cashierUrl({
        payParams,
        merchantName: '測試商店 & Söhne',
        amount: 1099,
        currency: 'HKD',
        goodsName: '龍井茶',
        redirectUrl: `${gateway().shop}/done?order=A1001&x=%2F+y`,
      })
      const { status, text } = await gateway().phone().open(cashier)
      assert.equal(status, 200)
      assert.match(text, /測試商店 &amp; Söhne[\s\S]*HKD 10\.99[\s\S]*龍井茶/)
      assert.equal(attribute(text, 'data-return'), `${gateway().shop}/done?order=A1001&x=%2F+y`)

      const shown = JSON.parse(attribute(text, 'data-params')) as PayParams
      assert.deepEqual(shown, payParams)
      const { wallet } = gateway().sandbox
      const sheet = wallet.open({
        payParams: shown,
        pageUrl: cashier,
        payer: 'mei',
        profile: 'ios',
      })
      assert.ok(sheet.kind === 'sheet', JSON.stringify(sheet))
      assert.equal(sheet.amount, 1099)
      const { errMsg } = await wallet.decide({ sheetId: sheet.sheetId, decision: 'pay' })
      assert.equal(errMsg, 'get_brand_wcpay_request:ok')
      assert.equal((await enquired(client, outTradeNo)).outcome, 'succeeded')
    })
  }

  it('is not begun outside WeChat', async () => {
    const redirectUri = `${gateway().shop}/back`
    const response = await gateway().fetch(gateway().client().oauthUrl({ redirectUri }), {
      redirect: 'manual',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0' },
    })
    assert.equal(response.headers.get('location'), null)
    assert.match(await response.text(), /WeChat/)
  })

  it('cannot be paid two hours later, and an enquiry says so', async () => {
    const client = gateway().client()
    const { outTradeNo } = await order(gateway(), client)
    await gateway().sandbox.clock.advance(2 * 60 * 60 * 1000 + 1000)
    const { errMsg } = await gateway().sandbox.orders.pay({ outTradeNo })
    assert.match(errMsg, /:fail/)
    const { respcd, outcome } = await enquired(client, outTradeNo)
    assert.equal(respcd, '1181')
    assert.equal(outcome, 'failed')
  })

  it('takes an OAuth code once', async () => {
    const client = gateway().client()
    const { code } = gateway().sandbox.authorize({ appCode: ACCOUNTS.plain.appCode })
    await client.exchangeCode({ code })
    await assert.rejects(client.exchangeCode({ code }), isRefusedBecause('1104', /40163/))
  })

  it('takes no OAuth code after five minutes, and none that WeChat has not made', async () => {
    const client = gateway().client()
    const { code } = gateway().sandbox.authorize({ appCode: ACCOUNTS.plain.appCode })
    await gateway().sandbox.clock.advance(5 * 60_000 + 1)
    await assert.rejects(client.exchangeCode({ code }), isRefusedBecause('1104', /42003/))
    await assert.rejects(
      client.exchangeCode({ code: '021invented' }),
      isRefusedBecause('1104', /40029/),
    )
  })

  it('takes an openid for one payment', async () => {
    const client = gateway().client()
    const openid = await authorize(gateway(), client)
    await order(gateway(), client, { openid })
    await assert.rejects(order(gateway(), client, { openid }), isRefusedBecause('1104', /openid/))
  })

  it('is not made twice under one number: the second answer says that the first got through', async () => {
    const client = gateway().client()
    const { outTradeNo } = await paidOrder(gateway(), client)
    await assert.rejects(order(gateway(), client, { outTradeNo }), (error) => {
      assert.ok(error instanceof QfpayPendingError)
      assert.equal(error.respcd, '1251')
      assert.equal(error.outcome, 'unknown')
      return true
    })
    assert.equal((await enquired(client, outTradeNo)).outcome, 'succeeded')
  })

  it('is found by its number when its answer is lost, and is not when its request is', async () => {
    const client = gateway().client()
    const openid = await authorize(gateway(), client)
    for (const [when, found] of [
      ['after', 1],
      ['before', 0],
    ] as const) {
      const fault = { effect: { kind: 'cut', when }, endpoint: 'payment' } as const
      gateway().sandbox.faults.add(fault)
      const outTradeNo = `LOST-${when}`
      await assert.rejects(order(gateway(), client, { openid, outTradeNo }), (error) => {
        assert.ok(error instanceof QfpayNetworkError)
        assert.equal(error.outcome, 'unknown')
        return true
      })
      assert.equal((await client.enquire({ outTradeNo })).transactions.length, found)
    }
  })

  const REFUSED = {
    'of an amount above the channel’s': [{ amount: 500_000_001 }, '1297'],
    'of a kind that is not switched on': [{ payType: '800212' }, '1104'],
  } as const
  for (const [what, [changed, respcd]] of Object.entries(REFUSED)) {
    it(`is refused when it is one ${what}`, async () => {
      await assert.rejects(order(gateway(), gateway().client(), changed), (error) => {
        assert.ok(isQfpayError(error))
        assert.equal(error.respcd, respcd)
        return true
      })
      assert.deepEqual(gateway().sandbox.orders.list(), [])
    })
  }

  it('takes a real name only where QFPay has switched that on', async () => {
    const extendInfo = { user_creid: 'TEST-ID-0001', user_truename: '測試' }
    const shop = { name: 'No names', appCode: 'APP-NO-NAMES', clientKey: 'KEY-NO-NAMES' }
    gateway().sandbox.merchants.put(shop)
    const client = gateway().client({ appCode: shop.appCode, clientKey: shop.clientKey })
    await assert.rejects(order(gateway(), client, { extendInfo }), isRefusedBecause('1104', /./))
    await order(gateway(), gateway().client(), { extendInfo })
  })
})

function isRefusedBecause(respcd: string, why: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof QfpayRefusedError)
    assert.equal(error.respcd, respcd)
    assert.equal(error.outcome, 'rejected')
    assert.match(error.message, why)
    return true
  }
}

/** An attribute of a page’s element, as a browser reads it. */
function attribute(html: string, name: string): string {
  const [, value] = new RegExp(`${name}="([^"]*)"`).exec(html) ?? []
  assert.ok(value !== undefined, `the page has ${name}`)
  return value
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
