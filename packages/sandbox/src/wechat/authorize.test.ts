import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { IN_WECHAT, ORIGIN, signature, tryMerchant } from '../../test/support/try-merchant.ts'
import { DEMO } from '../demo.ts'

const { appid, secret } = DEMO.merchantAccount
const { appCode, clientKey } = DEMO.merchant
const ASKED = {
  appid,
  redirect_uri: 'https://shop.example.com/back?a=1',
  response_type: 'code',
  scope: 'snsapi_base',
  state: 'abc123',
}
type Sandbox = ReturnType<typeof tryMerchant>['sandbox']

function authorize(
  sandbox: Sandbox,
  asked: Readonly<Record<string, string>> = ASKED,
  headers: Readonly<Record<string, string>> = IN_WECHAT,
): Promise<Response> {
  const query = new URLSearchParams(asked).toString()
  const url = `https://open.weixin.qq.com/connect/oauth2/authorize?${query}`
  return sandbox.fetch(new Request(url, { headers }))
}

async function codeFor(sandbox: Sandbox, payer: string): Promise<string> {
  const response = await authorize(sandbox, ASKED, { ...IN_WECHAT, 'x-sandbox-payer': payer })
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

async function exchange(
  sandbox: Sandbox,
  changes: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const asked = { appid, secret, code: '', grant_type: 'authorization_code', ...changes }
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''))
  const url = `https://api.weixin.qq.com/sns/oauth2/access_token?${query.toString()}`
  return (await (await sandbox.fetch(new Request(url))).json()) as Record<string, unknown>
}

