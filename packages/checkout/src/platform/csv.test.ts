import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { csvLine } from './csv.ts'

describe('a line of CSV', () => {
  it('quotes as RFC 4180 requires', () => {
    const text = 'tea, "green"\nand black'
    assert.equal(csvLine([text, undefined], 'program'), '"tea, ""green""\nand black",\r\n')
  })

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx']) {
    it(`makes ${JSON.stringify(formula)} of another system harmless in a spreadsheet`, () => {
      assert.match(csvLine([formula], 'spreadsheet'), /^"?'[=+\-@\t\r]/)
    })
  }

  it('keeps every digit of a number that a spreadsheet would round, and leaves it plain to a program', () => {
    const syssn = '20260302000300020093661188'
    assert.equal(csvLine([syssn, '1099'], 'spreadsheet'), `"=""${syssn}""",1099\r\n`)
    assert.equal(csvLine([syssn], 'program'), `${syssn}\r\n`)
  })
})
