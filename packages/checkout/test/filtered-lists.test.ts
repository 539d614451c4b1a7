import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql, type RawBuilder } from 'kysely'
import { listEntries } from '../src/audit/audit-store.ts'
import type { Db } from '../src/database/schema.ts'
import { listEventsOfAccount } from '../src/events/event-store.ts'
import { listPayments } from '../src/payments/payment-store.ts'
import { listDifferences, listDifferenceWork } from '../src/reconciliation/difference-store.ts'
import { countOpenByRun } from '../src/reconciliation/difference-work-store.ts'
import { listRefunds } from '../src/refunds/refund-store.ts'
import { listDeliveries } from '../src/webhooks/webhook-delivery-store.ts'
import { openTestDeps } from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { openTestAccount } from './support/payments.ts'
import { explain, watchStatements } from './support/watch-statements.ts'

/** Many rows, of which the oldest few are what somebody looks for. */
const MANY = 20_000
/** So few at a time that no statement takes long, however busy the machine is. */
const AT_ONCE = 3_000
const PAGE = { limit: 5 }

describeOnDatabase('a filter of a list', (database) => {
  let accountId: string

  before(async () => {
    const { db } = database()
    const deps = openTestDeps(database())
    const [account, other] = [await openTestAccount(deps), await openTestAccount(deps)]
    const [few, instant] = [sql`n <= 20`, sql`timestamp '2026-03-02'`]
    await inParts(
      db,
      (many) => sql`
      insert into audit_entry (id, at, actor_kind, actor_id, actor_name, action, subject_type, subject_id, account_id)
      select 'aud_' || lpad(n::text, 26, '0'), ${instant}, 'operator',
        case when ${few} then 'opr_few' else 'opr_many' end, case when ${few} then 'Few' else 'Many' end,
        case when ${few} then 'account.added' else 'account.changed' end, 'account', case when ${few} then 'acc_few' else 'acc_many' end,
        case when ${few} then 'acc_few' else 'acc_many' end
      from ${many}`,
    )
    await inParts(
      db,
      (many) => sql`
      insert into webhook_delivery (id, endpoint_id, payment_id, event_id, sequence, type, payload, status, created_at)
      select 'whd_' || lpad(n::text, 26, '0'), 'whk_1', 'pay_1', 'evt_' || n, n,
        case when ${few} then 'refund.failed' else 'payment.succeeded' end, '{}',
        case when ${few} then 'failed' else 'delivered' end, ${instant}
      from ${many}`,
    )
    await sql`
      insert into reconciliation (id, account_id, cause, range_from, range_to, status, read_until, window_ms,
        counts, created_at, completed_at)
      values ('rcn_1', ${account.id}, 'merchant', ${instant}, ${instant} + interval '1 day', 'completed',
        ${instant} + interval '1 day', 1000, '{}', ${instant}, ${instant})`.execute(db)
    accountId = account.id
    // Every other row is another account's.
    const owner = sql`case when n % 2 = 0 then ${account.id} else ${other.id} end`
    await inParts(
      db,
      (many) => sql`
      insert into payment (id, account_id, reference, amount, currency, status, metadata, fingerprint,
        created_at, expires_at)
      select 'pay_' || lpad(n::text, 26, '0'), ${owner}, 'order-' || n, case when ${few} then 7 else 100 + n % 50 end,
        'HKD', 'expired', '{}', '', ${instant}, ${instant}
      from ${many}`,
    )
    await inParts(
      db,
      (many) => sql`
      insert into event (id, account_id, payment_id, sequence, type, data, created_at)
      select 'evt_' || lpad(n::text, 26, '0'), ${owner}, 'pay_' || lpad(n::text, 26, '0'), 1,
        case when ${few} then 'payment.review_opened' else 'payment.created' end, '{}', ${instant}
      from ${many}`,
    )
    await sql`
      insert into attempt (id, account_id, payment_id, status, flow, browser_hash, opened_at)
      values ('att_1', ${account.id}, 'pay_' || lpad('2', 26, '0'), 'failed', 'canada', '', ${instant})`.execute(
      db,
    )
    await inParts(
      db,
      (many) => sql`
      insert into refund (id, account_id, payment_id, attempt_id, fingerprint, amount, currency, cause, status,
        reference, refusal, created_at, ended_at)
      select 'ref_' || lpad(n::text, 26, '0'), ${owner}, 'pay_' || lpad(n::text, 26, '0'), 'att_1', '', 1, 'HKD',
        'merchant', 'failed', 'return-' || n, '{}', ${instant}, ${instant}
      from ${many}`,
    )
    // In a list whose oldest come first, the few come last.
    await inParts(
      db,
      (many) => sql`
      insert into reconciliation_difference (id, reconciliation_id, kind, out_trade_no, message, is_doubtful,
        outcome, created_at)
      select 'dif_' || lpad(n::text, 26, '0'), 'rcn_1', case when n > ${MANY - 20} then 'amount' else 'missing' end,
        'att_' || n, '', false, case when n > ${MANY - 20} then 'recorded' else 'reported' end, ${instant}
      from ${many}`,
    )
    await sql`analyze audit_entry, webhook_delivery, reconciliation_difference, payment, event, refund`.execute(
      db,
    )
  })

  /** How PostgreSQL finds the page of each statement of a list. */
  const plansOf = async (list: (db: Db) => Promise<unknown>): Promise<readonly string[]> => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    await list(watched)
    // How far a page may look is the subject of list-payments.test.ts: of few rows PostgreSQL sorts all.
    const pages = statements.filter(
      ({ sql: text }) =>
        !text.includes(' offset ') &&
        // A part of another one, which the watch sees as well.
        statements.every((other) => other.sql === text || !other.sql.includes(text)),
    )
    return (await explain(db, pages, { without: [] })).map(({ plan }) => plan)
  }
  const walksAlong = async (index: RegExp, list: (db: Db) => Promise<unknown>): Promise<void> => {
    const plans = await plansOf(list)
    // What a page shows beside its own rows is looked up by their ids.
    const own = plans.filter((each) => !each.includes('_pkey on reconciliation_difference found'))
    assert.notEqual(own.length, 0)
    for (const plan of own) {
      assert.match(plan, index)
      assert.doesNotMatch(
        plan,
        /Seq Scan on (audit|webhook|reconciliation_diff|payment|event|refund)|"[^"]*Sort[^"]*"/,
      )
    }
  }

  for (const about of ['opr_few', 'Few', 'acc_few', 'nobody']) {
    it(`of the audit log walks along an index: about ${about}`, async () => {
      await walksAlong(/audit_entry_by_(actor|actor_name|subject|account)\b/, (db) =>
        listEntries(db, { ...PAGE, about }),
      )
    })
  }

  it('of the audit log walks along an index: an action', async () => {
    await walksAlong(/audit_entry_by_action/, (db) =>
      listEntries(db, { ...PAGE, action: 'account.added' }),
    )
  })

  it('of the audit log finds what it is about, once, from page to page in both directions', async () => {
    const { db } = database()
    const numbers = async (page: object): Promise<readonly number[]> => {
      const { entries } = await listEntries(db, { ...PAGE, about: 'acc_few', ...page })
      return entries.map(({ id }) => Number(id.slice(4)))
    }
    const id = (n: number): string => `aud_${String(n).padStart(26, '0')}`
    assert.deepEqual(await numbers({}), [20, 19, 18, 17, 16])
    assert.deepEqual(await numbers({ startingAfter: id(4) }), [3, 2, 1])
    assert.deepEqual(await numbers({ endingBefore: id(4) }), [9, 8, 7, 6, 5])
    const of = async (page: object) =>
      (await listEntries(db, { ...PAGE, about: 'Few', ...page })).hasMore
    assert.deepEqual([await of({ limit: 19 }), await of({ limit: 20 })], [true, false])
  })

  it('of an endpoint walks along an index: what failed, and types that are rare', async () => {
    const list = (filter: object) => (db: Db) =>
      listDeliveries(db, { ...PAGE, endpointId: 'whk_1', ...filter })
    await walksAlong(/webhook_delivery_failed/, list({ status: 'failed' }))
    await walksAlong(/webhook_delivery_of_rare_type/, list({ type: 'refund.failed' }))
    await walksAlong(/webhook_delivery_of_rare_type/, list({ type: 'refund.succeeded' }))
    await walksAlong(/webhook_delivery_by_endpoint/, list({ type: 'payment.succeeded' }))
    const { deliveries, hasMore } = await listDeliveries(database().db, {
      ...PAGE,
      endpointId: 'whk_1',
      status: 'failed',
      type: 'refund.failed',
    })
    assert.deepEqual([deliveries.length, hasMore], [5, true])
  })

  it('of an endpoint stops after so many deliveries, and continues behind them', async () => {
    const list = (page: object) =>
      listDeliveries(database().db, {
        ...PAGE,
        endpointId: 'whk_1',
        type: 'payment.created',
        ...page,
      })
    const id = (n: number): string => `whd_${String(n).padStart(26, '0')}`
    // There are a thousand more than a statement looks at.
    const next = id(1001)
    assert.deepEqual(await list({}), { deliveries: [], hasMore: true, next })
    assert.deepEqual(await list({ startingAfter: next }), { deliveries: [], hasMore: false })
    const back = await list({ endingBefore: 'whd_' })
    assert.deepEqual(back, { deliveries: [], hasMore: true, next: id(MANY) })
  })

  it('of events walks along an index: types that are rare, and those of every payment', async () => {
    const list = (filter: object) => (db: Db) =>
      listEventsOfAccount(db, accountId, { ...PAGE, ...filter })
    await walksAlong(/event_of_rare_type/, list({ type: 'payment.review_opened' }))
    await walksAlong(/event_by_account/, list({ type: 'payment.created' }))
    const { events, hasMore } = await listEventsOfAccount(database().db, accountId, {
      limit: 10,
      type: 'payment.review_opened',
    })
    assert.deepEqual([events.length, hasMore], [10, false])
  })

  it('of payments walks along an index: an amount, and a range of amounts', async () => {
    const list = (filter: object) => (db: Db) => listPayments(db, { ...PAGE, accountId, ...filter })
    await walksAlong(/payment_by_amount/, list({ amount: { least: 7, most: 7 } }))
    await walksAlong(/payment_by_account/, list({ amount: { least: 110 } }))
    await walksAlong(/payment_by_account/, list({ amount: { most: 50 } }))
  })

  it('of refunds walks along an index: a payment, and a reference', async () => {
    const list = (filter: object) => (db: Db) => listRefunds(db, { ...PAGE, accountId, ...filter })
    for (const [filter, index] of [
      [{ paymentId: `pay_${'2'.padStart(26, '0')}` }, /refund_by_payment/],
      [{ reference: 'return-2' }, /refund_by_reference/],
    ] as const) {
      const [plan = ''] = await plansOf(list(filter))
      assert.match(plan, index)
    }
  })

  it('of a reconciliation walks along an index: its kinds, and what is resolved', async () => {
    const list = (filter: object) => (db: Db) =>
      listDifferences(db, { ...PAGE, reconciliationId: 'rcn_1', ...filter })
    await walksAlong(/reconciliation_difference_by_kind/, list({ kind: 'amount' }))
    await walksAlong(/reconciliation_difference_resolved/, list({ isResolved: true }))
    await walksAlong(/reconciliation_difference_(reported|by_run)/, list({ isResolved: false }))
  })

  it('follow an index of the account, past no row of another', async () => {
    const page = { ...PAGE, accountId, created: { from: new Date(0), to: new Date('2027-01-01') } }
    await walksAlong(/refund_by_account/, (db) => listRefunds(db, page))
    await walksAlong(/refund_by_account/, (db) => listRefunds(db, { ...page, status: 'failed' }))
    await walksAlong(/event_by_account/, (db) => listEventsOfAccount(db, accountId, page))
  })

  it('counts what a run has left to people, up to so many', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    const counts = await countOpenByRun(watched, ['rcn_1', 'rcn_2'], 1000)
    assert.deepEqual([...counts], [['rcn_1', 1000]])
    const [{ plan } = { plan: '' }] = await explain(db, statements, { without: [] })
    assert.match(plan, /Limit.*reconciliation_difference_(reported|by_run)/)
    assert.doesNotMatch(plan, /Seq Scan|Sort |Hash/)
  })

  it('of what is left to people walks along an index, whatever they have done about it', async () => {
    const list = (filter: object) => (db: Db) => listDifferenceWork(db, { ...PAGE, ...filter })
    const { db } = database()
    // Most are resolved automatically, and of what is left people have booked the older ones.
    await inParts(
      db,
      (many) => sql`
        update reconciliation_difference
        set outcome = case when n > 100 then 'recorded' else outcome end,
          resolution = case when n <= 50 then 'booked' end,
          resolved_at = case when n <= 50 then created_at end
        from ${many} where id = 'dif_' || lpad(n::text, 26, '0')`,
    )
    await sql`analyze reconciliation_difference`.execute(db)
    for (const filter of [
      {},
      { isResolved: true },
      { accountId, isResolved: true },
      { kind: 'missing' },
    ]) {
      await walksAlong(/reconciliation_difference_left/, list(filter))
    }
    const resolved = await listDifferenceWork(db, { ...PAGE, isResolved: true, accountId })
    assert.deepEqual(
      [resolved.differences.map(({ id }) => Number(id.slice(4))), resolved.next],
      [[50, 49, 48, 47, 46], `dif_${'46'.padStart(26, '0')}`],
    )
  })
})

async function inParts(
  db: Db,
  write: (many: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<void> {
  for (let from = 1; from <= MANY; from += AT_ONCE) {
    await write(
      sql`generate_series(${sql.lit(from)}::int, ${sql.lit(from + AT_ONCE - 1)}) as n`,
    ).execute(db)
  }
}
