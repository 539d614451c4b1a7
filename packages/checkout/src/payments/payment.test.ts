import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  PAYMENT_CHANGES,
  PAYMENT_STATUSES,
  takesAttempts,
  transition,
  type PaymentChange,
  type PaymentState,
} from './payment.ts'
import type { Review } from './review.ts'

type Step = PaymentChange | 'review opened' | 'reviewed'

const steps = fc.constantFrom<Step>(...PAYMENT_CHANGES, 'review opened', 'reviewed')
const REVIEWS: readonly Review[] = [
  { code: 'amount_mismatch', subject: 'att_1', message: 'a person has to look' },
]
const states: fc.Arbitrary<PaymentState> = fc.record({
  status: fc.constantFrom(...PAYMENT_STATUSES),
  reviews: fc.constantFrom([], REVIEWS),
})
const CREATED: PaymentState = { status: 'created', reviews: [] }

function after(history: readonly Step[], from: PaymentState = CREATED): PaymentState {
  return history.reduce((state, step) => {
    if (step === 'review opened') return { ...state, reviews: REVIEWS }
    if (step === 'reviewed') return { ...state, reviews: [] }
    const next = transition(state, step)
    return next.kind === 'moved' ? { ...state, status: next.to } : state
  }, from)
}

describe('a payment', () => {
  it('ends as succeeded whenever the gateway ever proved it paid, in any order of events', () => {
    fc.assert(
      fc.property(fc.array(steps), (history) => {
        assert.equal(after(history).status === 'succeeded', history.includes('paid'))
      }),
    )
  })

  it('stays where it is when it hears the same again', () => {
    fc.assert(
      fc.property(states, steps, (state, step) => {
        const once = after([step], state)
        assert.deepEqual(after([step], once), once)
      }),
    )
  })

  it('answers every change in every state', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...PAYMENT_CHANGES), (state, change) => {
        assert.ok(['moved', 'unchanged', 'refused'].includes(transition(state, change).kind))
      }),
    )
  })

  it('accepts attempts only while it is open and not in review', () => {
    fc.assert(
      fc.property(states, (state) => {
        const isOpen = state.status === 'created' || state.status === 'pending'
        assert.equal(takesAttempts(state), isOpen && state.reviews.length === 0)
      }),
    )
  })

  it('is changed only by proof while it is in review', () => {
    fc.assert(
      fc.property(states, fc.array(fc.constantFrom(...PAYMENT_CHANGES)), (state, history) => {
        const held = after(['review opened'], state)
        const { status } = after(history, held)
        assert.equal(status, history.includes('paid') ? 'succeeded' : held.status)
      }),
    )
  })

  it('never opens again once it is over, unless it was paid', () => {
    fc.assert(
      fc.property(fc.array(steps), (history) => {
        const { status } = after(['canceled', ...history])
        assert.ok(status === 'canceled' || status === 'succeeded')
      }),
    )
  })
})
