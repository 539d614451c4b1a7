import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { PAYMENT_STATUSES, transition, type PaymentChange, type PaymentStatus } from './payment.ts'

const CHANGES: readonly PaymentChange[] = [
  'attempt-opened',
  'paid',
  'stopped',
  'deadline-passed',
  'canceled',
]
const statuses = fc.constantFrom(...PAYMENT_STATUSES)
const changes = fc.constantFrom(...CHANGES)

function after(history: readonly PaymentChange[], from: PaymentStatus = 'created'): PaymentStatus {
  return history.reduce((status, change) => {
    const next = transition(status, change)
    return next.kind === 'moved' ? next.to : status
  }, from)
}

describe('a payment', () => {
  it('ends as succeeded whenever the gateway ever proved it paid, in any order of events', () => {
    fc.assert(
      fc.property(fc.array(changes), (history) => {
        assert.equal(after(history) === 'succeeded', history.includes('paid'))
      }),
    )
  })

  it('stays where it is when it hears the same again', () => {
    fc.assert(
      fc.property(statuses, changes, (status, change) => {
        const once = after([change], status)
        assert.equal(after([change], once), once)
      }),
    )
  })

  it('answers every change in every status', () => {
    for (const status of PAYMENT_STATUSES) {
      for (const change of CHANGES) {
        assert.ok(['moved', 'unchanged', 'refused'].includes(transition(status, change).kind))
      }
    }
  })

  it('takes attempts only while it is open', () => {
    const taking = PAYMENT_STATUSES.filter(
      (status) => transition(status, 'attempt-opened').kind !== 'refused',
    )
    assert.deepEqual(taking, ['created', 'pending'])
  })

  it('never opens again once it is over, unless it was paid', () => {
    fc.assert(
      fc.property(fc.array(changes), (history) => {
        const over = after(['canceled', ...history])
        assert.ok(over === 'canceled' || over === 'succeeded')
      }),
    )
  })
})
