import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { parse } from 'acorn'
import { IN_WECHAT, type TryMerchant, tryMerchant } from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'

const HOST = 'https://o2-hk.qfapi.com'

async function direct(
  m: TryMerchant,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = IN_WECHAT,
): Promise<Response> {
  const { pay_params: payParams } = await m.order({ out_trade_no: 'A1' })
  const shown = { mchntnm: 'Shop', txamt: '1099', redirect_url: 'https://shop.example.com/done' }
  const query = new URLSearchParams({ ...shown, ...payParams, ...fields }).toString()
  return m.sandbox.fetch(new Request(`${HOST}/q/direct?${query}`, { headers }))
}

describe('the page /q/direct', () => {
  it('shows its parameters, escaped, and runs no script from them', async () => {
    const response = await direct(tryMerchant(), { mchntnm: '<script>alert(1)</script>' })
    const text = await response.text()
    assert.match(text, /&lt;script&gt;alert\(1\)/)
    assert.deepEqual(text.match(/<script[^>]*>/g), ['<script src="/q/pay.js">'])
    assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self'/)
    assert.match(text, /HKD 10\.99/)
    assert.match(text, /data-return="https:\/\/shop\.example\.com\/done"/)
  })

  it('shows yen without a point', async () => {
    const text = await (await direct(tryMerchant(), { currency: 'JPY' })).text()
    assert.match(text, /JPY 1099/)
  })

  it('shows the order’s own currency if the address names none', async () => {
    const m = tryMerchant()
    const { pay_params: payParams } = await m.order({ out_trade_no: 'A1', txcurrcd: 'CNY' })
    const shown = { mchntnm: 'Shop', txamt: '1099', redirect_url: 'https://shop.example.com/done' }
    const query = new URLSearchParams({ ...shown, ...payParams }).toString()
    const page = new Request(`${HOST}/q/direct?${query}`, { headers: IN_WECHAT })
    assert.match(await (await m.sandbox.fetch(page)).text(), /CNY 10\.99/)
  })

  it('completes an address without a scheme, as QFPay’s own sample writes it', async () => {
    const text = await (await direct(tryMerchant(), { redirect_url: 'www.example.com' })).text()
    assert.match(text, /data-return="http:\/\/www\.example\.com"/)
  })

  for (const [fields, rule] of [
    [{ redirect_url: 'javascript:alert(1)' }, 'direct-redirect-url'],
    [{ txamt: '10.99' }, 'direct-amount'],
    [{ package: '' }, 'direct-parameter-missing'],
  ] as const) {
    it(`refuses ${JSON.stringify(fields)}`, async () => {
      const m = tryMerchant()
      assert.equal((await direct(m, fields)).status, 400)
      assert.equal(m.sandbox.journal.list().at(-1)?.problem?.rule, rule)
    })
  }

  it('opens in WeChat only', async () => {
    assert.equal((await direct(tryMerchant(), {}, {})).status, 403)
  })

  it('has a script that WebViews of 2012 can read', () => {
    const file = new URL('../pages/browser/pay.js', import.meta.url)
    assert.doesNotThrow(() => parse(readFileSync(file, 'utf8'), { ecmaVersion: 5 }))
  })
})

describe('a Canadian merchant', () => {
  const { appCode, clientKey } = DEMO.canadianMerchant
  const canadian = (): TryMerchant =>
    tryMerchant({
      appCode,
      clientKey,
      merchants: [{ ...DEMO.canadianMerchant, currencies: ['CAD'] }],
    })
  const order = {
    out_trade_no: 'A1',
    pay_type: '800207',
    txamt: '1099',
    txcurrcd: 'CAD',
    txdtm: '2025-11-22 18:30:00',
    return_url: 'https://shop.example.com/done',
  }

  it('gets a pay_url, behind which any payer pays and goes back', async () => {
    const m = canadian()
    const answer = await m.call('/trade/v1/payment', order)
    assert.equal(answer.pay_params, undefined)
    const payUrl = String(answer['pay_url'])
    const headers = { ...IN_WECHAT, 'x-sandbox-payer': 'ka-ho' }
    const text = await (await m.sandbox.fetch(new Request(payUrl, { headers }))).text()
    assert.match(text, /CAD 10\.99/)
    assert.match(text, /data-return="https:\/\/shop\.example\.com\/done"/)
    const json = /data-params="([^"]*)"/.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    const sheet = m.sandbox.wallet.open({
      payParams: JSON.parse(json) as unknown,
      pageUrl: payUrl,
      payer: 'ka-ho',
      profile: 'android',
    })
    assert.ok(sheet.kind === 'sheet')
    await m.sandbox.wallet.decide({ sheetId: sheet.sheetId, decision: 'pay' })
    assert.equal((await m.row('A1'))['respcd'], '0000')
    assert.equal(m.sandbox.ledger()[0]?.payer, 'ka-ho')
  })

  it('can be paid without a browser, too', async () => {
    const m = canadian()
    await m.call('/trade/v1/payment', order)
    const { order: paid } = await m.sandbox.orders.pay({ outTradeNo: 'A1', payer: 'mei' })
    assert.equal(paid.status, 'paid')
  })

  it('has no other order behind its page than its own', async () => {
    const m = tryMerchant()
    const { syssn } = await m.order({ out_trade_no: 'A1' })
    const url = `${HOST}/q/cashier?syssn=${String(syssn)}`
    const response = await m.sandbox.fetch(new Request(url, { headers: IN_WECHAT }))
    assert.equal(response.status, 404)
  })
})
