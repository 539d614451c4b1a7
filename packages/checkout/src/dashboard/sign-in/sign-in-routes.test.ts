import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  openTestCheckout,
  openTestDeps,
  OPERATOR_KEY,
  PUBLIC_URL,
} from '../../../test/support/checkout.ts'
import { describeOnDatabase } from '../../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../../test/support/hand-clock.ts'
import {
  asksToSignIn,
  cookieOf,
  createOperatorBrowser,
  type OperatorBrowser,
} from '../../../test/support/operator-browser.ts'
import { openTestOperator } from '../../../test/support/operators.ts'
import type { Checkout } from '../../checkout.ts'
import { silentLog } from '../../platform/log.ts'

describeOnDatabase('the dashboard', (database) => {
  let clock: HandClock
  let checkout: Checkout
  let stranger: OperatorBrowser
  before(() => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
    stranger = createOperatorBrowser(checkout)
  })
  const signIn = (fields: Record<string, string> = {}, headers?: Record<string, string>) =>
    stranger.send('/dashboard/login', { key: OPERATOR_KEY, ...fields }, headers)
  const openWith = (cookie: string, path = '/dashboard/payments') => stranger.open(path, { cookie })

  it('shows only a login to a visitor without a session', async () => {
    for (const path of [
      '/dashboard',
      '/dashboard/payments/pay_1',
      '/dashboard/payments?status=failed',
    ]) {
      assert.ok(await asksToSignIn(await stranger.open(path)), path)
    }
  })

  it('admits an operator who knows the key, for twelve hours', async () => {
    const response = await signIn()
    assert.equal(response.status, 303)
    assert.equal(response.headers.get('location'), '/dashboard/first-administrator')
    const [line = ''] = response.headers.getSetCookie()
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', '__Host-', 'Path=/;']) {
      assert.ok(line.includes(attribute), line)
    }
    const cookie = cookieOf(response)
    assert.ok(!(await asksToSignIn(await openWith(cookie))))
    await clock.advance(12 * 60 * 60_000)
    assert.ok(await asksToSignIn(await openWith(cookie)))
  })

  it('accepts no session that it has not issued', async () => {
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
    for (const one of forged) assert.ok(await asksToSignIn(await openWith(one, '/dashboard')), one)
    const others = openTestCheckout(database(), { clock, operatorKey: 'another key of operators' })
    assert.ok(
      await asksToSignIn(
        await createOperatorBrowser(others).open('/dashboard/payments', { cookie }),
      ),
      'the key was changed',
    )
  })

  it('accepts no form from another site', async () => {
    for (const origin of ['https://evil.example.com', 'null', 'http://pay.example.com']) {
      const response = await signIn({}, { origin })
      assert.equal(response.status, 403, origin)
      assert.equal(response.headers.getSetCookie().length, 0)
    }
    assert.equal((await signIn({}, {})).status, 403, 'no origin at all')
  })

  it('says on a page, in the operator’s language, why it refuses a form', async () => {
    const foreign = { origin: 'https://evil.example.com', 'accept-language': 'zh-HK' }
    const refused = await signIn({}, foreign)
    assert.match(refused.headers.get('content-type') ?? '', /^text\/html/)
    assert.match(refused.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    const text = await refused.text()
    assert.match(text, /<html lang="zh-Hant">[^]*TAEL_PUBLIC_URL[^]*href="\/dashboard"[^]*req_/)
    const large = await signIn({ next: 'x'.repeat(20_000) })
    assert.equal(large.status, 413)
    assert.match(await large.text(), /<h1>Request blocked/)
  })

  it('accepts its own form behind a proxy that ends TLS', async () => {
    const behind = new Request(`${PUBLIC_URL.replace('https:', 'http:')}/dashboard/login`, {
      method: 'POST',
      body: new URLSearchParams({ key: OPERATOR_KEY }),
      headers: { origin: PUBLIC_URL },
    })
    assert.equal((await checkout.fetch(behind)).status, 303)
  })

  it('leads back only to one of its own pages', async () => {
    const places = {
      '/dashboard/payments/pay_1': '/dashboard/payments/pay_1',
      '/dashboard/payments?status=failed': '/dashboard/payments?status=failed',
      '//evil.example.com': '/dashboard/first-administrator',
      'https://evil.example.com/dashboard': '/dashboard/first-administrator',
      '/dashboard\\@evil.example.com': '/dashboard/first-administrator',
      '/dashboard.evil.example.com': '/dashboard/first-administrator',
      '/dashboard\r\nset-cookie: a=b': '/dashboard/first-administrator',
    }
    for (const [next, place] of Object.entries(places)) {
      assert.equal((await signIn({ next })).headers.get('location'), place, next)
    }
    const page = await stranger.send('/dashboard/logout')
    assert.doesNotMatch(await page.text(), /value="\/dashboard\/logout"/, 'a form is no page')
  })

  it('admits the operator while somebody else guesses keys', async () => {
    for (let tries = 0; tries < 50; tries++) {
      assert.equal((await signIn({ key: `guess ${tries}` })).status, 401)
    }
    assert.equal((await signIn()).status, 303)
  })

  it('asks nobody for a key that the server does not have, and says so at the start, until somebody administers', async () => {
    const warned: string[] = []
    const log = { ...silentLog, warn: (name: string) => void warned.push(name) }
    const keyless = openTestCheckout(database(), { clock, operatorKey: undefined, log })
    const visitor = createOperatorBrowser(keyless)
    const sentences = {
      en: 'Nobody can sign in yet',
      'zh-CN': '暂时无人可以登录',
      'zh-HK': '暫時無人可以登入',
    }
    for (const [language, sentence] of Object.entries(sentences)) {
      const page = await visitor.open('/dashboard', { 'accept-language': language })
      const text = await page.text()
      assert.ok(text.includes(sentence), language)
      assert.doesNotMatch(text, /id="key"/)
    }
    await keyless.checkSecrets()
    await checkout.checkSecrets()
    assert.deepEqual(warned, ['operator.none_can_sign_in'])
    await openTestOperator(openTestDeps(database(), { clock }), 'administer')
    await keyless.checkSecrets()
    assert.equal(warned.length, 1)
    assert.match(await (await visitor.open('/dashboard')).text(), /Password/)
  })

  it('is not opened with a key that can be guessed', () => {
    assert.throws(
      () => openTestCheckout(database(), { clock, operatorKey: 'a-key-of-23-characters-' }),
      /operatorKey must be at least 24 random characters/,
    )
  })
})
