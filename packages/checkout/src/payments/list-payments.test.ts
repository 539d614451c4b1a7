import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { callApi, openTestDeps, TEST_ACCOUNT, testOptions } from '../../test/support/checkout.ts'
import { openTestServerDatabase } from '../../test/support/database.ts'
import { openTestPayment } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import { addAccount } from '../accounts/add-account.ts'
import { createCheckout, type Checkout } from '../checkout.ts'
import type { Database } from '../database/database.ts'
import { lookForPayments } from './payment-search-store.ts'
import type { PaymentSearch } from './payment-search.ts'
import { listPayments, type PaymentFilter } from './payment-store.ts'

const pay = (number: number) => `pay_${String(number).padStart(26, '0')}`

describe('a page of payments, among many newer ones of others', () => {
  let database: Database
  let quiet: string
  let busy: string
  let busyKey: string
  let checkout: Checkout
  before(async () => {
    database = await openTestServerDatabase()
    const deps = openTestDeps(database)
    const [first, second] = [
      await addAccount(deps, TEST_ACCOUNT),
      await addAccount(deps, { ...TEST_ACCOUNT, app_code: `${TEST_ACCOUNT.app_code}2` }),
    ]
    quiet = first.account.id
    busy = second.account.id
    busyKey = second.apiKey.secret
    checkout = createCheckout(testOptions(database, {}))
    const { id } = await openTestPayment(deps, first.account)
    const copy = (account: string, status: string, from: number, to: number) =>
      sql`
      insert into payment (id, account_id, reference, amount, currency, status, metadata, fingerprint,
        created_at, expires_at)
      select 'pay_' || lpad(n::text, 26, '0'), ${account}, n::text, amount, currency, ${status},
        metadata, fingerprint, created_at, expires_at
      from payment, generate_series(${from}::int, ${to}::int) as n where id = ${id}`.execute(
        database.db,
      )
    await copy(quiet, 'failed', 1, 10_000)
    await copy(second.account.id, 'created', 10_001, 40_000)
    const reviews = JSON.stringify([{ code: 'unanswered', subject: 'att_1', message: '' }])
    await sql`update payment set reviews = ${reviews} where id in (${pay(3)}, ${pay(20_000)})`.execute(
      database.db,
    )
    await sql`vacuum analyze payment`.execute(database.db)
  })
  after(() => database.close())

  const filters: readonly Partial<PaymentFilter>[] = [
    {},
    { status: 'failed' },
    { startingAfter: pay(5000) },
    { endingBefore: pay(9) },
  ]
  for (const filter of filters) {
    it(`is found by an index of the account's: ${JSON.stringify(filter)}`, () =>
      looksInto({ ...filter, accountId: quiet }, /payment_by_account/))
  }
  it('is found by an index of its status', () =>
    looksInto({ status: 'failed' }, /payment_by_status/))

  it('stops after so many that a filter does not fit, and continues behind them', async () => {
    const ask = (query: string) =>
      callApi(checkout, { path: `/v1/payments?currency=USD${query}`, key: busyKey })
    const { watched, statements } = watchStatements(database.db)
    await listPayments(watched, { accountId: busy, currency: 'USD', limit: 5 })
    for (const { plan } of await explain(database.db, statements, { without: [] })) {
      assert.match(plan, /payment_by_account/)
      assert.doesNotMatch(plan, /payment_pkey|Seq Scan|Sort /)
    }
    const shown = ({ body }: { body: { data: unknown[]; has_more: boolean; next?: string } }) => [
      body.data.length,
      body.has_more,
      body.next,
    ]
    const next = pay(20_001)
    assert.deepEqual(shown(await ask('')), [0, true, next])
    assert.deepEqual(shown(await ask(`&starting_after=${next}`)), [0, false, undefined])
    assert.deepEqual(shown(await ask(`&ending_before=${pay(10_001)}`)), [0, true, pay(30_001)])
    const { body: full } = await callApi(checkout, {
      path: '/v1/payments?currency=HKD&limit=3',
      key: busyKey,
    })
    assert.partialDeepStrictEqual(full, { has_more: true, next: full.data[2].id })
  })

  it('of those in review is found by their own index', async () => {
    await looksInto({ isInReview: true }, /payment_in_review/)
    await looksInto({ isInReview: true, accountId: quiet }, /payment_in_review/)
    await looksInto({ isInReview: true, startingAfter: pay(30_000) }, /payment_in_review/)
  })

  const beginning = { named: { ids: [], start: '39' } } as const
  const ways = [
    ['few that begin so', 2_000, /payment_by_reference/],
    ['more than it looks at', 1_000, /payment_pkey/],
  ] as const
  for (const [how, most, index] of ways) {
    it(`is found by the beginning of its reference among ${how}, newest first, to the last one`, async () => {
      const { watched, statements } = watchStatements(database.db)
      const first = await lookForPayments(watched, beginning, { limit: 5 }, most)
      assert.deepEqual(
        first.payments.map(({ reference }) => reference),
        ['39999', '39998', '39997', '39996', '39995'],
      )
      const [, walk] = await explain(database.db, statements, { without: [] })
      assert.match(walk?.plan ?? '', index)
      assert.doesNotMatch(walk?.plan ?? '', /Seq Scan/)
      assert.equal((await walkAll(beginning, most)).length, 1_111)
      assert.equal((await walkAll({ ...beginning, accountIds: [quiet] }, most)).length, 111)
      assert.equal((await walkAll({ ...beginning, status: 'created' }, most)).length, 1_000)
      assert.equal((await walkAll({ ...beginning, isInReview: true }, most)).length, 0)
    })
  }

  const searches: readonly (readonly [PaymentSearch, RegExp])[] = [
    [{}, /payment_pkey/],
    [{ status: 'failed' }, /payment_by_status/],
    [{ amount: { least: 1099, most: 1099 } }, /payment_by_amount/],
    [{ isInReview: true }, /payment_in_review/],
    [{ hasFailedRefund: true }, /refund_failed/],
    [{ awaitsApproval: true }, /refund_awaiting_approval/],
    [{ currency: 'CNY', created: { from: new Date(0) } }, /payment_pkey/],
  ]
  for (const [search, index] of searches) {
    it(`is looked for along an index, past so many payments at most: ${JSON.stringify(search)}`, async () => {
      const { watched, statements } = watchStatements(database.db)
      await lookForPayments(watched, search, { limit: 5 }, 1000)
      for (const { plan } of await explain(database.db, statements, { without: [] })) {
        assert.match(plan, index)
        assert.match(plan, /Limit/)
        assert.doesNotMatch(
          plan,
          search.isInReview || search.hasFailedRefund || search.awaitsApproval
            ? /Seq Scan/
            : /Seq Scan|Sort /,
        )
      }
    })
  }

  it('is looked for in steps: each says how far it has come', async () => {
    const rare: PaymentSearch = { accountIds: [quiet], amount: { least: 1 }, currency: 'HKD' }
    const walked = await walkAll({ ...rare, accountIds: [quiet, 'acc_nobody'] }, 9000)
    const owned = await lookForPayments(database.db, rare, { limit: 20_000 })
    assert.deepEqual(
      walked,
      owned.payments.map(({ id }) => id),
    )
    assert.ok(walked.length > 10_000)
  })

  async function walkAll(search: PaymentSearch, most: number): Promise<readonly string[]> {
    const walked: string[] = []
    let startingAfter: string | undefined
    do {
      const page = { limit: 600, startingAfter }
      const found = await lookForPayments(database.db, search, page, most)
      walked.push(...found.payments.map(({ id }) => id))
      startingAfter = found.lookedUntil
    } while (startingAfter !== undefined)
    return walked
  }

  async function looksInto(filter: Partial<PaymentFilter>, index: RegExp): Promise<void> {
    const { watched, statements } = watchStatements(database.db)
    const { payments: found } = await listPayments(watched, { ...filter, limit: 5 })
    assert.ok(found.length > 0)
    const newestFirst = found
      .map(({ id }) => id)
      .toSorted()
      .reverse()
    assert.deepEqual(
      found.map(({ id }) => id),
      newestFirst,
    )
    const [asked] = await explain(database.db, statements, { without: [] })
    assert.match(asked?.plan ?? '', index)
    assert.doesNotMatch(asked?.plan ?? '', /payment_pkey|Seq Scan/)
  }
})