describe("WeChat's authorization", () => {
  it('returns the browser with code and state, in silence', async () => {
    const { sandbox } = tryMerchant()
    const location = (await authorize(sandbox)).headers.get('location') ?? ''
    assert.match(location, /^https:\/\/shop\.example\.com\/back\?a=1&code=0\w{31}&state=abc123$/)
  })

  it('escapes once what a header cannot contain', async () => {
    const { sandbox } = tryMerchant()
    const redirect_uri = 'https://shop.example.com/茶/?a=龍 井&b=%2F🍵#頁'
    const { headers } = await authorize(sandbox, { ...ASKED, redirect_uri })
    const location = headers.get('location') ?? ''
    const [address, fragment] = location.split('#')
    assert.equal(fragment, '%E9%A0%81')
    assert.ok(
      address?.startsWith(
        'https://shop.example.com/%E8%8C%B6/?a=%E9%BE%8D%20%E4%BA%95&b=%2F%F0%9F%8D%B5&code=0',
      ),
      location,
    )
  })

  it('asks the payer before it gives more than the openid, and accepts a refusal', async () => {
    const { sandbox } = tryMerchant()
    const asked = { ...ASKED, scope: 'snsapi_userinfo' }
    const page = await (await authorize(sandbox, asked)).text()
    assert.match(page, /<button name="consent" value="allow">/)
    const allowed = await authorize(sandbox, { ...asked, consent: 'allow' })
    assert.match(allowed.headers.get('location') ?? '', /&code=0\w{31}&state=abc123$/)
    const refused = await authorize(sandbox, { ...asked, consent: 'refuse' })
    const location = refused.headers.get('location')
    assert.equal(location, 'https://shop.example.com/back?a=1&state=abc123')
  })

  for (const [what, changes, rule] of [
    ['another host', { redirect_uri: 'https://evil.example.com/' }, 'redirect-domain'],
    ['a host below', { redirect_uri: 'https://a.shop.example.com/' }, 'redirect-domain'],
    ['no URL', { redirect_uri: 'shop.example.com' }, 'redirect-domain'],
    ['an unknown appid', { appid: 'wx0000000000000000' }, 'unknown-appid'],
    ['another scope', { scope: 'snsapi_login' }, 'authorize-parameters'],
    ['a state that is too long', { state: 'a'.repeat(129) }, 'state-format'],
  ] as const) {
    it(`shows a page for ${what}, and redirects nowhere`, async () => {
      const { sandbox } = tryMerchant()
      const response = await authorize(sandbox, { ...ASKED, ...changes })
      assert.equal(response.headers.get('location'), null)
      assert.equal(sandbox.journal.list().at(-1)?.problem?.rule, rule)
    })
  }

  it('signs in to a website in any browser, once the code is scanned', async () => {
    const { sandbox } = tryMerchant()
    const visit = (more: Readonly<Record<string, string>>): Promise<Response> => {
      const query = new URLSearchParams({ ...ASKED, scope: 'snsapi_login', ...more })
      return sandbox.fetch(
        new Request(`https://open.weixin.qq.com/connect/qrconnect?${query.toString()}`),
      )
    }
    assert.match(await (await visit({})).text(), /scanned with WeChat/)
    const location = (await visit({ consent: 'allow' })).headers.get('location') ?? ''
    assert.match(location, /&code=0\w{31}&state=abc123$/)
    await visit({ scope: 'snsapi_base' })
    assert.equal(sandbox.journal.list().at(-1)?.problem?.rule, 'authorize-parameters')
  })

  it('accepts a state with punctuation, and remarks on it', async () => {
    const { sandbox } = tryMerchant()
    const response = await authorize(sandbox, { ...ASKED, state: 'a-b_c.d' })
    assert.match(response.headers.get('location') ?? '', /&state=a-b_c\.d$/)
    assert.equal(sandbox.journal.list().at(-1)?.remark?.rule, 'state-characters')
  })

  it('accepts the parameters in any order if the settings say so', async () => {
    const { sandbox } = tryMerchant({ settings: { authorizeOrder: 'any' } })
    const { appid: first, ...rest } = ASKED
    const response = await authorize(sandbox, { ...rest, appid: first })
    assert.match(response.headers.get('location') ?? '', /code=/)
  })

  it('checks the order of the parameters', async () => {
    const { sandbox } = tryMerchant()
    const { appid: first, ...rest } = ASKED
    await authorize(sandbox, { ...rest, appid: first })
    assert.equal(sandbox.journal.list().at(-1)?.problem?.rule, 'parameter-order')
  })

  it('opens in WeChat only, and WeCom is not WeChat', async () => {
    const { sandbox } = tryMerchant()
    for (const agent of ['Mozilla/5.0', 'x wxwork/3.1.16 MicroMessenger/7.0.1']) {
      const response = await authorize(sandbox, ASKED, { 'user-agent': agent })
      assert.equal(response.status, 403)
      assert.match(await response.text(), /WeChat client only/)
    }
  })

  it('knows the payer by header, else by cookie, else takes the first', async () => {
    const { sandbox } = tryMerchant()
    const payerWith = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
      await authorize(sandbox, ASKED, { ...IN_WECHAT, ...headers })
      return sandbox.journal.list().at(-1)?.payer
    }
    const cookie = 'a=1; sandbox_payer=ka-ho'
    assert.equal(await payerWith({ 'x-sandbox-payer': 'poor-tom', cookie }), 'poor-tom')
    assert.equal(await payerWith({ cookie }), 'ka-ho')
    assert.equal(await payerWith({}), 'mei')
  })
})

