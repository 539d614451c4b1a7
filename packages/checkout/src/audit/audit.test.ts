import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestDeps,
  OPERATOR_KEY,
  TEST_ACCOUNT,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase, describeOnEachDatabase } from '../../test/support/database.ts'
import { openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import { addApiKey, revokeApiKey } from '../accounts/api-keys.ts'
import { changeAccount } from '../accounts/change-account.ts'
import { createCheckout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import type { Actor } from './actor.ts'
import { chainEntries } from './chain-entries.ts'
import type { ChainEnd } from './chain.ts'
import { PermissionError } from './permission.ts'
import { readAudit } from './read-audit.ts'
import { recordAction } from './record-action.ts'
import { verifyChain, type Verified } from './verify-chain.ts'

const ADA: Actor = {
  kind: 'operator',
  id: 'opr_ada',
  name: 'Ada',
  permissions: ['read', 'create_payments', 'refund', 'administer'],
  address: '203.0.113.7',
}

/** Breaks the rules of the database, as its owner can, and afterwards undoes what was done. */
class Undone extends Error {}

describeOnEachDatabase('the audit log', (database) => {
  let deps: TestDeps
  before(async () => {
    deps = openTestDeps(database())
    await inTransaction(deps.database, async (trx) => {
      for (let entry = 1; entry <= 5; entry++) {
        await recordAction(trx, deps, { action: 'account.changed', subject: { type: 'server' } })
      }
    })
    // Two processes at once: each entry gets one place.
    await Promise.all([chainEntries(deps), chainEntries(deps)])
  })

  it('is whole as it was written', async () => {
    const { end, waiting, broken } = await verifyChain(deps)
    assert.equal(end.sequence, 5)
    assert.equal(waiting, 0)
    assert.equal(broken, undefined)
    const known = { sequence: 3, hash: await hashAt(3) }
    assert.equal((await verifyChain(deps, known)).broken, undefined)
    assert.equal(await chainEntries(deps), 0)
  })

  const hashAt = async (sequence: number): Promise<string> => {
    const { db } = deps.database
    const query = db.selectFrom('audit_entry').select('hash').where('sequence', '=', sequence)
    return (await query.executeTakeFirstOrThrow()).hash ?? ''
  }

  for (const statement of [
    `update audit_entry set actor_name = 'Eve' where sequence = 2`,
    `update audit_entry set sequence = 9, hash = 'x' where sequence = 2`,
    `delete from audit_entry where sequence = 5`,
  ]) {
    it(`refuses "${statement}"`, async () => {
      await assert.rejects(sql.raw(statement).execute(deps.database.db), /only grows/)
      assert.equal((await verifyChain(deps)).broken, undefined)
    })
  }

  it('refuses to change or delete an entry that is not in the chain yet, and only gives it its place', async () => {
    const { db } = deps.database
    await assert.rejects(
      db.transaction().execute(async (trx) => {
        await recordAction(trx, deps, { action: 'account.added', subject: { type: 'server' } })
        await sql`savepoint before_it`.execute(trx)
        for (const statement of [
          sql`update audit_entry set action = 'account.changed' where sequence is null`,
          sql`update audit_entry set sequence = 6, hash = 'x', action = 'y' where sequence is null`,
          sql`delete from audit_entry where sequence is null`,
        ]) {
          await assert.rejects(statement.execute(trx), /only grows/)
          await sql`rollback to before_it`.execute(trx)
        }
        throw new Undone()
      }),
      Undone,
    )
  })

  /** What an owner of the database may do to it, and what the check says. */
  const FORGED = `'aud_x', now(), 'command', 'account.added', 'server'`
  const forged = 'id, at, actor_kind, action, subject_type, sequence, hash'
  const breaks: readonly (readonly [
    string,
    readonly string[],
    { readonly kind: string; readonly sequence: number },
  ])[] = [
    [
      'changed',
      [`update audit_entry set action = 'api_key.revoked' where sequence = 2`],
      { kind: 'changed', sequence: 2 },
    ],
    ['deleted', ['delete from audit_entry where sequence = 3'], { kind: 'missing', sequence: 3 }],
    [
      'inserted in place of another',
      [
        'delete from audit_entry where sequence = 4',
        `insert into audit_entry (${forged}) values (${FORGED}, 4, 'abc')`,
      ],
      { kind: 'changed', sequence: 4 },
    ],
    [
      'reordered',
      [
        'update audit_entry set sequence = 99 where sequence = 2',
        'update audit_entry set sequence = 2 where sequence = 3',
        'update audit_entry set sequence = 3 where sequence = 99',
      ],
      { kind: 'changed', sequence: 2 },
    ],
    [
      'cut at the end',
      ['delete from audit_entry where sequence > 3'],
      { kind: 'cut', sequence: 4 },
    ],
    [
      'emptied',
      ['delete from audit_entry', 'delete from audit_chain'],
      { kind: 'cut', sequence: 1 },
    ],
    [
      'made longer',
      [`insert into audit_entry (${forged}) select ${FORGED}, 6, 'abc'`],
      { kind: 'changed', sequence: 6 },
    ],
  ]
  it('says at which entry somebody has changed it, in whatever way', async () => {
    for (const [how, statements, expected] of breaks) {
      const { broken } = await verifiedAfter(statements)
      assert.partialDeepStrictEqual(broken, expected, how)
    }
  })

  it('that was cut together with its recorded end is detected by an end recorded elsewhere', async () => {
    const known = { sequence: 5, hash: await hashAt(5) }
    const [three, rewritten] = [await hashAt(3), 'f'.repeat(64)]
    const cut = [
      'delete from audit_entry where sequence > 3',
      `update audit_chain set sequence = 3, hash = '${three}'`,
    ]
    assert.equal((await verifiedAfter(cut)).broken, undefined)
    const found = await verifiedAfter(cut, known)
    assert.deepEqual(found.broken, { kind: 'cut', sequence: 4 })
    const other = await verifyChain(deps, { sequence: 2, hash: rewritten })
    assert.deepEqual(other.broken, { kind: 'rewritten', sequence: 2 })
  })

  async function verifiedAfter(statements: readonly string[], known?: ChainEnd): Promise<Verified> {
    const { db } = deps.database
    let verified: Verified | undefined
    await assert.rejects(
      db.transaction().execute(async (trx) => {
        await sql`alter table audit_entry disable trigger audit_entry_only_grows`.execute(trx)
        for (const statement of statements) await sql.raw(statement).execute(trx)
        verified = await verifyChain({ database: { ...deps.database, db: trx } }, known)
        throw new Undone()
      }),
      Undone,
    )
    assert.ok(verified)
    return verified
  }
})

describeOnDatabase('what stands in the audit log', (database) => {
  const newest = async (deps: TestDeps) => (await readAudit(deps, { limit: 1 })).entries[0]

  it('is who did it, from where, what it was before and after, and no credential', async () => {
    const deps = { ...openTestDeps(database()), actor: ADA }
    const account = await openTestAccount(deps)
    await changeAccount(deps, account.id, { name: 'Dragon Well', client_key: 'A'.repeat(32) })
    const entry = await newest(deps)
    assert.partialDeepStrictEqual(entry, {
      who: { kind: 'operator', id: 'opr_ada', name: 'Ada' },
      address: '203.0.113.7',
      action: 'account.changed',
      subject: { type: 'account', id: account.id, accountId: account.id },
      before: { name: TEST_ACCOUNT.name },
      after: { name: 'Dragon Well', clientKey: 'replaced' },
    })
    const all = JSON.stringify(await readAudit(deps, { limit: 100 }))
    for (const secret of ['A'.repeat(32), TEST_ACCOUNT.client_key]) assert.ok(!all.includes(secret))
  })

  it('is written with the change or not at all', async () => {
    const deps = openTestDeps(database())
    const account = await openTestAccount(deps)
    const before = await newest(deps)
    const newId: TestDeps['newId'] = (prefix) => {
      if (prefix === 'aud') throw new Undone()
      return deps.newId(prefix)
    }
    await assert.rejects(changeAccount({ ...deps, newId }, account.id, { name: 'Never' }), Undone)
    assert.equal((await newest(deps))?.id, before?.id)
    const named = database().db.selectFrom('account').select('name').where('id', '=', account.id)
    assert.deepEqual(await named.execute(), [{ name: account.name }])
  })

  it('names the API key that canceled a payment, and the page about it shows that', async () => {
    const checkout = createCheckout(testOptions(database(), {}))
    const deps = openTestDeps(database())
    const account = await openTestAccount(deps)
    const key = await addApiKey(deps, account.id, { name: 'till' })
    const payment = await openTestPayment(deps, account)
    const path = `/v1/payments/${payment.id}/cancel`
    await callApi(checkout, { method: 'POST', path, key: key?.secret ?? '' })
    const list = async (query: string) =>
      (await callApi(checkout, { path: `/v1/audit_entries?${query}`, key: OPERATOR_KEY })).body
    const { data } = await list(`about=${key?.apiKey.id}`)
    assert.deepEqual(
      data.map(({ action, actor }: { action: string; actor: object }) => [action, actor]),
      [
        ['payment.canceled', { kind: 'api_key', id: key?.apiKey.id, name: 'till' }],
        ['api_key.added', { kind: 'command' }],
      ],
    )
    const canceled = await list(`about=${payment.id}&action=payment.canceled`)
    assert.equal(canceled.data.length, 1)
    assert.deepEqual(canceled.data[0].after, { status: 'canceled' })
    const verified = await callApi(checkout, {
      path: '/v1/audit_entries/verification',
      key: OPERATOR_KEY,
    })
    assert.equal(verified.body.is_whole, true)
    assert.ok(verified.body.waiting > 0)
  })

  it('does not include an action that was refused for lack of a permission', async () => {
    const deps = openTestDeps(database())
    const account = await openTestAccount(deps)
    const payment = await openTestPayment(deps, account)
    const reader = { ...deps, actor: { ...ADA, permissions: ['read' as const] } }
    const before = await newest(deps)
    const refused = (permission: string) => (error: unknown) =>
      error instanceof PermissionError && error.permission === permission
    await assert.rejects(cancelPayment(reader, payment.id), refused('create_payments'))
    await assert.rejects(changeAccount(reader, account.id, { name: 'x' }), refused('administer'))
    await assert.rejects(revokeApiKey(reader, 'key_1'), refused('administer'))
    assert.equal((await newest(deps))?.id, before?.id)
  })
})
