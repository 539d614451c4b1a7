import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { IN_WECHAT, type TryMerchant, tryMerchant } from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'
import { configSignature } from './create-wallet.ts'
import type { WalletOpening, WalletRequest } from './wallet.ts'

const N = 'A1'
const DIRECT = 'https://o2-hk.qfapi.com/q/direct?mchntnm=x'
const { appid, secret } = DEMO.merchantAccount

async function ordered(m: TryMerchant, method: 1 | 2 = 2): Promise<Record<string, unknown>> {
  const sub_openid = method === 2 ? await m.openid() : await ownOpenid(m)
  const { pay_params: payParams } = await m.order({ out_trade_no: N, sub_openid })
  return payParams ?? {}
}

async function ownOpenid(m: TryMerchant): Promise<string> {
  const { code } = m.sandbox.authorize({ appid })
  const query = new URLSearchParams({ appid, secret, code, grant_type: 'authorization_code' })
  const url = `https://api.weixin.qq.com/sns/oauth2/access_token?${query.toString()}`
  const answer = await (await m.sandbox.fetch(new Request(url))).json()
  return (answer as { readonly openid: string }).openid
}

function open(
  m: TryMerchant,
  payParams: unknown,
  changes: Partial<WalletRequest> = {},
): WalletOpening {
  const request = { payParams, pageUrl: DIRECT, payer: 'mei', profile: 'ios', ...changes }
  return m.sandbox.wallet.open(request)
}

function ruleOf(opening: WalletOpening): string {
  return opening.kind === 'result' ? opening.rule : opening.kind
}

