import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { HOUR_MS, MINUTE_MS } from '@tael/testing/durations'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

/** The gateway contradicts what was asked for, or itself: a person has to look. */
const IN_REVIEW = [
  'row-wrong-amount',
  'row-wrong-currency',
  'row-of-another-order',
  'row-fractional-amount',
  'row-without-amount',
  'row-without-currency',
  'row-unknown-respcd',
  'unpaid-by-number',
  'unknown-by-number',
]
/** QFPay never answers about it: asked about for a week, and told of by the reconciliation. */
const UNANSWERED = ['enquiry-always-fails', 'enquiry-always-hangs']

describeOnDatabase('every payment scenario of the sandbox', (database) => {
  let world: JoinedWorld
  const payments = new Map<string, Payment>()

  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
    const scenarios = world.sandbox.scenarios.list()
    for (const { name, amount } of scenarios) {
      if (amount === undefined || amount > 40_100) continue
      const payment = await world.createPayment({ amount })
      payments.set(name, payment)
      const visitor = world.visitor('mei')
      await whileTimePasses(world, visitor.open(payment.url))
      const order = world.sandbox.orders.list().at(-1)
      if (order?.amount === amount && order.status === 'created') {
        await world.sandbox.orders.pay(order)
      }
      await whileTimePasses(world, visitor.open(`${payment.url}/return`))
    }
    // Payers wait for minutes; what is open after that is asked about less and less often.
    await world.pass(5 * MINUTE_MS, 20_000)
    await world.pass(3 * HOUR_MS, 2 * MINUTE_MS)
  })
  after(() => world.close())

  it('ends where the money is', async () => {
    const wrong: string[] = []
    for (const [name, { id }] of payments) {
      const payment = await world.getPayment(id)
      const attempts = await database()
        .db.selectFrom('attempt')
        .select(['id', 'status', 'enquire_at'])
        .where('payment_id', '=', id)
        .execute()
      const moved = world.sandbox
        .ledger()
        .some(({ outTradeNo }) => attempts.some((attempt) => attempt.id === outTradeNo))
      const isRight = IN_REVIEW.includes(name)
        ? payment.reviews.length > 0
        : (payment.status === 'succeeded') === moved
      if (UNANSWERED.includes(name)) continue
      if (!isRight) wrong.push(`${name}: ${payment.status}, money ${moved ? 'moved' : 'did not'}`)
      const open = attempts.filter(({ enquire_at }) => enquire_at !== null)
      if (open.length > 0) wrong.push(`${name}: still asked about`)
    }
    assert.deepEqual(wrong, [])
    assert.ok(payments.size >= 50, `${payments.size} scenarios`)
  })
})
