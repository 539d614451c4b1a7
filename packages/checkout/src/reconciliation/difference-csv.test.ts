import assert from 'node:assert/strict'
import { it } from 'node:test'
import { CSV_HEADER, csvLine } from './difference-csv.ts'

const ROW = {
  id: 'dif_1',
  object: 'reconciliation_difference',
  reconciliation: 'rcn_1',
  kind: 'unknown',
  healed: false,
  outcome: 'reported',
  message: 'a payment under a number that is not ours',
  out_trade_no: 'POS-1',
} as const

it('writes one line for each difference, as many fields as the header has', () => {
  assert.equal(
    csvLine({ ...ROW, theirs: { status: 'succeeded', amount: 1099, currency: 'HKD' } }),
    'dif_1,unknown,reported,a payment under a number that is not ours,,,,,POS-1,,,,,,succeeded,1099,HKD\r\n',
  )
  const commas = (text: string) => text.split(',').length
  assert.equal(commas(CSV_HEADER), commas(csvLine(ROW)))
  assert.ok(CSV_HEADER.startsWith('id,kind,') && CSV_HEADER.endsWith('\r\n'))
})

it('quotes what RFC 4180 wants quoted', () => {
  const text = csvLine({ ...ROW, reference: 'tea, "green"\nand black' })
  assert.ok(text.includes(',"tea, ""green""\nand black",'))
})

for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx']) {
  it(`makes ${JSON.stringify(formula)} of another system harmless in a spreadsheet`, () => {
    assert.match(csvLine({ ...ROW, out_trade_no: formula }), /,"?'[=+\-@\t\r]/)
  })
}
