import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPrice } from './price.ts'

test('a price is written as Hong Kong writes it', () => {
  assert.equal(formatPrice(8800), 'HK$88.00')
  assert.equal(formatPrice(128_805), 'HK$1,288.05')
  assert.equal(formatPrice(123_456_789), 'HK$1,234,567.89')
  assert.equal(formatPrice(5), 'HK$0.05')
  assert.equal(formatPrice(0), 'HK$0.00')
})
