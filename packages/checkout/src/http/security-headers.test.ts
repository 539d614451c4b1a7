import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  OPERATOR_KEY,
  openTestCheckout,
  PUBLIC_URL,
  TEST_ACCOUNT,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { payPageAssets } from '../pay-page/pay-page-assets.ts'

const ALWAYS = {
  'cache-control': 'no-store, no-transform',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}
/**
 * A page's own policy: no script that is not ours, no frame around it, no form to elsewhere. Frames of WeChat's own
 * schemes are how its bridge speaks; they lead nowhere else.
 */
const PAYER_POLICY =
  /^default-src 'none'; script-src 'self'; style-src 'sha256-\S+'; connect-src 'self'; img-src data:; frame-src weixin: weixinping: weixinpreinject:; base-uri 'none'; form-action '(none|self)'; frame-ancestors 'none'$/
const OPERATOR_POLICY =
  /^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-\S+'; .*form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/

/** What differs from what every answer says. */
type Expected = Readonly<Record<string, string | RegExp>>

describeOnDatabase('the headers of an answer', (database) => {
  const ROWS: readonly (readonly [what: string, request: (id: string) => Request, Expected])[] = [
    ['a payment', (id) => get(`/v1/payments/${id}`), { 'tael-version': /^\d{4}-\d\d-\d\d$/ }],
    ['a refusal', () => get('/v1/payments', {}), { 'www-authenticate': 'Bearer' }],
    ["the API's description", () => get('/openapi.json'), {}],
    ['health', () => get('/health'), {}],
    ['a path that is none', () => get('/nothing'), {}],
    ['a notification', () => post('/notifications/acc_1', '{}'), {}],
    ["a payer's page", (id) => get(`/pay/${id}`), { 'content-security-policy': PAYER_POLICY }],
    [
      'a page about a link that is none',
      () => get('/pay/pay_1'),
      { 'content-security-policy': PAYER_POLICY },
    ],
    [
      'the page of a payment link',
      () => get('/l/2345abcd'),
      { 'content-security-policy': PAYER_POLICY },
    ],
    [
      "the script of a payer's page",
      () => get(payPageAssets().path),
      { 'cache-control': 'public, max-age=31536000, immutable, no-transform' },
    ],
    [
      "the script of a payer's page of another version",
      () => get('/assets/pay-0a1b2c3d4e5f.js'),
      {},
    ],
    [
      "the script of an operator's page",
      () => get('/dashboard/live.js'),
      {
        'cache-control': 'max-age=300, no-transform',
        'content-security-policy': OPERATOR_POLICY,
        'referrer-policy': 'same-origin',
      },
    ],
    ['whether it can serve', () => get('/ready'), {}],
    ["a payment's status", (id) => get(`/pay/${id}/status?status=none`), {}],
    [
      'the door for operators',
      () => get('/dashboard'),
      { 'content-security-policy': OPERATOR_POLICY, 'referrer-policy': 'same-origin' },
    ],
    [
      'an operator who signs in',
      () => post('/dashboard/login', new URLSearchParams({ key: OPERATOR_KEY })),
      {
        'content-security-policy': OPERATOR_POLICY,
        'referrer-policy': 'same-origin',
        'set-cookie':
          /^__Host-tael_operator=\S+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      },
    ],
    [
      'a form from another site',
      () => post('/dashboard/login', new URLSearchParams(), 'https://evil.example'),
      { 'content-security-policy': OPERATOR_POLICY, 'referrer-policy': 'same-origin' },
    ],
    [
      'a payer in WeChat who is sent to authorize',
      (id) => get(`/pay/${id}`, { 'user-agent': 'MicroMessenger/8.0.60' }),
      {
        'set-cookie':
          /^__Host-tael_browser=[\w-]{22}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      },
    ],
  ]

  it('give a cookie to the whole of a host of our own, and below a path to that path alone', async () => {
    const checkout = openTestCheckout(database(), { publicUrl: 'https://shop.example.com/pay' })
    const signedIn = await checkout.fetch(
      new Request('https://shop.example.com/pay/dashboard/login', {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ key: OPERATOR_KEY }),
      }),
    )
    assert.equal(signedIn.headers.get('location'), '/pay/dashboard/first-administrator')
    assert.match(
      signedIn.headers.get('set-cookie') ?? '',
      /^__Secure-tael_operator=\S+; Max-Age=43200; Path=\/pay\/dashboard; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  for (const [what, request, differs] of ROWS) {
    it(`allow nothing unnecessary: ${what}`, async () => {
      const checkout = openTestCheckout(database())
      const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
      const created = await checkout.fetch(
        new Request(`${PUBLIC_URL}/v1/payments`, {
          method: 'POST',
          headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ reference: 'order-1', amount: 1099, currency: 'HKD' }),
        }),
      )
      const { id } = (await created.json()) as { id: string }
      const asked = request(id)
      if (asked.headers.get('authorization') === 'own') {
        asked.headers.set('authorization', `Bearer ${apiKey}`)
      }
      const { headers } = await checkout.fetch(asked)
      const expected: Expected = { ...ALWAYS, ...differs }
      for (const [name, value] of Object.entries(expected)) {
        const said = headers.get(name) ?? 'nothing'
        if (typeof value === 'string') assert.equal(said, value, name)
        else assert.match(said, value, name)
      }
      const others = [...headers.keys()].filter((name) => !(name in expected))
      const harmless = ['content-type', 'content-length', 'location', 'x-request-id', 'vary']
      assert.deepEqual(
        others.filter((name) => !harmless.includes(name)),
        [],
      )
    })
  }
})

function get(path: string, headers: Record<string, string> = { authorization: 'own' }): Request {
  return new Request(PUBLIC_URL + path, { headers })
}

function post(path: string, body: string | URLSearchParams, origin = PUBLIC_URL): Request {
  return new Request(PUBLIC_URL + path, { method: 'POST', body, headers: { origin } })
}
