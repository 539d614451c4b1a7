import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainNumber } from './payment-search.ts'

test('a number is found as somebody pastes it', () => {
  const id = 'pay_01jd3x8q5t7w9yb2c4e6g8hkmn'
  for (const [pasted, number] of [
    [`https://pay.example.com/pay/${id}?lang=en`, id],
    ['  att_01jd3x8q5t7w9yb2c4e6g8hkmn ', 'att_01jd3x8q5t7w9yb2c4e6g8hkmn'],
    ['ref_01jd3x8q5t7w9yb2c4e6g8hkmn_2', 'ref_01jd3x8q5t7w9yb2c4e6g8hkmn_2'],
    ['4200 0025 1120 2511 2212 3456 7890', '4200002511202511221234567890'],
    ['４２００００２５１１', '4200002511'],
    ['HK-10 4', 'HK-10 4'],
  ] as const) {
    assert.equal(plainNumber(pasted), number)
  }
})
