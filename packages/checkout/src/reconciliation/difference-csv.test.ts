import assert from 'node:assert/strict'
import { it } from 'node:test'
import { differenceLine, differencesHeader } from './difference-csv.ts'

const ROW = {
  id: 'dif_1',
  object: 'reconciliation_difference',
  reconciliation: 'rcn_1',
  kind: 'unknown',
  resolved: false,
  outcome: 'reported',
  message: 'a payment under a number that Tael did not make',
  out_trade_no: 'POS-1',
  recorded_at: '2026-03-01T16:30:00.000Z',
  theirs: { status: 'succeeded', amount: 1099, currency: 'HKD' },
} as const
const PROGRAM = { reader: 'program', utcOffset: '+08:00' } as const
const SPREADSHEET = { reader: 'spreadsheet', utcOffset: '+08:00' } as const

it('writes one line for each difference, as many fields as the header has', () => {
  const columns = (text: string) => text.split(',').length
  for (const file of [PROGRAM, SPREADSHEET]) {
    assert.equal(columns(differencesHeader(file)), columns(differenceLine(ROW, file)))
  }
  assert.ok(differencesHeader(PROGRAM).startsWith('id,kind,'))
})

it('writes amounts as statements do, and the day of the account', () => {
  assert.equal(
    differenceLine(ROW, PROGRAM),
    'dif_1,unknown,reported,a payment under a number that Tael did not make,,,,,POS-1,,2026-03-02T00:30:00+08:00,,,,succeeded,10.99,HKD,\r\n',
  )
  assert.match(differenceLine(ROW, SPREADSHEET), /,2026-03-02 00:30:00,/)
  assert.match(differencesHeader(SPREADSHEET), /,recorded_at \(UTC\+08:00\),/)
})

it('writes an amount of an unknown currency as it is', () => {
  const theirs = { status: 'succeeded', amount: 1099, currency: 'XXX' }
  assert.match(differenceLine({ ...ROW, theirs }, PROGRAM), /,1099,XXX,\r\n$/)
})
