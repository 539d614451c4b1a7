import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Event } from '../../events/event.ts'
import { eventRow } from './show-event.ts'

const SHOWN = { payment: { currency: 'HKD' }, language: 'en', timeZone: '+08:00' } as const

function factsOf(
  data: Event['data'],
  type: Event['type'] = 'payment.succeeded',
): Readonly<Record<string, string>> {
  const event = { id: 'evt_1', subjectId: 'pay_1', sequence: 1, createdAt: new Date(0) }
  const { details = [] } = eventRow({ ...event, type, data }, SHOWN)
  return Object.fromEntries(details.map(({ name, value }) => [name, value]))
}

it('an event shows money as money, and times in the zone of the page', () => {
  assert.deepEqual(
    factsOf({
      amount: 13_800,
      currency: 'HKD',
      paid_at: '2026-11-29T00:47:24.000Z',
      was: 'pending',
    }),
    { amount: 'HK$138.00', paid_at: '29 Nov 2026, 08:47:24 GMT+8', was: 'pending' },
  )
  assert.deepEqual(factsOf({ refund: 'ref_1', amount: 500 }), {
    refund: 'ref_1',
    amount: 'HK$5.00',
  })
  assert.deepEqual(factsOf({ amount: 900, currency: 'JPY' }), { amount: 'JPY\u00a0900' })
})

it('an event shows unknown fields as they were written', () => {
  const data = { amount: '13800', currency: 'HKD', reviews: [{ code: 'unanswered' }] }
  assert.deepEqual(factsOf(data), {
    amount: '13800',
    currency: 'HKD',
    reviews: '[{"code":"unanswered"}]',
  })
})

it('a review says what its code means, and its facts in one sentence', () => {
  const late = { code: 'refund_overdue', subject: 'ref_1', message: 'no end' }
  assert.deepEqual(factsOf(late, 'payment.review_opened'), {
    code: 'A refund has had no result at QFPay for a day: ask QFPay about it',
    subject: 'ref_1',
  })
  const message = 'HK$2.00 here, HK$1.00 at QFPay'
  const facts = {
    finding: 'money_differs',
    ours: { amount: 200, currency: 'HKD' },
    theirs: { amount: 100, currency: 'HKD' },
  }
  const other = { code: 'amount_mismatch', subject: 'att_1', facts, message }
  const { code, ...said } = factsOf(other, 'payment.review_opened')
  assert.match(code ?? '', /another amount/)
  assert.deepEqual(said, { subject: 'att_1', message })
})
