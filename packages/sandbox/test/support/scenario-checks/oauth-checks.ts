import assert from 'node:assert/strict'
import { ConnectionCut } from '../../../src/connection-cut.ts'
import { DEMO } from '../../../src/demo.ts'
import { type Answer, type TryMerchant, IN_WECHAT, ORIGIN, signature } from '../try-merchant.ts'
import { type Checks, N } from './ask-merchant.ts'

const { appCode, clientKey } = DEMO.merchant

/** Things that go wrong while a payer authorizes: faults/oauth-scenarios.ts. */
export const OAUTH_CHECKS: Checks = {
  'oauth-callback-twice': async (m) => {
    const { location, first } = await authorize(m)
    assert.match(location, /&uin=\w+&key=\w+&pass_ticket=\w+$/)
    assert.equal(location.replace(/&uin=.*/, ''), first)
    const code = codeOf(location)
    assert.equal((await exchange(m, code)).respcd, '0000')
    const second = await exchange(m, code)
    assert.partialDeepStrictEqual(second, { respcd: '1104', respmsg: 'code been used [40163]' })
  },
  'oauth-two-codes': async (m) => {
    const { location, first } = await authorize(m)
    assert.notEqual(codeOf(first), codeOf(location))
    assert.equal((await exchange(m, codeOf(first))).respcd, '0000')
    assert.equal((await exchange(m, codeOf(location))).respcd, '0000')
  },
  'oauth-code-expired': async (m) => {
    const { location } = await authorize(m)
    assert.match(String((await exchange(m, codeOf(location)))['respmsg']), /42003/)
  },
  'oauth-refused': async (m) => {
    const { location } = await authorize(m)
    assert.equal(location, 'https://shop.example.com/back?order=1')
  },
  'openid-of-another-account': async (m) => {
    const sub_openid = await m.openid()
    const answer = await m.order({ out_trade_no: N, sub_openid })
    assert.equal(answer.respcd, '1147')
  },
  'openid-answer-lost': async (m) => {
    const { code } = m.sandbox.authorize({})
    await assert.rejects(exchange(m, code), ConnectionCut)
    assert.match(String((await exchange(m, code))['respmsg']), /40163/)
  },
  'wechat-busy': async (m) => {
    const get = askWechat(m)
    assert.equal((await get())['errcode'], -1)
    assert.match(String((await get())['openid']), /^o/)
  },
  'snapshot-user': async (m) => {
    assert.equal((await askWechat(m)())['is_snapshotuser'], 1)
    assert.equal((await askWechat(m)())['is_snapshotuser'], undefined)
  },
}

/** Exchanges a code of the first payer at WeChat itself, as method 1 does. */
function askWechat(m: TryMerchant): () => Promise<Answer> {
  const { appid, secret } = DEMO.merchantAccount
  const { code } = m.sandbox.authorize({ appid })
  const query = new URLSearchParams({ appid, secret, code, grant_type: 'authorization_code' })
  const url = `https://api.weixin.qq.com/sns/oauth2/access_token?${query.toString()}`
  return async () => (await (await m.sandbox.fetch(new Request(url))).json()) as Answer
}

/** Authorizes in a browser that would come back twice itself. */
async function authorize(
  m: TryMerchant,
): Promise<{ readonly location: string; readonly first: string }> {
  const fields = { app_code: appCode, redirect_uri: 'https://shop.example.com/back?order=1' }
  const query = new URLSearchParams({ ...fields, sign: signature(fields, clientKey) })
  let location = `/tool/v1/get_weixin_oauth_code?${query.toString()}`
  let first = ''
  while (location.startsWith('/')) {
    const request = new Request(ORIGIN + location, {
      headers: { ...IN_WECHAT, 'x-sandbox-twice': 'yes' },
    })
    const { headers } = await m.sandbox.fetch(request)
    location = headers.get('location') ?? ''
    first = headers.get('x-sandbox-twice') ?? ''
  }
  return { location, first }
}

function codeOf(url: string): string {
  return new URL(url).searchParams.get('code') ?? ''
}

function exchange(m: TryMerchant, code: string): Promise<Answer> {
  return m.call('/tool/v1/get_weixin_openid', { code })
}