describe('the payment sheet', () => {
  it('opens with what the order says, and pays it once', async () => {
    const m = tryMerchant()
    const sheet = open(m, await ordered(m))
    assert.ok(sheet.kind === 'sheet')
    const { sheetId, ...shown } = sheet
    const order = { amount: 1099, currency: 'HKD', goodsName: '' }
    assert.deepEqual(shown, { kind: 'sheet', merchantName: 'Harbour Tea House', ...order })
    const ok = await m.sandbox.wallet.decide({ sheetId, decision: 'pay' })
    assert.equal(ok.errMsg, 'get_brand_wcpay_request:ok')
    const again = await m.sandbox.wallet.decide({ sheetId, decision: 'pay' })
    assert.equal(again.errMsg, 'get_brand_wcpay_request:fail')
    assert.equal(m.sandbox.ledger().length, 1)
    assert.equal(m.sandbox.payers.list()[0]?.balance, 100_000_000 - 1099)
  })

  it('opens again after a cancel, and never after a payment', async () => {
    const m = tryMerchant()
    const payParams = await ordered(m)
    const first = open(m, payParams)
    const second = open(m, payParams)
    assert.ok(first.kind === 'sheet' && second.kind === 'sheet')
    await m.sandbox.wallet.decide({ sheetId: first.sheetId, decision: 'cancel' })
    await m.sandbox.wallet.decide({ sheetId: second.sheetId, decision: 'pay' })
    assert.equal(ruleOf(open(m, payParams)), 'prepay-used')
    assert.equal((await m.row(N))['respcd'], '0000')
  })

  it('pays an order once, though two sheets of it are confirmed one after the other', async () => {
    const m = tryMerchant()
    const payParams = await ordered(m)
    const sheets = [open(m, payParams), open(m, payParams)]
    for (const sheet of sheets) {
      assert.ok(sheet.kind === 'sheet')
      await m.sandbox.wallet.decide({ sheetId: sheet.sheetId, decision: 'pay' })
    }
    assert.equal(m.sandbox.ledger().length, 1)
  })

  it('pays an order once, when two sheets of it are confirmed at the same instant', async () => {
    const m = tryMerchant()
    await m.order({ out_trade_no: 'OLDER' })
    const payParams = await ordered(m)
    // The first confirmation has another order to pay before its own; the second overtakes it.
    m.sandbox.faults.add({ effect: { kind: 'pay-another-too' } })
    const decided = [open(m, payParams), open(m, payParams)].map((sheet) => {
      assert.ok(sheet.kind === 'sheet')
      return m.sandbox.wallet.decide({ sheetId: sheet.sheetId, decision: 'pay' })
    })
    await Promise.all(decided)
    const paid = m.sandbox.ledger().map(({ outTradeNo }) => outTradeNo)
    assert.deepEqual(paid.toSorted(), [N, 'OLDER'])
  })

  it('does not open with a balance that is too low for the order', async () => {
    const m = tryMerchant()
    const sub_openid = await m.openid('poor-tom')
    await m.order({ out_trade_no: N, txamt: '501', sub_openid })
    const result = await m.sandbox.orders.pay({ outTradeNo: N })
    assert.equal(result.errDesc, 'insufficient balance')
    assert.equal(result.order.status, 'created')
  })

  for (const [what, change, rule] of [
    ['a numeric timeStamp', { timeStamp: 1763807400 }, 'timestamp-not-text'],
    ['a changed timeStamp', { timeStamp: '1763807401' }, 'bad-pay-sign'],
    ['a package without prefix', { package: 'wx22183001' }, 'bad-pay-sign'],
    ['another signType', { signType: 'SHA1' }, 'bad-pay-sign'],
    ['another appId', { appId: appid }, 'bad-pay-sign'],
    ['an unknown appId', { appId: 'wx0000000000000000' }, 'unknown-appid'],
    ['no nonceStr', { nonceStr: undefined }, 'pay-params-incomplete'],
  ] as const) {
    it(`fails for ${what}`, async () => {
      const m = tryMerchant()
      const opening = open(m, { ...(await ordered(m)), ...change })
      assert.equal(ruleOf(opening), rule)
      assert.equal(m.sandbox.journal.list().at(-1)?.problem?.rule, rule)
    })
  }

  it('fails for another payer, after two hours, and in browsers that cannot pay', async () => {
    const m = tryMerchant()
    const payParams = await ordered(m)
    assert.equal(ruleOf(open(m, payParams, { payer: 'ka-ho' })), 'payer-is-another')
    for (const profile of ['windows', 'macos', 'wecom', 'devtools', 'not-wechat', 'nokia']) {
      assert.equal(ruleOf(open(m, payParams, { profile })), 'browser-cannot-pay')
    }
    assert.equal(ruleOf(open(m, undefined)), 'pay-params-incomplete')
    await m.clock.advance(7_199_999)
    assert.equal(ruleOf(open(m, payParams)), 'sheet')
    await m.clock.advance(1)
    assert.equal(ruleOf(open(m, payParams)), 'prepay-expired')
    assert.equal((await m.row(N))['respcd'], '1181')
  })

  it('works with each kind of paySign', async () => {
    for (const paySignType of ['MD5', 'HMAC-SHA256', 'RSA'] as const) {
      const m = tryMerchant({ settings: { paySignType } })
      const payParams = await ordered(m)
      assert.equal(payParams['signType'], paySignType)
      assert.equal(ruleOf(open(m, payParams)), 'sheet')
      const paySign = String(payParams['paySign']).replace(/^./, '_')
      assert.equal(ruleOf(open(m, { ...payParams, paySign })), 'bad-pay-sign')
    }
  })
})

