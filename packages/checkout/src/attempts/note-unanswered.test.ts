import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestAccount,
  openTestPayment,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { findAttempt } from '../payments/attempt-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import { readPayment } from '../payments/read-payments.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { closeReviews } from './close-reviews.ts'
import { enquireDueAttempts } from './enquire-due-attempts.ts'
import { noteUnanswered } from './note-unanswered.ts'

const note = 'QFPay will look into it.'

describeOnDatabase('an attempt about which QFPay gives no answer', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let account: Account

  before(async () => {
    clock = createHandClock()
    const fetch = () => Promise.resolve(new Response('no', { status: 500 }))
    deps = openTestDeps(database(), { clock, fetch })
    account = await openTestAccount(deps)
  })

  const reread = async ({ id }: Attempt) => {
    const attempt = await findAttempt(database().db, id)
    assert.ok(attempt)
    return attempt
  }

  it('is asked about less and less often, opens one review, and is given up after a week', async () => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    const lastWordAt = attempt.openedAt.getTime() + 2.25 * HOUR_MS
    const gaps: number[] = []
    let calledAt = 0
    await clock.advance(2.25 * HOUR_MS)
    while (gaps.length < 40) {
      const askedAt = clock.now().getTime()
      await noteUnanswered(deps, await reread(attempt))
      const { reviews = [] } = (await readPayment(deps, payment.id)) ?? {}
      if (reviews.length > 0) {
        assert.deepEqual(
          reviews.map(({ code, subject }) => [code, subject]),
          [['unanswered', attempt.id]],
        )
        assert.equal(calledAt, 0, 'called once')
        calledAt = askedAt
        await closeReviews(deps, payment.id, { note })
      }
      const { enquireAt } = await reread(attempt)
      if (enquireAt === undefined) break
      gaps.push(enquireAt.getTime() - askedAt)
      await clock.advance(enquireAt.getTime() - askedAt)
    }
    const silentMs = clock.now().getTime() - lastWordAt
    assert.ok(calledAt - lastWordAt >= DAY_MS && calledAt - lastWordAt < 2 * DAY_MS)
    assert.ok(silentMs >= 7 * DAY_MS && silentMs < 8 * DAY_MS)
    assert.equal(gaps[0], 10 * 60_000)
    assert.ok(gaps.every((gap, index) => gap >= (gaps[index - 1] ?? 0) && gap <= DAY_MS))
    assert.ok(gaps.length < 25, `${gaps.length} questions in a week`)
    assert.equal((await reread(attempt)).status, 'lapsed')
    const types = await eventTypes(deps, payment)
    assert.equal(types.filter((type) => type === 'payment.review_opened').length, 1)
    assert.equal(types.at(-1), 'attempt.lapsed')
  })

  it('is postponed by the schedule while it gets no answer', async () => {
    const attempt = await recordTestAttempt(deps, await openTestPayment(deps, account))
    await clock.advance(DAY_MS)
    const askedAt = clock.now().getTime()
    await whileTimePasses(clock, enquireDueAttempts(deps))
    await whileTimePasses(clock, clock.sleep(60_000))
    const { enquireAt } = await reread(attempt)
    assert.ok(enquireAt && enquireAt.getTime() - askedAt > 10 * HOUR_MS, String(enquireAt))
  })
})
