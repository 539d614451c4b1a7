import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import type { Checkout } from '../checkout.ts'
import { openTestCheckout, OPERATOR_KEY, PUBLIC_URL } from '../testing/checkout.ts'
import { describeOnEachDatabase } from '../testing/database.ts'
import { createHandClock, type HandClock } from '../testing/hand-clock.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const HERE = { ...FORM, origin: PUBLIC_URL }

describeOnEachDatabase('the dashboard', (database) => {
  let clock: HandClock
  let checkout: Checkout
  before(() => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
  })

  const get = (path: string, cookie = '', from = checkout) =>
    from.fetch(new Request(PUBLIC_URL + path, { headers: { cookie } }))
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string>) =>
    checkout.fetch(
      new Request(PUBLIC_URL + path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
        headers,
      }),
    )
  const signIn = (fields: Record<string, string> = {}, headers: Record<string, string> = HERE) =>
    post('/dashboard/login', { key: OPERATOR_KEY, ...fields }, headers)
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const isLogin = async (response: Response) => (await response.text()).includes('name="key"')

  it('shows nothing but a login to who has no session', async () => {
    for (const path of ['/dashboard', '/dashboard/payments/pay_1', '/dashboard?status=failed']) {
      assert.ok(await isLogin(await get(path)), path)
    }
  })

  it('lets in who knows the key, for twelve hours', async () => {
    const response = await signIn()
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), '/dashboard')
    const [line = ''] = response.headers.getSetCookie()
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/dashboard']) {
      assert.ok(line.includes(attribute), line)
    }
    const cookie = cookieOf(response)
    assert.ok(!(await isLogin(await get('/dashboard', cookie))))
    await clock.advance(12 * 60 * 60_000)
    assert.ok(await isLogin(await get('/dashboard', cookie)))
  })

  it('takes no session that it has not given', async () => {
    const cookie = cookieOf(await signIn())
    const [name = '', until = '', proof = ''] = cookie.split(/[=.]/)
    const later = String(Number(until) + 1)
    const forged = [
      `${name}=${later}.${proof}`,
      `${name}=${until}.`,
      `${name}=${until}.${proof}x`,
      `${name}=${until}.${'A'.repeat(proof.length)}`,
      `${name}=.`,
    ]
    for (const one of forged) assert.ok(await isLogin(await get('/dashboard', one)), one)
    const others = openTestCheckout(database(), { clock, operatorKey: 'another key of operators' })
    assert.ok(await isLogin(await get('/dashboard', cookie, others)), 'the key was changed')
  })

  it('takes no form that another site sends', async () => {
    for (const origin of ['https://evil.example.com', 'null', 'http://pay.example.com']) {
      const response = await signIn({}, { ...FORM, origin })
      assert.equal(response.status, 403, origin)
      assert.equal(response.headers.getSetCookie().length, 0)
    }
    assert.equal((await signIn({}, FORM)).status, 403, 'no origin at all')
  })

  it('says on a page, in the operator’s language, why it takes no form', async () => {
    const foreign = { ...FORM, origin: 'https://evil.example.com', 'accept-language': 'zh-HK' }
    const refused = await signIn({}, foreign)
    assert.match(refused.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(refused.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    const text = await refused.text()
    assert.match(text, /<html lang="zh-Hant">[^]*TAEL_PUBLIC_URL[^]*href="\/dashboard"[^]*req_/)
    const large = await signIn({ next: 'x'.repeat(5000) })
    assert.equal(large.status, 413)
    assert.match(await large.text(), /<h1>This form was not taken/)
  })

  it('takes its own form behind a proxy that ends TLS', async () => {
    const behind = new Request(`${PUBLIC_URL.replace('https:', 'http:')}/dashboard/login`, {
      method: 'POST',
      body: new URLSearchParams({ key: OPERATOR_KEY }).toString(),
      headers: HERE,
    })
    assert.equal((await checkout.fetch(behind)).status, 303)
  })

  it('leads back to a page of its own, and nowhere else', async () => {
    const places = {
      '/dashboard/payments/pay_1': '/dashboard/payments/pay_1',
      '/dashboard?status=failed': '/dashboard?status=failed',
      '//evil.example.com': '/dashboard',
      'https://evil.example.com/dashboard': '/dashboard',
      '/dashboard\\@evil.example.com': '/dashboard',
      '/dashboard.evil.example.com': '/dashboard',
      '/dashboard\r\nset-cookie: a=b': '/dashboard',
    }
    for (const [next, place] of Object.entries(places)) {
      assert.equal((await signIn({ next })).headers.get('location'), place, next)
    }
    const page = await post('/dashboard/logout', {}, HERE)
    assert.doesNotMatch(await page.text(), /value="\/dashboard\/logout"/, 'a form is no page')
  })

  it('answers odd questions with a page', async () => {
    const cookie = cookieOf(await signIn())
    for (const path of [
      '/dashboard?q=%00',
      '/dashboard?before=%00',
      '/dashboard?after=nonsense&status=nonsense',
      '/dashboard/payments/%00',
      `/dashboard?q=${'x'.repeat(3000)}`,
    ]) {
      assert.ok([200, 303].includes((await get(path, cookie)).status), path)
    }
  })

  it('lets the operator in while somebody tries keys', async () => {
    for (let tries = 0; tries < 50; tries++) {
      assert.equal((await signIn({ key: `guess ${tries}` })).status, 401)
    }
    assert.equal((await signIn()).status, 303)
  })

  it('is not opened with a key that can be guessed', () => {
    assert.throws(
      () => openTestCheckout(database(), { clock, operatorKey: 'a-key-of-23-characters-' }),
      /operatorKey must be at least 24 random characters/,
    )
  })
})
