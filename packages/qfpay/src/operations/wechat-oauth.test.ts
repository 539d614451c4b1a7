import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import {
  reset,
  startGateway,
  status,
  type Answer,
  type Gateway,
} from '../../test/support/gateway.ts'
import { isQfpayError, QfpayConfigurationError, WechatOauthError } from '../errors/errors.ts'
import { createWechatOauth, type WechatOauth } from './wechat-oauth.ts'

const APPID = 'wx0123456789abcdef'
const SECRET = 'fake0secret0fake0secret0fake0000'
const IDENTITY = {
  access_token: 'TOKEN',
  expires_in: 7200,
  refresh_token: 'REFRESH',
  openid: 'oSbx0TestOpenIdAbCdEf_123-xY',
  scope: 'snsapi_base',
}

function oauthAt({ host, clock }: Gateway): WechatOauth {
  return createWechatOauth({ appid: APPID, secret: SECRET, apiHost: host, clock, random: () => 0 })
}

describe("WeChat's authorization", () => {
  const oauth = createWechatOauth({ appid: APPID, secret: SECRET })

  it('keeps the order of parameters and the fragment that WeChat requires', () => {
    assert.equal(
      oauth.authorizeUrl({ redirectUri: 'https://shop.example.com/wx?a=1', state: 'abc123' }),
      'https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx0123456789abcdef&redirect_uri=https%3A%2F%2Fshop.example.com%2Fwx%3Fa%3D1&response_type=code&scope=snsapi_base&state=abc123#wechat_redirect',
    )
    assert.match(
      oauth.authorizeUrl({
        redirectUri: 'https://x.example/',
        state: 'a',
        scope: 'snsapi_userinfo',
        connectRedirect: true,
      }),
      /scope=snsapi_userinfo&state=a&connect_redirect=1#wechat_redirect$/,
    )
  })

  it('accepts only a state of letters and digits, and an absolute URL', () => {
    for (const state of ['', 'a-b', 'x'.repeat(129), 'é']) {
      assert.throws(
        () => oauth.authorizeUrl({ redirectUri: 'https://x.example/', state }),
        QfpayConfigurationError,
      )
    }
    assert.throws(
      () => oauth.authorizeUrl({ redirectUri: '/wx', state: 'a' }),
      QfpayConfigurationError,
    )
  })

  it('exchanges a code for the openid', async () => {
    const gateway = await startGateway([{ ...IDENTITY, unionid: 'u1' }])
    const { raw, ...identity } = await oauthAt(gateway).exchangeCode({ code: '021SbX' })
    assert.deepEqual(identity, { openid: IDENTITY.openid, unionid: 'u1', isSnapshotUser: false })
    assert.equal(raw['scope'], 'snsapi_base')
    assert.equal(gateway.received[0]?.path, '/sns/oauth2/access_token')
    assert.deepEqual(gateway.received[0].parameters, {
      appid: APPID,
      secret: SECRET,
      code: '021SbX',
      grant_type: 'authorization_code',
    })
  })

  it("recognizes the invented payer of WeChat's preview page", async () => {
    const gateway = await startGateway([{ ...IDENTITY, is_snapshotuser: 1 }])
    assert.equal((await oauthAt(gateway).exchangeCode({ code: 'c' })).isSnapshotUser, true)
  })

  const reactions: [number, string][] = [
    [40029, 'authorize-again'],
    [42003, 'authorize-again'],
    [42007, 'authorize-again'],
    [40163, 'already-used'],
    [40001, 'fix-configuration'],
    [40013, 'fix-configuration'],
    [40125, 'fix-configuration'],
    [41002, 'fix-configuration'],
    [41004, 'fix-configuration'],
    [41008, 'fix-configuration'],
    [99999, 'try-later'],
  ]
  for (const [errcode, reaction] of reactions) {
    it(`answers ${errcode} with "${reaction}", asked once`, async () => {
      const gateway = await startGateway([
        { errcode, errmsg: `${IDENTITY.openid} of 王小美 and Ann, rid: 1a-2b-3c` },
      ])
      await assert.rejects(oauthAt(gateway).exchangeCode({ code: 'c' }), (error) => {
        assert.ok(error instanceof WechatOauthError)
        assert.equal(error.errcode, errcode)
        assert.equal(error.reaction, reaction)
        assert.match(error.message, /\(rid: 1a-2b-3c\)/)
        assert.doesNotMatch(error.message, /TestOpenId|王|Ann/)
        return true
      })
      assert.equal(gateway.received.length, 1)
    })
  }

  it('retries once if WeChat is busy', async () => {
    const gateway = await startGateway([{ errcode: -1, errmsg: 'system error' }])
    await assert.rejects(oauthAt(gateway).exchangeCode({ code: 'c' }), { errcode: -1 })
    assert.equal(gateway.received.length, 2)
  })

  it('never retries a code that may have arrived, and shows neither secret nor code', async () => {
    const answers: Answer[] = [reset, status(502), 'not JSON', {}, { openid: '' }]
    for (const answer of answers) {
      const gateway = await startGateway([answer])
      const code = '021SbXsecret'
      const error: unknown = await oauthAt(gateway)
        .exchangeCode({ code })
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
      assert.ok(isQfpayError(error))
      assert.match(error.hint, /authorization once more/)
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)
      assert.equal(shown.includes(SECRET) || shown.includes(code), false)
      assert.equal(gateway.received.length, 1)
    }
  })
})