describe('the exchange of a code', () => {
  it('gives one openid for each payer and account, whatever the code', async () => {
    const { sandbox } = tryMerchant()
    const openids = []
    for (const payer of ['mei', 'mei', 'ka-ho']) {
      const code = await codeFor(sandbox, payer)
      openids.push((await exchange(sandbox, { code }))['openid'])
    }
    assert.equal(openids[0], openids[1])
    assert.notEqual(openids[0], openids[2])
  })

  it('happens once, within five minutes', async () => {
    const { sandbox, clock } = tryMerchant()
    const code = await codeFor(sandbox, 'mei')
    await exchange(sandbox, { code })
    assert.equal((await exchange(sandbox, { code }))['errcode'], 40163)
    const late = await codeFor(sandbox, 'mei')
    await clock.advance(300_001)
    assert.equal((await exchange(sandbox, { code: late }))['errcode'], 42003)
  })

  for (const [changes, errcode] of [
    [{ code: 'garbage' }, 40029],
    [{ code: '' }, 41008],
    [{ appid: '' }, 41002],
    [{ secret: '' }, 41004],
    [{ secret: 'wrong' }, 40125],
    [{ appid: 'wx0000000000000000' }, 40013],
  ] as const) {
    it(`answers ${errcode} for ${JSON.stringify(changes)}`, async () => {
      const { sandbox } = tryMerchant()
      const code = await codeFor(sandbox, 'mei')
      assert.equal((await exchange(sandbox, { code, ...changes }))['errcode'], errcode)
      assert.doesNotMatch(JSON.stringify(sandbox.journal.list()), new RegExp(secret))
    })
  }

  it('is refused to another account, and to WeChat for a code of QFPay', async () => {
    const { sandbox } = tryMerchant()
    const other = { appid: 'wx00000000000000aa', secret: 'secret-of-another' }
    sandbox.officialAccounts.put({ ...other, name: 'Another' })
    const own = await codeFor(sandbox, 'mei')
    assert.equal((await exchange(sandbox, { code: own, ...other }))['errcode'], 40029)
    assert.match(String((await exchange(sandbox, { code: own }))['openid']), /^o/)
    const { code } = sandbox.authorize({ appCode })
    assert.equal((await exchange(sandbox, { code }))['errcode'], 40029)
  })
})