describe('the payment directory', () => {
  it("of QFPay's account is QFPay's page", async () => {
    const m = tryMerchant()
    const payParams = await ordered(m)
    for (const [pageUrl, rule] of [
      ['https://o2-th.qfapi.com/q/direct', 'sheet'],
      ['https://o2-hk.qfapi.com/other/direct', 'payment-directory'],
      ['https://shop.example.com/pay/', 'payment-directory'],
      ['http://127.0.0.1:4010/q/direct', 'payment-directory'],
    ] as const) {
      assert.equal(ruleOf(open(m, payParams, { pageUrl })), rule, pageUrl)
    }
    const own = 'http://127.0.0.1:4010/q/direct'
    await m.sandbox.fetch(new Request(own, { headers: IN_WECHAT }))
    assert.equal(ruleOf(open(m, payParams, { pageUrl: own })), 'sheet')
  })

  it("of a merchant's account is the page's URL up to its last slash", async () => {
    const m = tryMerchant()
    const payParams = await ordered(m, 1)
    for (const [pageUrl, rule] of [
      ['https://shop.example.com/pay/', 'sheet'],
      ['https://shop.example.com/pay/cart?x=/y/z', 'sheet'],
      ['https://shop.example.com/pay', 'payment-directory'],
      ['https://shop.example.com/pay/deep/cart', 'payment-directory'],
      ['http://shop.example.com/pay/', 'payment-directory'],
      ['https://o2-hk.qfapi.com/q/direct', 'payment-directory'],
      ['http://localhost:4000/anything', 'sheet'],
      ['not a URL', 'payment-directory'],
    ] as const) {
      assert.equal(ruleOf(open(m, payParams, { pageUrl })), rule, pageUrl)
    }
  })
})

describe('wx.config', () => {
  it('is right when a ticket of the account signed the URL of the page', async () => {
    const { sandbox } = tryMerchant()
    const get = async (path: string): Promise<Readonly<Record<string, string>>> => {
      const response = await sandbox.fetch(new Request(`https://api.weixin.qq.com${path}`))
      return (await response.json()) as Record<string, string>
    }
    const granted = await get(
      `/cgi-bin/token?grant_type=client_credential&appid=${appid}&secret=${secret}`,
    )
    const token = granted['access_token'] ?? ''
    const issued = await get(`/cgi-bin/ticket/getticket?type=jsapi&access_token=${token}`)
    const asked = { appId: appid, timestamp: 1763807400, nonceStr: 'abc', jsApiList: [] }
    const page = 'https://shop.example.com/pay/cart?a=1'
    const signature = configSignature({ ...asked, ticket: issued['ticket'] ?? '', page })
    const config = (changes: { readonly pageUrl?: string; readonly appId?: string }): boolean =>
      sandbox.wallet.config({ ...asked, signature, pageUrl: `${page}#top`, ...changes }).ok
    assert.equal(config({}), true)
    assert.equal(config({ pageUrl: `${page}&b=2` }), false)
    assert.equal(config({ appId: DEMO.qfpayAccount.appid }), false)
    const refused = await get('/cgi-bin/ticket/getticket?type=jsapi&access_token=x')
    assert.equal(refused['errcode'], 40001)
  })
})

describe('a payer’s cards', () => {
  const realName = (name: string, idNumber = '1') =>
    JSON.stringify({ user_creid: idNumber, user_truename: name })

  async function pays(payer: string, fields: Readonly<Record<string, string>>): Promise<string> {
    const m = tryMerchant()
    await m.order({ out_trade_no: N, sub_openid: await m.openid(payer), ...fields })
    const { errMsg, order } = await m.sandbox.orders.pay({ outTradeNo: N })
    const end = errMsg.replace('get_brand_wcpay_request:', '')
    assert.equal(order.status, end === 'ok' ? 'paid' : 'created')
    return end
  }

  it('may be credit cards only, which limit_pay bars', async () => {
    assert.equal(await pays('credit-li', {}), 'ok')
    assert.equal(await pays('credit-li', { limit_pay: 'no_credit' }), 'fail')
    assert.equal(await pays('mei', { limit_pay: 'no_credit' }), 'ok')
  })

  it('must belong to the person in extend_info, in characters or escapes; without a name all pass', async () => {
    const escaped = '{"user_creid": "1", "user_truename": "\\u738b\\u82b3"}'
    assert.equal(await pays('wang', { extend_info: realName('王芳') }), 'ok')
    assert.equal(await pays('wang', { extend_info: escaped }), 'ok')
    assert.equal(await pays('wang', { extend_info: realName('李雷') }), 'fail')
    assert.equal(await pays('mei', { extend_info: realName('李雷') }), 'ok')
  })
})
