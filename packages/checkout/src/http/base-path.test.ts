import assert from 'node:assert/strict'
import { it } from 'node:test'
import { basePathOf, withoutBasePath } from './base-path.ts'

const PAYMENT = '/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN/return'

for (const base of ['/tael', '/pay', '/dashboard', '/v1', '/shops/hk', '/assets']) {
  it(`a request below ${base} is the same with its path as without`, () => {
    for (const path of [PAYMENT, '/dashboard', '/v1/payments', '/health', '/notifications/acc_1']) {
      assert.equal(withoutBasePath(base + path, base), path)
      assert.equal(withoutBasePath(path, base), path)
    }
  })
}

it('a path that only begins alike keeps its beginning', () => {
  assert.equal(withoutBasePath('/taels/pay/x', '/tael'), '/taels/pay/x')
  assert.equal(withoutBasePath('/tael/elsewhere', '/tael'), '/tael/elsewhere')
})

it('a checkout with its own host has none', () => {
  assert.equal(basePathOf('https://pay.example.com'), '')
  assert.equal(basePathOf('https://shop.example.com/pay'), '/pay')
})
