import assert from 'node:assert/strict'
import { it } from 'node:test'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import {
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { createFiguresReader } from './read-figures.ts'

describeOnDatabase('the figures of a day', (database) => {
  it('count what became of its payments, beside yesterday until the same time', async () => {
    const clock = createHandClock()
    const deps = openTestDeps(database(), { clock })
    const account = await openTestAccount(deps)
    const pay = async (seconds: number) => {
      const payment = await openTestPayment(deps, account)
      const attempt = await recordTestAttempt(deps, payment)
      const paidAt = new Date(clock.now().getTime() + seconds * 1000)
      await applyVerdict(deps, attempt, paidVerdict(attempt, { paidAt }))
    }
    // An hour of yesterday that counts, and one that today has not reached.
    await pay(60)
    await clock.advance(2 * HOUR_MS)
    await pay(60)
    await clock.advance(21.5 * HOUR_MS)
    await pay(10)
    await pay(30)
    await recordTestAttempt(deps, await openTestPayment(deps, account))
    const seen = await openTestPayment(deps, account)
    deps.pageOpens.note(seen.id, clock.now())
    await openTestPayment(deps, account)
    await deps.pageOpens.write()
    await clock.advance(0.75 * HOUR_MS)

    const { watched, statements } = watchStatements(database().db)
    const read = createFiguresReader({ database: { ...database(), db: watched }, clock })
    const [figures, ...others] = await read('+08:00')
    assert.deepEqual(others, [])
    const { created, opened, authorized, ordered, paid, volume, medianSeconds } =
      figures?.today ?? {}
    assert.deepEqual(
      { created, opened, authorized, ordered, paid, volume, medianSeconds },
      {
        created: 5,
        opened: 4,
        authorized: 3,
        ordered: 2,
        paid: 2,
        volume: 2198,
        medianSeconds: 20,
      },
    )
    assert.equal(figures?.yesterday.volume, 1099)
    assert.equal(
      figures.today.hours.reduce((sum, hour) => sum + hour, 0),
      2198,
    )
    const week = figures.week.map(({ from, figures: { paid: each } }) => [from.toISOString(), each])
    assert.deepEqual(week.slice(-2), [
      ['2026-02-28T16:00:00.000Z', 0],
      ['2026-03-01T16:00:00.000Z', 2],
    ])
    assert.equal(week.length, 7)
    for (const { plan } of await explain(database().db, statements)) {
      assert.match(plan, /payment_pkey/)
      assert.match(plan, /attempt_by_payment/)
      assert.doesNotMatch(plan, /Seq Scan/)
    }
  })

  it('are those of days that have 23 or 25 hours when the clocks change', async () => {
    const clock = createHandClock(new Date('2026-11-02T17:00:00Z'))
    const deps = openTestDeps(database(), { clock })
    const figures = await createFiguresReader(deps)('America/Toronto')
    const account = await openTestAccount(deps)
    const read = createFiguresReader(deps)
    assert.deepEqual(figures, [])
    // At 11:30 and at 12:30 of the same weekday of last week, in summer time.
    const lastWeek = createHandClock(new Date('2026-10-26T15:30:00Z'))
    const before = openTestDeps(database(), { clock: lastWeek })
    await openTestPayment(before, account)
    await lastWeek.advance(HOUR_MS)
    await openTestPayment(before, account)
    const [found] = await read('America/Toronto')
    assert.equal(found?.lastWeek.created, 1)
    const hours = found.week.map(({ from }) => from.toISOString().slice(11, 13))
    assert.deepEqual(hours, ['04', '04', '04', '04', '04', '04', '04'])
    assert.deepEqual(
      found.week.map(({ figures: { created } }) => created),
      [2, 0, 0, 0, 0, 0, 0],
    )
  })

  it('reads a day that is over again after ten minutes, and not before', async () => {
    const clock = createHandClock()
    const { watched, statements } = watchStatements(database().db)
    const read = createFiguresReader({ database: { ...database(), db: watched }, clock })
    const counted = async (): Promise<number> => {
      const before = statements.length
      await read('+08:00')
      return statements.length - before
    }
    assert.equal(await counted(), 10)
    assert.equal(await counted(), 3)
    await clock.advance(10 * MINUTE_MS)
    assert.equal(await counted(), 10)
  })
})
