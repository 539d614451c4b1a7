import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  callApi,
  openTestDeps,
  TEST_ACCOUNT,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase, describeOnEachDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { createOperatorBrowser } from '../../test/support/operator-browser.ts'
import { openTestOperator } from '../../test/support/operators.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { createCheckout, type Checkout } from '../checkout.ts'
import { dayOf } from '../language/zone.ts'
import { readPayment } from '../payments/read-payments.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { applyFinding } from '../refunds/apply-finding.ts'
import { readRefunds } from '../refunds/read-refunds.ts'
import { requestRefundOnce } from '../refunds/request-refund.ts'
import { readStatement, readStatementEntries } from './read-statement.ts'
import {
  besides,
  readPeriod,
  sumsByCurrency,
  type Period,
  type StatementEntry,
} from './statement.ts'

const ZONE = '+09:00'
const CURRENCIES = ['HKD', 'CNY'] as const

describeOnDatabase('a statement', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let checkout: Checkout
  let account: Account
  let key: string

  /** Repeatable. */
  let seed = 7
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }

  before(async () => {
    clock = createHandClock(new Date('2026-02-27T14:00:00Z'))
    const options = testOptions(database(), { clock })
    deps = openTestDeps(database(), options)
    checkout = createCheckout(options)
    key = (await checkout.addAccount({ ...TEST_ACCOUNT, utc_offset: ZONE })).apiKey
    await checkout.addAccount({ ...TEST_ACCOUNT, app_code: 'D'.repeat(32) })
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
    for (let trades = 0; trades < 60; trades += 1) {
      await trade()
      await clock.advance(random(3 * HOUR_MS))
    }
  })

  const trade = async (): Promise<void> => {
    const amount = 100 + random(100_000)
    const currency = CURRENCIES[random(2)] ?? 'HKD'
    const payment = await openTestPayment(deps, account, { amount, currency })
    if (random(5) === 0) return
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt, { amount, currency }))
    if (random(6) === 0) {
      const second = await recordTestAttempt(deps, payment)
      await applyVerdict(deps, second, paidVerdict(second, { amount, currency }))
    }
    for (let parts = random(3); parts > 0; parts -= 1) {
      const part = 1 + random(amount)
      await requestRefundOnce(deps, { attemptId: attempt.id, amount: part, evenIfInReview: false })
    }
    await clock.advance(random(HOUR_MS))
    const { refunds } = await readRefunds(deps, payment.id, { limit: 10 })
    for (const refund of refunds) {
      if (random(4) === 0) continue
      await applyFinding(deps, account, refund, {
        finding: { kind: 'done', syssn: `s${refund.id}` },
      })
    }
  }
  const period = (text: string): Period => {
    const read = readPeriod(text, ZONE)
    assert.ok(read)
    return read
  }
  /** From the rows themselves. */
  const expected = async ({ from, to }: Period, currency: string) => {
    const { db } = database()
    const inside = (at: Date | null): boolean => at !== null && at >= from && at < to
    const payments = await db
      .selectFrom('payment')
      .selectAll()
      .where('currency', '=', currency)
      .execute()
    const refunds = await db
      .selectFrom('refund')
      .selectAll()
      .where('currency', '=', currency)
      .execute()
    const sum = (rows: readonly { amount: number }[]): number =>
      rows.reduce((total, { amount }) => total + amount, 0)
    const paid = payments.filter(({ proved_at: at }) => inside(at))
    const unkept = refunds.filter((one) => one.cause !== 'merchant' && inside(one.created_at))
    const refunded = refunds.filter((one) => one.status === 'succeeded' && inside(one.ended_at))
    return {
      currency,
      paid: sum(paid),
      payments: paid.length,
      unkept: sum(unkept),
      unkeptCharges: unkept.length,
      refunded: sum(refunded),
      refunds: refunded.length,
      net: sum(paid) + sum(unkept) - sum(refunded),
    }
  }
  const totals = async (of: Period) => sumsByCurrency(await readStatement(deps, account, of))

  it('agrees with the payments and the refunds to the cent, each month and each day', async () => {
    let all = 0
    for (const month of ['2026-02', '2026-03']) {
      const of = period(month)
      const shown = await totals(of)
      assert.deepEqual(
        shown,
        await Promise.all(CURRENCIES.toSorted().map((currency) => expected(of, currency))),
      )
      const days = await readStatement(deps, account, of)
      const net = (sums: readonly { net: number }[]) => sums.reduce((sum, one) => sum + one.net, 0)
      let ofDays = 0
      for (let day = period(`${month}-01`); day.from < of.to; day = period(besides(day, ZONE, 1))) {
        const some = await totals(day)
        for (const sums of some) assert.deepEqual(sums, await expected(day, sums.currency))
        ofDays += net(some)
        assert.deepEqual(sumsByCurrency(days.filter((each) => each.day === day.text)), some)
      }
      assert.equal(ofDays, net(shown))
      all += shown.reduce(
        (sum, { payments, unkeptCharges, refunds }) => sum + payments + unkeptCharges + refunds,
        0,
      )
    }
    assert.ok(all > 60)
  })

  it('is what its rows add up to, page by page and in the CSV file', async () => {
    const of = period('2026-03')
    const shown = await totals(of)
    const entries: StatementEntry[] = []
    for (;;) {
      const page = await readStatementEntries(deps, account, of, {
        after: entries.at(-1),
        limit: 7,
      })
      entries.push(...page)
      if (page.length < 7) break
    }
    // QFPay had postponed it, so it went out a second time, under another number.
    const resent = entries.find(({ kind }) => kind === 'refunded')?.id ?? ''
    await database().db.updateTable('refund').set({ numbers: 2 }).where('id', '=', resent).execute()
    const { token } = await openTestOperator(deps, 'read')
    const response = await createOperatorBrowser(checkout, token).open(
      `/dashboard/statements.csv?account=${account.id}&period=2026-03`,
    )
    const lines = (await response.text()).trim().split('\r\n').slice(1)
    assert.equal(lines.length, entries.length)
    assert.equal(lines.find((line) => line.includes(`,${resent},`))?.split(',')[8], `${resent}_2`)
    for (const { currency, net } of shown) {
      const own = entries.filter((entry) => entry.currency === currency)
      const moved = own.reduce(
        (sum, { kind, amount }) => sum + (kind === 'refunded' ? -amount : amount),
        0,
      )
      assert.equal(moved, net)
      const cents = lines
        .map((line) => line.split(','))
        .filter((fields) => fields[2] === currency)
        .reduce((sum, fields) => sum + cent(fields[3]) - cent(fields[4]), 0)
      assert.equal(cents, net)
    }
  })

  it('does not change when its day is over, however late a payment of that day is proved', async () => {
    const day = period('2026-04-01')
    await clock.advance(day.from.getTime() - clock.now().getTime() + HOUR_MS)
    const paidAt = new Date(day.from.getTime() - HOUR_MS)
    const before = await totals(period('2026-03'))
    const payment = await openTestPayment(deps, account, { currency: 'HKD' })
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt, { paidAt }))
    assert.deepEqual((await readPayment(deps, payment.id))?.succeededAt, paidAt)
    assert.deepEqual(await totals(period('2026-03')), before)
    assert.partialDeepStrictEqual(await totals(day), [{ currency: 'HKD', payments: 1, paid: 1099 }])
  })

  it('is the merchant’s own, in their own zone, and says which periods there are', async () => {
    const ask = (text: string) => callApi(checkout, { path: `/v1/statements?period=${text}`, key })
    const { body } = await ask('2026-03')
    assert.partialDeepStrictEqual(body, {
      from: '2026-02-28T15:00:00.000Z',
      to: '2026-03-31T15:00:00.000Z',
    })
    assert.deepEqual(
      body.currencies.map(({ net }: { net: number }) => net),
      (await totals(period('2026-03'))).map(({ net }) => net),
    )
    const { apiKey: other } = await checkout.addAccount({
      ...TEST_ACCOUNT,
      app_code: 'E'.repeat(32),
    })
    const nothing = await callApi(checkout, { path: '/v1/statements?period=2026-03', key: other })
    assert.deepEqual(nothing.body.currencies, [])
    const read: StatementEntry[] = []
    let cursor = ''
    for (;;) {
      const path = `/v1/statements/entries?period=2026-03&limit=13${cursor}`
      const page = await callApi(checkout, { path, key })
      read.push(...page.body.data)
      cursor = `&starting_after=${page.body.data.at(-1).id}`
      if (!page.body.has_more) break
    }
    const all = await readStatementEntries(deps, account, period('2026-03'), { limit: 1000 })
    assert.deepEqual(
      read.map(({ id, amount }) => [id, amount]),
      all.map(({ kind, id, amount }) => [`${kind}.${id}`, amount]),
    )
    const path = `/v1/statements/entries?period=2026-03${cursor}`
    for (const wrong of [
      { path, key: other },
      { path: path.replace(/after=\w+/, 'after=x'), key },
    ]) {
      assert.partialDeepStrictEqual(await callApi(checkout, wrong), {
        status: 400,
        body: { error: { param: 'starting_after' } },
      })
    }
    for (const text of ['2026-13', '2026-02-30', 'march', '2026-3']) {
      assert.equal((await ask(text)).status, 400, text)
      const entries = { path: `/v1/statements/entries?period=${text}`, key }
      assert.equal((await callApi(checkout, entries)).status, 400, text)
    }
  })
})

