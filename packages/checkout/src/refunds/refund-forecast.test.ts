import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { forecastRefund } from './refund-forecast.ts'

/** By a clock in Hong Kong. */
const at = (time: string, day = '2026-03-02'): Date => new Date(`${day}T${time}+08:00`)
const FULL = { amount: 1000, charged: 1000, paidAt: at('11:00:00'), takings: 5000, open: 0 }

const TABLE: readonly (readonly [string, Partial<typeof FULL>, Date, readonly string[]])[] = [
  ['a full refund by day', {}, at('12:00:00'), []],
  ['at 23:29:59', {}, at('23:29:59'), []],
  ['at 23:30', {}, at('23:30:00'), ['night']],
  ['at 00:29:59', {}, at('00:29:59', '2026-03-03'), ['night']],
  ['at 00:30', {}, at('00:30:00', '2026-03-03'), []],
  ['a part', { amount: 999 }, at('12:00:00'), ['part']],
  ['more than the takings of the day', { takings: 999 }, at('12:00:00'), ['low-takings']],
  ['exactly the takings', { takings: 1000 }, at('12:00:00'), []],
  ['behind others', { open: 2 }, at('12:00:00'), ['waits']],
  ['a year later', { takings: 0 }, at('11:00:00', '2027-03-02'), ['too-old', 'low-takings']],
  ['a second before', {}, at('10:59:59', '2027-03-02'), []],
]

describe('what QFPay will say to a refund', () => {
  for (const [name, changed, now, kinds] of TABLE) {
    it(`is told of ${name}`, () => {
      const notices = forecastRefund({ ...FULL, ...changed }, { now, utcOffset: '+08:00' })
      assert.deepEqual(
        notices.map(({ kind }) => kind),
        kinds,
      )
    })
  }

  it('names when the night is over', () => {
    for (const now of [at('23:45:00'), at('00:10:00', '2026-03-03')]) {
      const [notice] = forecastRefund(FULL, { now, utcOffset: '+08:00' })
      assert.deepEqual(notice, { kind: 'night', until: at('00:35:00', '2026-03-03') })
    }
  })
})
