import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amountParts, displayAmount } from './display-amount.ts'

test('an amount reads as people of these shops write it', () => {
  assert.equal(displayAmount(1_099, 'HKD'), 'HK$10.99')
  assert.equal(displayAmount(1, 'CNY'), '¥0.01')
  assert.equal(displayAmount(123_456_789, 'SGD'), 'S$1,234,567.89')
  assert.equal(displayAmount(100_000, 'USD'), 'US$1,000.00')
  assert.equal(displayAmount(1_000, 'JPY'), 'JPY\u00a01,000')
  assert.equal(displayAmount(50, 'AED'), 'AED\u00a00.50')
})

test('every cent of every amount is shown', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom('HKD', 'JPY'),
      (amount, currency) => {
        const { digits } = amountParts(amount, currency)
        assert.equal(BigInt(digits.replace(/[.,]/g, '')), BigInt(amount))
        assert.match(digits, currency === 'JPY' ? /^\d{1,3}(,\d{3})*$/ : /^\d{1,3}(,\d{3})*\.\d\d$/)
      },
    ),
  )
})

test('a currency whose scale is unknown is not shown at a guess', () => {
  assert.throws(() => displayAmount(100, 'XXX'), /no known scale/)
  assert.throws(() => displayAmount(0.5, 'HKD'))
})
