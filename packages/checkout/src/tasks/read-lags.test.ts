import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, it } from 'node:test'
import {
  openTestDeps,
  PUBLIC_URL,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import type { Account } from '../accounts/account.ts'
import { chainEntries } from '../audit/chain-entries.ts'
import { createCheckout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import { createLog } from '../platform/log.ts'
import { startReconciliation } from '../reconciliation/start-reconciliation.ts'
import { lookForWork, warnOfLags } from './read-lags.ts'

const ON_TIME = {
  enquire: 0,
  refund: 0,
  expire: 0,
  close: 0,
  webhook: 0,
  reconcile: 0,
  audit: 0,
  reconcile_end: 0,
  exchange: 0,
}

it('docs/budget.md explains the lag of each kind of work', async () => {
  const page = await readFile(new URL('../../../../docs/budget.md', import.meta.url), 'utf8')
  const named = [...page.matchAll(/^\| `(\w+)_ms` /gm)].map(([, name]) => name)
  assert.deepEqual(named.toSorted(), Object.keys(ON_TIME).toSorted())
})

describeOnDatabase('the lag of the background work', (database) => {
  let clock: HandClock
  let deps: TestDeps
  let account: Account

  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    account = await openTestAccount(deps)
    await chainEntries(deps)
  })

  it('is nothing where nothing is due', async () => {
    await openTestPayment(deps, account, { expiresIn: 60 })
    assert.deepEqual((await lookForWork(deps)).lags, ON_TIME)
  })

  it('is how long the oldest due item has been due, for each kind of work', async () => {
    const payment = await openTestPayment(deps, account, { expiresIn: 90 })
    const attempt = await recordTestAttempt(deps, payment)
    const now = clock.now()
    const { db } = database()
    await db
      .insertInto('refund')
      .values({
        id: deps.newId('ref'),
        account_id: account.id,
        payment_id: payment.id,
        attempt_id: attempt.id,
        reference: null,
        fingerprint: 'f',
        amount: 1,
        currency: 'HKD',
        cause: 'merchant',
        reason: null,
        status: 'requested',
        syssn: null,
        refusal: null,
        created_at: now,
        sent_at: null,
        ended_at: null,
        work_at: new Date(now.getTime() + 10_000),
      })
      .execute()
    await db
      .updateTable('attempt')
      .set({ close_at: new Date(now.getTime() + 50_000) })
      .where('id', '=', attempt.id)
      .execute()
    const day = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') }
    await inTransaction(deps.database, (trx) => startReconciliation(trx, deps, account, day))
    await chainEntries(deps)
    deps.exchanges.record({
      about: attempt.id,
      kind: 'return',
      sentAt: now,
      facts: { returned: 'repeated' },
    })
    await clock.advance(70_000)
    await recordTestAttempt(deps, payment)
    assert.deepEqual((await lookForWork(deps)).lags, {
      enquire: 70_000,
      refund: 60_000,
      expire: 10_000,
      close: 20_000,
      webhook: 0,
      reconcile: 70_000,
      audit: 0,
      reconcile_end: 0,
      exchange: 70_000,
    })
  })

  it('is what /ready shows, and nothing that would help an attacker', async () => {
    const checkout = createCheckout(testOptions(database(), { clock }))
    const response = await checkout.fetch(new Request(`${PUBLIC_URL}/ready`))
    assert.deepEqual(await response.json(), {
      status: 'ready',
      database: database().engine,
      lag: {
        enquire_ms: 70_000,
        refund_ms: 60_000,
        expire_ms: 10_000,
        close_ms: 20_000,
        webhook_ms: 0,
        reconcile_ms: 70_000,
        audit_ms: 0,
        reconcile_end_ms: 0,
        exchange_ms: 0,
      },
    })
  })

  it('is looked up at the ends of indexes, however much there is', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    await lookForWork({ ...deps, database: { ...deps.database, db: watched } })
    const plans = await explain(db, statements, { without: ['seqscan', 'bitmapscan'] })
    const [{ plan, text } = { plan: '', text: '' }, ...others] = plans
    assert.equal(others.length, 0, 'one statement')
    assert.equal(plan.match(/Index (?:Only )?Scan/g)?.length, 11, plan)
    assert.doesNotMatch(plan, /Sort|Seq Scan/, text)
  })

  it('is warned of when it is too long, each kind by its name', async () => {
    const lines: string[] = []
    const log = createLog({ clock, write: (line) => lines.push(line) })
    warnOfLags({ log }, await lookForWork(deps))
    const late = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      late.map(({ event, task, late_ms }) => [event, task, late_ms]),
      [
        ['task.late', 'enquire', 70_000],
        ['task.late', 'refund', 60_000],
        ['task.late', 'expire', 10_000],
        ['task.late', 'close', 20_000],
        ['task.late', 'reconcile', 70_000],
        ['task.late', 'exchange', 70_000],
      ],
    )
  })

  it('reports a run that has not ended after a day, although it makes progress now and then', async () => {
    const put = { status: 'stalled', failure: 'no answer' } as const
    const { db } = database()
    const inAnHour = new Date(clock.now().getTime() + 25 * 60 * 60_000)
    await db
      .updateTable('reconciliation')
      .set({ ...put, work_at: inAnHour })
      .execute()
    await clock.advance(24 * 60 * 60_000)
    const { reconcile, reconcile_end: end } = (await lookForWork(deps)).lags
    assert.equal(reconcile, 0)
    assert.equal(end, 70_000)
    const lines: string[] = []
    warnOfLags(
      { log: createLog({ clock, write: (line) => lines.push(line) }) },
      await lookForWork(deps),
    )
    assert.ok(lines.some((line) => line.includes('"task":"reconcile_end"')))
  })
})
