import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { amountTyped, given, numberTyped, plainLine, wordsOf } from './typed.ts'

describe('what is typed into a form', () => {
  it('is not given where a field is empty, and is where it says no or nothing', () => {
    assert.deepEqual(given({ a: '', b: undefined, c: false, d: 0, e: null, f: [] }), {
      ...{ c: false, d: 0, e: null, f: [] },
    })
  })

  it('is a number in plain digits, and otherwise the text that a schema refuses', () => {
    const typed = [undefined, '', '0', '042', '123456789012', '1234567890123', '1.5', '1e3', '-1']
    assert.deepEqual(typed.map(numberTyped), [
      ...[undefined, undefined, 0, 42, 123_456_789_012],
      ...['1234567890123', '1.5', '1e3', '-1'],
    ])
  })

  it('is an amount with the decimals of its currency, or in minor units where Tael knows none', () => {
    assert.equal(amountTyped('1,200.50', 'HKD'), 120_050)
    assert.equal(amountTyped('1200', 'JPY'), 1200)
    assert.equal(amountTyped('12.345', 'HKD'), '12.345')
    assert.equal(amountTyped('1200', 'XYZ'), 1200)
    assert.equal(amountTyped('12.50', 'XYZ'), '12.50')
    assert.equal(amountTyped('', 'HKD'), undefined)
  })

  it('is words between spaces and ends of lines', () => {
    assert.deepEqual(wordsOf(' a  b\r\nc\n'), ['a', 'b', 'c'])
    assert.deepEqual(wordsOf(), [])
  })

  it('is one line without control characters, if it is neither empty nor too long', () => {
    assert.equal(plainLine(' late\r\n\u0007 delivery ', 20), 'late delivery')
    assert.equal(plainLine('\n', 20), undefined)
    assert.equal(plainLine('abc', 2), undefined)
    assert.equal(plainLine(undefined, 2), undefined)
  })
})