describe('WeChat’s API', () => {
  type Told = Readonly<Record<string, unknown>>
  const ask = async (sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Told> => {
    const url = `https://api.weixin.qq.com${path}`
    return (await (await sandbox.fetch(new Request(url, init))).json()) as Told
  }

  it('answers every path with an errcode, and each stands in the journal', async () => {
    const { sandbox } = tryMerchant()
    for (const [path, method, errcode] of [
      ['/sns/nothing', 'GET', 40066],
      ['/cgi-bin/menu/create', 'POST', 40066],
      ['/connect/nothing', 'GET', 40066],
      ['/cgi-bin/constructor', 'GET', 40066],
      ['/sns/oauth2/access_token', 'POST', 43001],
      ['/cgi-bin/stable_token', 'GET', 43002],
      ['/sns/userinfo', 'GET', 40001],
      ['/sns/auth', 'GET', 40001],
      ['/sns/oauth2/refresh_token', 'GET', 41002],
      ['/cgi-bin/user/info', 'GET', 40001],
    ] as const) {
      assert.equal((await ask(sandbox, path, { method }))['errcode'], errcode, path)
      assert.partialDeepStrictEqual(sandbox.journal.list().at(-1), {
        url: `https://api.weixin.qq.com${path}`,
        problem: { rule: `wechat-${errcode}` },
      })
    }
  })

  it('describes a payer who has agreed, checks the token, and gives a new one', async () => {
    const { sandbox } = tryMerchant()
    const allowed = { ...ASKED, scope: 'snsapi_userinfo', consent: 'allow' }
    const location = (await authorize(sandbox, allowed)).headers.get('location') ?? ''
    const code = new URL(location).searchParams.get('code') ?? ''
    const tokens = (await exchange(sandbox, { code })) as Readonly<Record<string, string>>
    const { access_token: token = '', refresh_token: refresh = '', openid = '' } = tokens
    const info = await ask(sandbox, `/sns/userinfo?access_token=${token}&openid=${openid}`)
    assert.equal(info['openid'], openid)
    assert.equal(info['nickname'], 'Mei')
    assert.deepEqual(info['privilege'], [])
    const check = await ask(sandbox, `/sns/auth?access_token=${token}&openid=${openid}`)
    assert.equal(check['errcode'], 0)
    const query = `appid=${appid}&grant_type=refresh_token&refresh_token=${refresh}`
    const renewed = await ask(sandbox, `/sns/oauth2/refresh_token?${query}`)
    assert.equal(renewed['openid'], openid)
    assert.notEqual(renewed['access_token'], token)
  })

  it('reveals nothing of a payer who was not asked', async () => {
    const { sandbox } = tryMerchant()
    const { access_token: token, openid } = await exchange(sandbox, {
      code: await codeFor(sandbox, 'mei'),
    })
    const path = `/sns/userinfo?access_token=${String(token)}&openid=${String(openid)}`
    assert.equal((await ask(sandbox, path))['errcode'], 48001)
  })

  it('gives a stable token for a JSON body, which describes a follower', async () => {
    const { sandbox } = tryMerchant()
    const body = JSON.stringify({ grant_type: 'client_credential', appid, secret })
    const { access_token: token } = await ask(sandbox, '/cgi-bin/stable_token', {
      method: 'POST',
      body,
    })
    const { openid } = await exchange(sandbox, { code: await codeFor(sandbox, 'mei') })
    const path = `/cgi-bin/user/info?access_token=${String(token)}&openid=${String(openid)}`
    assert.equal((await ask(sandbox, path))['subscribe'], 1)
  })
})

describe('get_weixin_oauth_code', () => {
  const visit = (
    sandbox: Sandbox,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = IN_WECHAT,
  ): Promise<Response> => {
    const query = new URLSearchParams({ ...fields, sign: signature(fields, clientKey) })
    const url = `${ORIGIN}/tool/v1/get_weixin_oauth_code?${query.toString()}`
    return sandbox.fetch(new Request(url, { headers }))
  }
  const fields = { app_code: appCode, redirect_uri: 'https://anywhere.example.org/cb' }

  it('leads through WeChat to any address that the merchant signed, without a state', async () => {
    const { sandbox } = tryMerchant()
    const first = (await visit(sandbox, fields)).headers.get('location') ?? ''
    assert.match(first, /^\/connect\/oauth2\/authorize\?appid=wx.*#wechat_redirect$/)
    const second = await sandbox.fetch(new Request(ORIGIN + first, { headers: IN_WECHAT }))
    const location = second.headers.get('location') ?? ''
    assert.match(location, /^https:\/\/anywhere\.example\.org\/cb\?code=0\w{31}$/)
  })

  it('leads to no other address when its link through WeChat was changed', async () => {
    const { sandbox } = tryMerchant()
    const first = (await visit(sandbox, fields)).headers.get('location') ?? ''
    const changed = new URL(ORIGIN + first)
    changed.searchParams.set('redirect_uri', 'https://evil.example.com/')
    const response = await sandbox.fetch(new Request(changed, { headers: IN_WECHAT }))
    assert.equal(response.headers.get('location'), null)
  })

  it('answers 1108 to a wrong signature, 1104 to a wrong address, 403 outside WeChat', async () => {
    const { sandbox } = tryMerchant()
    const bad = await visit(sandbox, { ...fields, sign: 'x' })
    assert.match(await bad.text(), /"respcd": "1108"/)
    const relative = await visit(sandbox, { ...fields, redirect_uri: '/cb' })
    assert.match(await relative.text(), /"respcd": "1104"/)
    const script = await visit(sandbox, { ...fields, redirect_uri: 'javascript:alert(1)' })
    assert.match(await script.text(), /"respcd": "1104"/)
    assert.equal((await visit(sandbox, fields, {})).status, 403)
  })

  it('is not for merchants who have their own account only', async () => {
    const own = { ...DEMO.merchant, officialAccounts: [], indirectSettlement: false }
    const { sandbox } = tryMerchant({ merchants: [own] })
    assert.match(await (await visit(sandbox, fields)).text(), /"respcd": "1104"/)
    assert.equal(sandbox.journal.list().at(-1)?.problem?.rule, 'method-2-not-allowed')
  })
})
