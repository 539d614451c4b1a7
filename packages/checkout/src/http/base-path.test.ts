import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestCheckout } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { basePathOf, ownPaths, withoutBasePath } from './base-path.ts'

const PAYMENT = '/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN/return'
const ROUTES = ['/*', '/health', '/pay/:payment', '/dashboard/*', '/v1/payments', '/assets/pay.js']
const OWN = ownPaths(
  [...ROUTES, '/notifications/:account', '/:file{MP_verify_\\w+\\.txt}'].map((path) => ({ path })),
)

for (const base of ['/tael', '/pay', '/dashboard', '/v1', '/shops/hk', '/assets']) {
  it(`a request below ${base} is the same with its path as without`, () => {
    for (const path of [PAYMENT, '/dashboard', '/v1/payments', '/health', '/MP_verify_a1.txt']) {
      assert.equal(withoutBasePath(base + path, base, OWN), path)
      assert.equal(withoutBasePath(path, base, OWN), path)
    }
  })
}

it('a path that only begins alike keeps its beginning', () => {
  assert.equal(withoutBasePath('/taels/pay/x', '/tael', OWN), '/taels/pay/x')
  assert.equal(withoutBasePath('/tael/elsewhere', '/tael', OWN), '/tael/elsewhere')
  assert.equal(withoutBasePath('/tael/openapiXjson', '/tael', OWN), '/tael/openapiXjson')
})

describeOnDatabase('a checkout below a path, behind a proxy that keeps it', (database) => {
  /** One of each room: what a payer, QFPay, WeChat, a merchant, an operator and a balancer ask for. */
  const PATHS = [
    ['/pay/pay_none', 404, 'text/html'],
    ['/l/2345abcd', 404, 'text/html'],
    ['/dashboard', 200, 'text/html'],
    ['/', 303, undefined],
    ['/notifications/acc_none', 404, 'text/plain'],
    ['/v1/payments', 401, 'application/json'],
    ['/MP_verify_AbCd1234.txt', 200, 'text/plain'],
    ['/health', 200, 'application/json'],
    ['/ready', 200, 'application/json'],
  ] as const

  for (const [path, status, type] of PATHS) {
    it(`answers ${path} as at the root`, async () => {
      const publicUrl = 'https://shop.example.com/tael'
      const wechatFiles = ['MP_verify_AbCd1234.txt']
      const checkout = openTestCheckout(database(), { publicUrl, wechatFiles })
      const method = path.startsWith('/notifications') ? 'POST' : 'GET'
      const ask = (url: string) => checkout.fetch(new Request(url, { method }))
      for (const url of [publicUrl + path, `https://shop.example.com${path}`]) {
        const answer = await ask(url)
        assert.equal(answer.status, status, url)
        assert.equal(answer.headers.get('content-type')?.split(';')[0], type, url)
      }
    })
  }
})

it('a checkout with its own host has no base path', () => {
  assert.equal(basePathOf('https://pay.example.com'), '')
  assert.equal(basePathOf('https://shop.example.com/pay'), '/pay')
})
