import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Facts } from '../payments/facts.ts'
import { reviewOf } from './difference.ts'

const FACTS: Facts = { finding: 'second_order_paid' }
const FOUND = { facts: FACTS, message: 'the books differ' }
const ORDER = { outTradeNo: 'att_1', attemptId: 'att_1', ...FOUND }
const REFUND = { outTradeNo: 'ref_1', attemptId: 'att_1', refundId: 'ref_1', ...FOUND }

describe('the review of a difference', () => {
  for (const [what, difference, code, subject] of [
    ['an order', { ...ORDER, kind: 'amount', syssn: '2026' }, 'books_differ', 'att_1'],
    ['the mark of a refund', { ...ORDER, kind: 'refund', syssn: '2026' }, 'books_differ', 'att_1'],
    [
      'a second paid row',
      { ...ORDER, kind: 'duplicate', syssn: '2027' },
      'duplicate_charge',
      '2027',
    ],
    [
      'a refund that Tael has not made',
      { ...ORDER, kind: 'refund', outTradeNo: 'PORTAL-1', syssn: '2028' },
      'refunded_elsewhere',
      '2028',
    ],
    ['a refund', { ...REFUND, kind: 'refund', syssn: '2029' }, 'books_differ', 'ref_1'],
    ['a refund done twice', { ...REFUND, kind: 'duplicate' }, 'refund_done_twice', 'ref_1'],
  ] as const) {
    it(`is about ${what}, and names it`, () => {
      assert.deepEqual(reviewOf(difference), { code, subject, ...FOUND })
    })
  }

  it('found before Tael kept facts has its message alone', () => {
    const difference = { ...ORDER, kind: 'amount', facts: undefined } as const
    assert.deepEqual(reviewOf(difference), {
      code: 'books_differ',
      subject: 'att_1',
      message: FOUND.message,
    })
  })
})
