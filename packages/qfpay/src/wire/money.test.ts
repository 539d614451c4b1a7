import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { QfpayConfigurationError } from '../errors/errors.ts'
import {
  CURRENCY_EXPONENTS,
  currencyProblem,
  formatAmount,
  fromWireAmount,
  hasShiftedScale,
  isCurrency,
  minorUnits,
  toWireAmount,
  type Currency,
} from './money.ts'

const currencies = fc.constantFrom(...(Object.keys(CURRENCY_EXPONENTS) as Currency[]))

describe('money', () => {
  it('converts minor units to decimals and back without loss', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), currencies, (amount, currency) => {
        assert.equal(minorUnits(formatAmount(amount, currency), currency), amount)
      }),
    )
  })

  it('counts cents, and yen without cents', () => {
    assert.equal(minorUnits('10.99', 'HKD'), 1099)
    assert.equal(minorUnits('10.9', 'HKD'), 1090)
    assert.equal(minorUnits('0.07', 'USD'), 7)
    assert.equal(minorUnits('90071992547409.91', 'HKD'), 9007199254740991)
    assert.equal(minorUnits('100', 'JPY'), 100)
    assert.equal(formatAmount(5, 'HKD'), '0.05')
    assert.equal(formatAmount(-1099, 'HKD'), '-10.99')
    assert.equal(formatAmount(100, 'JPY'), '100')
  })

  it('refuses an inexact amount', () => {
    for (const text of [
      '',
      '1.',
      '.5',
      '1,000',
      '1e3',
      '-1',
      '+1',
      ' 1',
      '1.999',
      '０',
      'NaN',
      '0x1',
    ]) {
      assert.throws(() => minorUnits(text, 'HKD'), QfpayConfigurationError, text)
    }
    assert.throws(() => minorUnits('1.0', 'JPY'), QfpayConfigurationError)
    assert.throws(() => minorUnits('90071992547409.92', 'HKD'), QfpayConfigurationError)
    assert.throws(() => formatAmount(10.5, 'HKD'), QfpayConfigurationError)
    assert.throws(() => formatAmount(1, 'hkd' as Currency), QfpayConfigurationError)
  })

  it('refuses yen and rupiah until the account says how QFPay counts them', () => {
    assert.match(currencyProblem('JPY', {}) ?? '', /currencyScales/)
    assert.match(currencyProblem('IDR', {}) ?? '', /currencyScales/)
    assert.equal(currencyProblem('JPY', { JPY: 0 }), undefined)
    assert.equal(currencyProblem('HKD', {}), undefined)
    assert.match(currencyProblem('hkd', {}) ?? '', /not one of/)
    assert.equal(isCurrency('toString'), false)
  })

  it('counts on the wire as the account says', () => {
    assert.equal(toWireAmount(100, 'JPY', { JPY: 0 }), 100)
    assert.equal(toWireAmount(100, 'JPY', { JPY: 2 }), 10_000)
    assert.equal(toWireAmount(5000, 'IDR', { IDR: 0 }), 50)
    assert.equal(toWireAmount(5050, 'IDR', { IDR: 0 }), undefined)
    assert.equal(fromWireAmount(10_000, 'JPY', { JPY: 2 }), 100)
    assert.equal(fromWireAmount(10_050, 'JPY', { JPY: 2 }), undefined)
    assert.equal(fromWireAmount(7, 'GBP', {}), 7)
    assert.equal(hasShiftedScale({ JPY: 0, IDR: 2 }), false)
    assert.equal(hasShiftedScale({ JPY: 2 }), true)
  })

  it('comes back from the wire unchanged, at any scale', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), currencies, fc.nat(3), (amount, currency, scale) => {
        const scales = { [currency]: scale }
        const sent = toWireAmount(amount, currency, scales)
        if (sent !== undefined) assert.equal(fromWireAmount(sent, currency, scales), amount)
      }),
    )
  })
})
