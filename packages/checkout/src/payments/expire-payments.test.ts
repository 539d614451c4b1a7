import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { eventTypes, openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { createExpirer } from './expire-payments.ts'
import type { Payment } from './payment.ts'
import { readPayment } from './read-payments.ts'

describeOnDatabase('the deadlines of payments', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let account: Account
  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    account = await openTestAccount(deps)
  })

  /** The first is overdue for longest. */
  async function openOverdue(count: number): Promise<readonly [Payment, ...Payment[]]> {
    const payments: Payment[] = []
    for (let index = 0; index < count; index++) {
      payments.push(await openTestPayment(deps, account, { expiresIn: 60 + index }))
    }
    await clock.advance(10 * MINUTE_MS)
    const [first, ...others] = payments
    assert.ok(first)
    return [first, ...others]
  }
  const statusesOf = async (payments: readonly Payment[]): Promise<readonly unknown[]> =>
    Promise.all(payments.map(async ({ id }) => (await readPayment(deps, id))?.status))

  it('end the others while one cannot be ended, however many rounds there are', async () => {
    const [broken, ...others] = await openOverdue(120)
    const { db } = database()
    await sql`alter table event add constraint broken check (payment_id <> ${sql.lit(broken.id)}) not valid`.execute(
      db,
    )
    const expirer = createExpirer(deps)
    await expirer.serveDue()
    await expirer.serveDue()
    assert.deepEqual(new Set(await statusesOf(others)), new Set(['expired']))
    assert.deepEqual(await statusesOf([broken]), ['created'])
    await sql`alter table event drop constraint broken`.execute(db)
    await expirer.serveDue()
    await expirer.serveDue()
    assert.deepEqual(await statusesOf([broken]), ['expired'])
    assert.deepEqual(await eventTypes(deps, broken), ['payment.created', 'payment.expired'])
  })

  it('wait for no other process that has a payment', async () => {
    const [held, ...others] = await openOverdue(3)
    await database()
      .db.transaction()
      .execute(async (trx) => {
        await sql`select from payment where id = ${held.id} for update`.execute(trx)
        await createExpirer(deps).serveDue()
        assert.deepEqual(await statusesOf(others), ['expired', 'expired'])
        assert.deepEqual(await statusesOf([held]), ['created'])
      })
    await createExpirer(deps).serveDue()
    assert.deepEqual(await statusesOf([held]), ['expired'])
  })

  it('are kept by several processes, each with a part of them', async () => {
    const payments = await openOverdue(100)
    const expirers = [createExpirer(deps), createExpirer(deps)]
    const [one = 0, other = 0] = await Promise.all(expirers.map((each) => each.serveDue()))
    assert.ok(one > 0 && other > 0, `${one} and ${other}`)
    assert.equal(one + other, 100)
    assert.deepEqual(new Set(await statusesOf(payments)), new Set(['expired']))
  })
})
