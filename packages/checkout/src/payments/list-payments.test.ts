import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { openTestDeps, TEST_ACCOUNT } from '../../test/support/checkout.ts'
import { openTestServerDatabase } from '../../test/support/database.ts'
import { openTestPayment } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import { addAccount } from '../accounts/add-account.ts'
import { listPayments, type PaymentFilter } from './payment-store.ts'

describe('a page of payments, among many newer ones of others', () => {
  let database: Database
  let quiet: string
  before(async () => {
    database = await openTestServerDatabase()
    const deps = openTestDeps(database)
    const [first, second] = [
      await addAccount(deps, TEST_ACCOUNT),
      await addAccount(deps, { ...TEST_ACCOUNT, app_code: `${TEST_ACCOUNT.app_code}2` }),
    ]
    quiet = first.account.id
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
    await sql`vacuum analyze payment`.execute(database.db)
  })
  after(() => database.close())

  const filters: readonly Partial<PaymentFilter>[] = [
    {},
    { status: 'failed' },
    { startingAfter: `pay_${'5000'.padStart(26, '0')}` },
    { endingBefore: `pay_${'9'.padStart(26, '0')}` },
  ]
  for (const filter of filters) {
    it(`is found by an index of the account's: ${JSON.stringify(filter)}`, () =>
      looksInto({ ...filter, accountId: quiet }, /payment_by_account/))
  }
  it('is found by an index of its status', () =>
    looksInto({ status: 'failed' }, /payment_by_status/))

  async function looksInto(filter: Partial<PaymentFilter>, index: RegExp): Promise<void> {
    const { watched, statements } = watchStatements(database.db)
    const found = await listPayments(watched, { ...filter, limit: 5 })
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
