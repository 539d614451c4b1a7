import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import type { Payment } from '../payments/payment.ts'
import { startTasks } from '../tasks/tasks.ts'
import { readTimeline, type TimelineEntry } from './read-timeline.ts'

describeOnDatabase('the order of a timeline', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let payment: Payment

  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    payment = await openTestPayment(deps, await openTestAccount(deps))
  })

  const idOf = (entry: TimelineEntry): string =>
    'event' in entry ? entry.event.id : entry.exchange.id
  const happen = async (id: string, sequence: number): Promise<string> => {
    const { accountId, id: paymentId } = payment
    await database()
      .db.insertInto('event')
      .values({
        id,
        account_id: accountId,
        payment_id: paymentId,
        sequence,
        type: 'payment.pending',
        data: '{}',
        created_at: clock.now(),
      })
      .execute()
    return id
  }
  const record = (): void =>
    deps.exchanges.record({
      about: payment.id,
      kind: 'return',
      sentAt: clock.now(),
      facts: { returned: 'repeated' },
    })

  it("is that of the events, whatever their processes' clocks say, with the exchanges between", async () => {
    const slow = deps.newId('evt')
    await clock.advance(1_000)
    const fast = await happen(deps.newId('evt'), 2)
    await happen(slow, 3)
    await clock.advance(1_000)
    record()
    await deps.exchanges.write()
    await clock.advance(1_000)
    const last = await happen(deps.newId('evt'), 4)

    const { entries, hasMore } = await readTimeline(deps, payment.id, { limit: 100 })
    const [created = '', ...others] = entries.map(idOf)
    const exchange = others[2] ?? ''
    assert.match(exchange, /^exc_/)
    assert.deepEqual(others, [fast, slow, exchange, last])
    assert.equal(hasMore, false)

    for (const limit of [1, 2, 3]) {
      const read: string[] = []
      for (let more = true; more;) {
        const page = await readTimeline(deps, payment.id, { limit, after: read.at(-1) })
        read.push(...page.entries.map(idOf))
        more = page.hasMore
      }
      assert.deepEqual(read, [created, ...others], `pages of ${limit}`)
    }
  })

  it('is complete when a process has ended: it writes everything before it stops', async () => {
    const stop = startTasks(deps)
    record()
    const stopped = stop()
    await stopped
    const { entries } = await readTimeline(deps, payment.id, { limit: 100 })
    assert.equal(entries.filter((entry) => 'exchange' in entry).length, 2)
  })
})
