import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CURRENCY_EXPONENTS, type Currency } from '@tael/qfpay'
import fc from 'fast-check'
import { amountParts } from './display-amount.ts'
import { parseAmount } from './parse-amount.ts'

const currencies = Object.keys(CURRENCY_EXPONENTS) as Currency[]

test('an amount is read as a person types it', () => {
  for (const [text, currency, amount] of [
    ['1200.5', 'CAD', 120_050],
    ['1,200.50', 'CAD', 120_050],
    ['1,234,567', 'HKD', 123_456_700],
    [' 1 200.50 ', 'HKD', 120_050],
    ['1,200', 'JPY', 1200],
  ] as const) {
    assert.equal(parseAmount(text, currency), amount, text)
  }
})

test('a comma before the cents is a decimal comma, for some phones offer no point', () => {
  for (const [text, currency, amount] of [
    ['1,50', 'EUR', 150],
    ['12,5', 'CAD', 1250],
    ['1200,50', 'IDR', 120_050],
    ['1 200,50', 'CAD', 120_050],
    ['0,07', 'USD', 7],
  ] as const) {
    assert.equal(parseAmount(text, currency), amount, text)
  }
})

test('a Chinese keyboard types full-width digits and signs', () => {
  for (const text of [
    '１２００．５０',
    '１，２００．５０',
    '1200。5',
    '１２００。50',
    '1200，50',
  ]) {
    assert.equal(parseAmount(text, 'HKD'), 120_050, text)
  }
})

test('what could be two amounts is none', () => {
  for (const text of ['1200,500', '12,34,56', '1,2,3', '1,200,50', '0,500', '1.200', '1.200,50']) {
    assert.equal(parseAmount(text, 'EUR'), undefined, text)
  }
  for (const text of ['', ',', '12,', ',5', '12 5', '-1', '1e3', '€5', '１２x']) {
    assert.equal(parseAmount(text, 'EUR'), undefined, text)
  }
  assert.equal(parseAmount('12,5', 'JPY'), undefined)
  assert.equal(parseAmount('1', 'XXX'), undefined)
})

test('every amount is read as Tael shows it, and with a decimal comma', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom(...currencies), (amount, currency) => {
      const { digits } = amountParts(amount, currency)
      assert.equal(parseAmount(digits, currency), amount)
      const comma = digits.replaceAll(',', '').replace('.', ',')
      assert.equal(parseAmount(comma, currency), amount)
    }),
  )
})
