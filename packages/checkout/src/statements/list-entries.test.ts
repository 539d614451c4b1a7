import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { openTestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { openTestAccount } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import { listEntries } from './statement-store.ts'

const MANY = 20_000
const AT_ONCE = 4_000

describeOnDatabase('a page of a statement, of a month with many payments', (database) => {
  it('is read in the order of the index, and nothing behind it is sorted', async () => {
    const { db } = database()
    const account = await openTestAccount(openTestDeps(database()))
    const from = new Date('2026-03-01T00:00:00Z')
    for (let first = 1; first <= MANY; first += AT_ONCE) {
      // Two at each instant.
      const at = sql`${from}::timestamptz + n / 2 * interval '1 minute'`
      const numbers = sql`generate_series(${sql.lit(first)}::int, ${sql.lit(first + AT_ONCE - 1)})`
      await sql`
        insert into payment (id, account_id, reference, amount, currency, status, metadata, fingerprint,
          created_at, expires_at, succeeded_at, proved_at, succeeded_attempt_id)
        select 'pay_' || lpad(n::text, 26, '0'), ${account.id}, 'order-' || n, 100, 'HKD', 'succeeded', '{}', '',
          ${at}, ${at}, ${at}, ${at}, 'att_' || n
        from ${numbers} as n`.execute(db)
      await sql`
        insert into attempt (id, account_id, payment_id, status, flow, browser_hash, opened_at)
        select 'att_' || n, ${account.id}, 'pay_' || lpad(n::text, 26, '0'), 'failed', 'canada', '', ${at}
        from ${numbers} as n`.execute(db)
    }
    await sql`analyze payment, attempt`.execute(db)
    const range = { accountId: account.id, from, to: new Date('2026-04-01T00:00:00Z') }
    const { watched, statements } = watchStatements(db)
    const first = await listEntries(watched, range, { limit: 101 })
    const second = await listEntries(watched, range, { after: first.at(-1), limit: 101 })
    assert.deepEqual(
      [...first, ...second].map(({ id }) => Number(id.slice(4))),
      Array.from({ length: 202 }, (_, index) => index + 1),
    )
    for (const { plan } of await explain(db, statements, { without: [] })) {
      assert.match(plan, /Incremental Sort[^>]*->[^>]*payment_proved/)
      assert.doesNotMatch(plan, /Seq Scan on (payment|attempt)/)
    }
  })
})
