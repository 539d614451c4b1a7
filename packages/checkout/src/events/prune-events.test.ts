import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { eventTypes, openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import type { Account } from '../accounts/account.ts'
import { readPayment } from '../payments/read-payments.ts'
import { DAY_MS } from '../platform/durations.ts'
import { addEndpoint } from '../webhooks/change-endpoints.ts'
import { eventPruning } from './prune-events.ts'

describeOnDatabase('events', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let account: Account
  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    account = await openTestAccount(deps)
  })

  it('are deleted after 400 days, with or without deliveries, and the payment stays', async () => {
    const endpoint = { url: 'https://shop.example.com/h', description: undefined }
    await addEndpoint(deps, { ...endpoint, accountId: account.id, eventTypes: ['*'] })
    const payment = await openTestPayment(deps, account)
    await clock.advance(400 * DAY_MS)
    await eventPruning.run(deps)
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created'], 'not a moment too soon')
    await clock.advance(1)
    const younger = await openTestPayment(deps, account)
    await eventPruning.run(deps)
    assert.deepEqual(await eventTypes(deps, payment), [])
    assert.deepEqual(await eventTypes(deps, younger), ['payment.created'])
    assert.equal((await readPayment(deps, payment.id))?.amount, 1099)
    const { rows } = await sql`select from webhook_delivery`.execute(database().db)
    assert.equal(rows.length, 2, 'deliveries have days of their own')
  })

  it('stay while a person has to look at their payment, and go once it is closed', async () => {
    const payment = await openTestPayment(deps, account)
    const putReviews = (reviews: readonly object[]) =>
      database()
        .db.updateTable('payment')
        .set({ reviews: JSON.stringify(reviews) })
        .where('id', '=', payment.id)
        .execute()
    await putReviews([{ code: 'unanswered', subject: 'att_1', message: 'No answer' }])
    await clock.advance(401 * DAY_MS)
    await eventPruning.run(deps)
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created'])
    await putReviews([])
    await eventPruning.run(deps)
    assert.deepEqual(await eventTypes(deps, payment), [])
  })

  it('are found by their ids, which contain their age', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    await eventPruning.run({ ...deps, database: { ...deps.database, db: watched } })
    const [asked] = await explain(db, statements, { without: ['seqscan', 'bitmapscan'] })
    assert.match(asked?.plan ?? '', /Index Scan using event_by_account/)
    assert.doesNotMatch(asked?.plan ?? '', /Sort/)
  })
})
