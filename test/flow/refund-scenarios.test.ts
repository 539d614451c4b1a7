import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import { joinWorld, type JoinedWorld, type Payment } from '../support/joined-world.ts'
import {
  keysOf,
  makePaid,
  requestRefund,
  readRefund,
  sumRefunded,
  type Refund,
} from '../support/refunding.ts'

/** How each refund scenario of the sandbox ends: the code of its refusal, or done. */
const ENDS: Readonly<Record<string, string>> = {
  'refund-pending': 'done',
  'refund-pending-then-refused': 'refused',
  'refund-old-pending-code': 'done',
  'refund-answer-lost': 'done',
  'refund-request-lost': 'done',
  'refund-system-fault-after': 'done',
  'refund-promotion': 'promotion',
  'refund-too-late': 'too_old',
  'refund-unsettled-low': 'unsettled_balance_too_low',
  'refund-no-partial-currency': 'no_partial_refund',
  'refund-no-partial-transaction': 'no_partial_refund',
  'refund-above-remaining': 'exceeds_remaining_at_gateway',
  'refund-wrong-cancel': 'already_refunded',
  'refund-refused': 'refused',
  'refund-notified-before-answer': 'done',
  'refund-notification-lost': 'done',
  'refund-row-unsettled-low': 'unsettled_balance_too_low',
  'refund-row-promotion': 'promotion',
  'refund-row-system-fault': 'refused',
}
const FOR_EVER = 'refund-pending-forever'
/** Done, and its number never shows that it can be read: a person is called, and it is not sent again. */
const UNPROVED = ['refund-unknown-by-number', 'refund-row-without-amount']

describeOnDatabase('every refund scenario of the sandbox', (database) => {
  let world: JoinedWorld
  const payments = new Map<string, Payment>()
  const asked = new Map<string, Refund>()

  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    // The scenarios alone refuse: what is sent again may go out in any hour.
    world.sandbox.settings.change({ unsettledFloat: null, refundNightWindow: false })
    for (const { name, on, amount } of world.sandbox.scenarios.list()) {
      if (on !== 'refund' || amount === undefined) continue
      const payment = await makePaid(world)
      payments.set(name, payment)
      asked.set(name, await requestRefund(world, payment, { amount, reference: name }))
    }
    await world.pass(15 * MINUTE_MS, 15 * SECOND_MS)
    // Four nights, and as many days with too little takings.
    await world.pass(4 * DAY_MS, HOUR_MS)
    await world.pass(15 * MINUTE_MS, 10 * SECOND_MS)
  })
  after(() => world.close())

  it('is known to these tests', () => {
    assert.deepEqual(
      [...asked.keys()].toSorted(),
      [...Object.keys(ENDS), ...UNPROVED, FOR_EVER].toSorted(),
    )
  })

  it('ends where the sandbox’s ledger is, and says in a code why it could not be', async () => {
    const wrong: string[] = []
    for (const [name, end] of Object.entries(ENDS)) {
      const started = asked.get(name)
      const payment = payments.get(name)
      assert.ok(started && payment)
      const { status, amount, refusal } = await readRefund(world, started)
      const back = sumRefunded(world, payment.attempt)
      const { amount_refunded: told } = await world.getPayment(payment.id)
      const is = status === 'succeeded' ? 'done' : (refusal?.code ?? status)
      if (is !== end) wrong.push(`${name}: ${is}, not ${end}`)
      if (told !== back || back !== (end === 'done' ? amount : 0)) {
        wrong.push(`${name}: told ${told}, the ledger says ${back}`)
      }
    }
    assert.deepEqual(wrong, [])
  })

  it('keeps asking about a refund that never ends, and opens a review after a day', async () => {
    const started = asked.get(FOR_EVER)
    const payment = payments.get(FOR_EVER)
    assert.ok(started && payment)
    assert.equal((await readRefund(world, started)).status, 'pending')
    const { reviews, amount_refunded: told } = await world.getPayment(payment.id)
    assert.deepEqual(keysOf(reviews), [['refund_overdue', started.id]])
    assert.equal(told, 0)
  })

  it('opens a review about a refund that its number does not prove', async () => {
    for (const name of UNPROVED) {
      const [started, payment] = [asked.get(name), payments.get(name)]
      assert.ok(started && payment)
      const { reviews } = await world.getPayment(payment.id)
      assert.ok(
        reviews.some(({ subject }) => subject === started.id),
        name,
      )
      assert.equal((await readRefund(world, started)).status === 'failed', false, name)
      assert.equal(sumRefunded(world, payment.attempt), started.amount, name)
    }
  })

  it('sends one number once, however long its answer takes', () => {
    const numbers = world.sandbox.orders.list().map(({ outTradeNo }) => outTradeNo)
    assert.equal(new Set(numbers).size, numbers.length)
  })
})
