import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  createWechatOauth,
  isQfpayError,
  WechatOauthError,
  type WechatOauth,
  type WechatReaction,
} from '@tael/qfpay'
import { DEMO } from '@tael/sandbox'
import { describeOnEachWire, enquired, order, pay, type Gateway } from './gateway.ts'

const { appid, secret } = DEMO.merchantAccount
const STATE = 'a1B2c3D4e5F6'

function oauthOf(gateway: Gateway, changed: object = {}): WechatOauth {
  const { host, fetch, clock } = gateway
  const hosts = { authorizeHost: host, apiHost: host }
  return createWechatOauth({
    appid,
    secret,
    ...hosts,
    fetch,
    clock,
    timeoutMs: 120_000,
    ...changed,
  })
}

/** Where WeChat sends a payer back to. */
async function comeBack(gateway: Gateway, connectRedirect = false): Promise<URLSearchParams> {
  const redirectUri = `${gateway.shop}/pay/back?order=A1001&from=cart`
  const asked = { redirectUri, state: STATE, connectRedirect }
  const { url } = await gateway.phone('ka-ho').open(oauthOf(gateway).authorizeUrl(asked))
  assert.ok(url.startsWith(`${redirectUri}&`), url)
  return new URL(url).searchParams
}

const isWechatError = (errcode: number, reaction: WechatReaction) => (error: unknown) => {
  assert.ok(error instanceof WechatOauthError, String(error))
  assert.equal(error.errcode, errcode)
  assert.equal(error.reaction, reaction)
  assert.equal(error.outcome, 'rejected')
  assert.ok(!error.message.includes(secret))
  return true
}

describeOnEachWire('WeChat’s own authorization', (gateway) => {
  for (const connectRedirect of [false, true]) {
    it(`leads to an openid that pays (connect_redirect: ${connectRedirect})`, async () => {
      const back = await comeBack(gateway(), connectRedirect)
      assert.equal(back.get('state'), STATE)
      const code = back.get('code') ?? ''
      const { openid, unionid, isSnapshotUser } = await oauthOf(gateway()).exchangeCode({ code })
      assert.match(openid, /^o[\w-]{27}$/)
      assert.equal(unionid, undefined)
      assert.equal(isSnapshotUser, false)

      const client = gateway().client()
      const { payParams, outTradeNo } = await order(gateway(), client, { openid })
      assert.equal(payParams?.appId, appid)
      const { wallet } = gateway().sandbox
      const pageUrl = 'https://shop.example.com/pay/A1001'
      const sheet = wallet.open({ payParams, pageUrl, payer: 'ka-ho', profile: 'android' })
      assert.equal(sheet.kind, 'sheet', JSON.stringify(sheet))
      await pay(gateway(), outTradeNo)
      const paid = await enquired(client, outTradeNo)
      assert.equal(paid.outcome, 'succeeded')
      assert.equal(paid.openid, openid)
    })
  }

  it('recognizes the same payer, and distinguishes another', async () => {
    const exchange = async (payer: string): Promise<string> => {
      const { code } = gateway().sandbox.authorize({ payer, appid })
      return (await oauthOf(gateway()).exchangeCode({ code })).openid
    }
    const mei = await exchange('mei')
    assert.equal(await exchange('mei'), mei)
    assert.notEqual(await exchange('ka-ho'), mei)
  })

  it('refuses a code that was used (40163)', async () => {
    const { code } = gateway().sandbox.authorize({ appid })
    await oauthOf(gateway()).exchangeCode({ code })
    const again = oauthOf(gateway()).exchangeCode({ code })
    await assert.rejects(again, isWechatError(40163, 'already-used'))
  })

  it('refuses a code after five minutes (42003)', async () => {
    const { code } = gateway().sandbox.authorize({ appid })
    await gateway().sandbox.clock.advance(5 * 60_000 + 1)
    const late = oauthOf(gateway()).exchangeCode({ code })
    await assert.rejects(late, isWechatError(42003, 'authorize-again'))
  })

  it('refuses an invented code, and one of another account (40029)', async () => {
    const { code } = gateway().sandbox.authorize({ appCode: DEMO.merchant.appCode })
    for (const other of ['021invented', code]) {
      const exchange = oauthOf(gateway()).exchangeCode({ code: other })
      await assert.rejects(exchange, isWechatError(40029, 'authorize-again'))
    }
  })

  it('refuses a wrong appid (40013) and a wrong secret (40125), and the code stays good', async () => {
    const { code } = gateway().sandbox.authorize({ appid })
    const wrongAppid = oauthOf(gateway(), { appid: 'wxdec0de00000000aa' })
    await assert.rejects(
      wrongAppid.exchangeCode({ code }),
      isWechatError(40013, 'fix-configuration'),
    )
    const wrongSecret = oauthOf(gateway(), { secret: '5ec2e70000000000000000000000beef' })
    await assert.rejects(
      wrongSecret.exchangeCode({ code }),
      isWechatError(40125, 'fix-configuration'),
    )
    assert.ok((await oauthOf(gateway()).exchangeCode({ code })).openid)
  })

  it('asks once more when WeChat is busy', async () => {
    const { code } = gateway().sandbox.authorize({ appid })
    gateway().sandbox.faults.add({
      effect: { kind: 'respond', when: 'before', respcd: '1100' },
      endpoint: 'access_token',
    })
    assert.ok((await oauthOf(gateway()).exchangeCode({ code })).openid)
  })

  it('comes back without a code when the payer refuses', async () => {
    gateway().sandbox.faults.add({ effect: { kind: 'oauth', how: 'refused' } })
    const back = await comeBack(gateway())
    assert.equal(back.get('code'), null)
    assert.equal(back.get('state'), STATE)
  })

  it('gives an openid that another merchant’s account refuses', async () => {
    const { code } = gateway().sandbox.authorize({ appid })
    const { openid } = await oauthOf(gateway()).exchangeCode({ code })
    const { appCode, clientKey } = DEMO.canadianMerchant
    const stranger = gateway().client({ appCode, clientKey })
    await assert.rejects(order(gateway(), stranger, { openid, currency: 'CAD' }), (error) => {
      assert.ok(isQfpayError(error))
      assert.equal(error.respcd, '1147')
      assert.equal(error.outcome, 'rejected')
      return true
    })
  })
})