describeOnEachDatabase('a statement of a shop whose clocks change', (database) => {
  it('counts each payment on the day that the shop’s clocks show, however long it is', async () => {
    const clock = createHandClock(new Date('2026-03-01T00:00:00Z'))
    const options = testOptions(database(), { clock })
    const deps = openTestDeps(database(), options)
    const checkout = createCheckout(options)
    const zones = ['America/Toronto', 'Asia/Hong_Kong'] as const
    const shops = []
    for (const [index, zone] of zones.entries()) {
      const its = { app_code: String(index).repeat(32), time_zone: zone }
      const { apiKey: key } = await checkout.addAccount({ ...TEST_ACCOUNT, ...its })
      const found = await readAccountOfKey(deps, key)
      assert.ok(found)
      shops.push({ zone, key, account: found.account })
    }
    // Half an hour before and after each midnight of Toronto around the two days.
    for (const at of [
      '2026-03-08T04:30:00Z',
      '2026-03-08T05:30:00Z',
      '2026-03-09T03:30:00Z',
      '2026-03-09T04:30:00Z',
      '2026-11-01T03:30:00Z',
      '2026-11-01T04:30:00Z',
      '2026-11-02T04:30:00Z',
      '2026-11-02T05:30:00Z',
    ]) {
      await clock.advance(Date.parse(at) - clock.now().getTime())
      for (const { account } of shops) {
        const payment = await openTestPayment(deps, account, { amount: 1099, currency: 'HKD' })
        const attempt = await recordTestAttempt(deps, payment)
        await applyVerdict(deps, attempt, paidVerdict(attempt))
      }
    }
    const { token } = await openTestOperator(deps, 'read')
    const operator = createOperatorBrowser(checkout, token)
    const days: Record<string, object> = {}
    for (const { zone, key, account } of shops) {
      for (const month of ['2026-03', '2026-11']) {
        const period = readPeriod(month, zone)
        assert.ok(period)
        const sums = await readStatement(deps, account, period)
        days[`${zone} ${month}`] = sums.map(({ day, count }) => [day.slice(-2), count])
        for (const { day, count } of sums) {
          const path = `/v1/statements?period=${day}`
          const { body } = await callApi(checkout, { path, key })
          assert.deepEqual([body.time_zone, body.currencies[0].payments], [zone, count])
        }
        const page = `/dashboard/statements?account=${account.id}&period=${month}`
        const links = (await (await operator.open(page)).text()).match(/period=2026-\d\d-\d\d/g)
        assert.deepEqual(
          links,
          sums.map(({ day }) => `period=${day}`),
        )
      }
    }
    assert.deepEqual(days, {
      'America/Toronto 2026-03': [
        ['07', 1],
        ['08', 2],
        ['09', 1],
      ],
      'America/Toronto 2026-11': [
        ['01', 2],
        ['02', 1],
      ],
      'Asia/Hong_Kong 2026-03': [
        ['08', 2],
        ['09', 2],
      ],
      'Asia/Hong_Kong 2026-11': [
        ['01', 2],
        ['02', 2],
      ],
    })
    const [{ key, account } = assert.fail()] = shops
    const told = await callApi(checkout, { path: '/v1/statements?period=2026-11-01', key })
    assert.partialDeepStrictEqual(told.body, {
      time_zone: 'America/Toronto',
      utc_offset: '-04:00',
      from: '2026-11-01T04:00:00.000Z',
      to: '2026-11-02T05:00:00.000Z',
    })
    const file = `/dashboard/statements.csv?account=${account.id}&period=2026-11`
    const lines = (await (await operator.open(file)).text()).split('\r\n')
    assert.match(lines[0] ?? '', /time \(America\/Toronto\)/)
    assert.deepEqual(
      lines.slice(1, -1).map((line) => line.split(',')[0]),
      ['2026-11-01 00:30:00', '2026-11-01 23:30:00', '2026-11-02 00:30:00'],
    )
  })
})

it('a period has the days of its month, and knows the periods before and after it', () => {
  for (const [text, before, after, days] of [
    ['2026-02', '2026-01', '2026-03', 28],
    ['2028-02', '2028-01', '2028-03', 29],
    ['2026-12', '2026-11', '2027-01', 31],
    ['2026-03-01', '2026-02-28', '2026-03-02', 1],
    ['2026-12-31', '2026-12-30', '2027-01-01', 1],
  ] as const) {
    const read = readPeriod(text, ZONE)
    assert.ok(read)
    assert.deepEqual([besides(read, ZONE, -1), besides(read, ZONE, 1)], [before, after])
    assert.equal((read.to.getTime() - read.from.getTime()) / HOUR_MS, 24 * days)
    assert.equal(dayOf(read.from, ZONE).slice(0, text.length), text)
  }
})

function cent(decimal = ''): number {
  return Math.round(Number(decimal === '' ? 0 : decimal) * 100)
}
