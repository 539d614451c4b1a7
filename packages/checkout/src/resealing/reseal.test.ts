import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { beforeEach, it } from 'node:test'
import { sql, type Insertable } from 'kysely'
import { openTestDeps, TEST_ACCOUNT, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { addApiKey, revokeApiKey } from '../accounts/api-keys.ts'
import { readAccount, readAccountOfKey } from '../accounts/read-accounts.ts'
import { readLaunch } from '../attempts/launch-attempt.ts'
import type { Tables } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import { createOrderNotifications } from '../notifications/order-notifications.ts'
import { receiveNotification } from '../notifications/receive-notification.ts'
import { writePayment } from '../payments/payment-write-store.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { createLog } from '../platform/log.ts'
import { unpack } from '../platform/pack.ts'
import { sealContext } from '../platform/seal-context.ts'
import { createServing } from '../platform/serving.ts'
import { addEndpoint } from '../webhooks/change-endpoints.ts'
import { findEndpoint } from '../webhooks/webhook-endpoint-store.ts'
import { checkSecrets } from './check-secrets.ts'
import { resealNotifications } from './reseal-notifications.ts'
import { readOlderSecretUse, reseal } from './reseal.ts'
import { SEALED_COLUMNS } from './sealed-column.ts'

const OLD = 'the old server secret, used in tests only'
const NEW = 'the new server secret, used in tests only'
const IDENTITY = { name: 'A Payer Of Tests', id_number: 'TEST-ID-NUMBER-1' }
const LAUNCH = { payUrl: 'https://pay.example.com/launch-of-a-test' }
const HEADERS = { authorization: 'Basic dGVzdHM=' }
const NONE = {
  account_secrets: 0,
  endpoint_secrets: 0,
  endpoint_headers: 0,
  notifications: 0,
  launches: 0,
  payer_identities: 0,
  second_factors: 0,
}
const ONE = {
  account_secrets: 1,
  endpoint_secrets: 1,
  endpoint_headers: 1,
  notifications: 1,
  launches: 1,
  payer_identities: 1,
  second_factors: 1,
}

describeOnDatabase('a server secret that is replaced', (database) => {
  let clock: HandClock
  let lines: string[]
  let account: Account
  let apiKey: string
  let ids: { payment: string; attempt: string; endpoint: string }

  const open = (...secrets: [string, ...string[]]): TestDeps => {
    const log = createLog({ clock, level: 'debug', write: (line) => lines.push(line) })
    return openTestDeps(database(), { clock, secrets, log })
  }

  const addNotifications = async (
    some: readonly { readonly id: string; readonly body: string }[],
  ): Promise<void> => {
    await sql`
      insert into notification (id, account_id, digest, notify_type, body_sealed, deliveries, received_at)
      select id, ${account.id}, id, 'payment', body, 1, ${clock.now()}
      from json_to_recordset(${JSON.stringify(some)}::json) as line (id text, body text)
    `.execute(database().db)
  }

  const progress = async (): Promise<string | undefined> => {
    const rows = await database().db.selectFrom('resealing').selectAll().execute()
    return rows[0]?.notification_until
  }

  /** One of everything that is sealed or hashed, under the old secret. */
  beforeEach(async () => {
    clock = createHandClock()
    lines = []
    const { db } = database()
    await sql`truncate account, operator, notification, resealing cascade`.execute(db)
    const deps = open(OLD)
    await db.insertInto('operator').values(testOperator(deps)).execute()
    const added = await addAccount(deps, TEST_ACCOUNT)
    account = added.account
    apiKey = added.apiKey.secret
    const payment = await openTestPayment(deps, account, { payerIdentity: IDENTITY })
    const attempt = await recordTestAttempt(deps, payment)
    await db
      .updateTable('attempt')
      .set({
        status: 'launched',
        browser_hash: deps.sealing.keyedHash('a browser', 'browser'),
        openid_hash: deps.sealing.keyedHash('an openid', 'openid'),
        launch_sealed: deps.sealing.seal(JSON.stringify(LAUNCH), sealContext.launch(attempt.id)),
      })
      .execute()
    const endpoint = await addEndpoint(deps, {
      accountId: account.id,
      url: 'https://shop.example.com/webhooks',
      description: undefined,
      eventTypes: ['*'],
      headers: HEADERS,
    })
    assert.ok(endpoint)
    const body = Buffer.from('{"notify_type":"payment"}')
    const signature = hash('md5', body.toString() + TEST_ACCOUNT.client_key)
    const receiving = {
      ...deps,
      orderNotifications: createOrderNotifications(deps.database),
      serving: createServing(deps.clock),
    }
    assert.equal(await receiveNotification(receiving, account, { body, signature }), 'kept')
    ids = { payment: payment.id, attempt: attempt.id, endpoint: endpoint.id }
  })

  it('can go when everything is resealed: a server with the new one alone opens all of it', async () => {
    const both = open(NEW, OLD)
    assert.deepEqual((await readOlderSecretUse(both)).sealed, ONE)
    assert.deepEqual(await reseal(both), ONE)
    await readAccountOfKey(both, apiKey)
    await both.keyUses.write()
    await clock.advance(2 * HOUR_MS)
    assert.deepEqual(await readOlderSecretUse(both), {
      sealed: NONE,
      isWhole: true,
      isResealing: false,
      resealedUntil: undefined,
      apiKeys: 0,
      payers: 0,
      requests: 0,
      canGo: true,
    })

    const deps = open(NEW)
    assert.deepEqual((await readAccount(deps, account.id)).secrets, account.secrets)
    assert.equal((await readAccountOfKey(deps, apiKey))?.account.id, account.id)
    const endpoint = await findEndpoint(database().db, deps, ids.endpoint)
    assert.match(endpoint?.secrets[0]?.secret ?? '', /^whsec_/)
    assert.deepEqual(endpoint?.headers, HEADERS)
    const [attempt] = await readAttempts(deps, ids.payment)
    assert.deepEqual(attempt && readLaunch(deps, attempt), LAUNCH)
    const payment = await readPayment(deps, ids.payment)
    const identity = deps.sealing.open(
      payment?.payerIdentitySealed ?? '',
      sealContext.payerIdentity(ids.payment),
    )
    assert.deepEqual(JSON.parse(identity), IDENTITY)
    const [kept] = await database().db.selectFrom('notification').select('body_sealed').execute()
    const body = deps.sealing.open(kept?.body_sealed ?? '', sealContext.notification(account.id))
    assert.equal(
      unpack(Buffer.from(body.slice(7), 'base64')).toString(),
      '{"notify_type":"payment"}',
    )
    const text = lines.join('')
    for (const secret of [
      OLD,
      NEW,
      TEST_ACCOUNT.client_key,
      apiKey,
      IDENTITY.name,
      'whsec_',
      HEADERS.authorization,
    ]) {
      assert.ok(!text.includes(secret))
    }
  })

  it('cannot go while an API key was not used, or a payer may come back to an order of theirs', async () => {
    const both = open(NEW, OLD)
    await reseal(both)
    const { apiKeys, payers, canGo } = await readOlderSecretUse(both)
    assert.equal(apiKeys, 1)
    assert.equal(payers, 1)
    assert.equal(canGo, false)
    await clock.advance(2 * HOUR_MS)
    assert.equal((await readOlderSecretUse(both)).payers, 0)
    // A key that nobody uses is revoked.
    const [key] = await database().db.selectFrom('api_key').select('id').execute()
    await revokeApiKey(both, key?.id ?? '')
    const added = await addApiKey(both, account.id, { name: 'web shop' })
    assert.ok(added)
    assert.equal((await readOlderSecretUse(both)).canGo, true)
    assert.equal((await readAccountOfKey(open(NEW), added.secret))?.account.id, account.id)
  })

  it('is reported at the start if it was removed too soon, or never given', async () => {
    await checkSecrets(open(OLD))
    await checkSecrets(open(NEW, OLD))
    await assert.rejects(checkSecrets(open(NEW)), {
      name: 'WrongSecretError',
      message: /TAEL_SECRET does not open what this database holds.*"new,old"/,
    })
    const both = open(NEW, OLD)
    const another = await addAccount(both, {
      ...TEST_ACCOUNT,
      app_code: `${TEST_ACCOUNT.app_code}2`,
    })
    await assert.rejects(checkSecrets(open(NEW)), { message: new RegExp(account.id) })
    await assert.rejects(checkSecrets(open(OLD)), { message: new RegExp(another.account.id) })
    await reseal(both)
    await checkSecrets(open(NEW))
  })

  it('marks hashes only while both are given: servers of an earlier version find the others', async () => {
    const [old, both, alone] = [open(OLD), open(NEW, OLD), open(NEW)]
    const useKey = async (deps: TestDeps): Promise<string> => {
      assert.equal((await readAccountOfKey(deps, apiKey))?.account.id, account.id)
      await deps.keyUses.write()
      const [key] = await database().db.selectFrom('api_key').select('key_hash').execute()
      return key?.key_hash ?? ''
    }
    assert.match(await useKey(old), /^[\w-]{43}$/)
    const marked = await useKey(both)
    assert.ok(marked.startsWith(both.sealing.mark))
    await reseal(both)
    assert.equal(await useKey(alone), marked)
    assert.equal((await readOlderSecretUse(old)).apiKeys, 0)
  })

  it('skips a locked value, and reseals it the next time', async () => {
    // The embedded engine has one connection: nobody holds anything beside it.
    if (database().engine === 'pglite') return
    const both = open(NEW, OLD)
    await inTransaction(database(), async (trx) => {
      await trx.updateTable('account').set({ name: 'Held' }).execute()
      assert.deepEqual(await reseal(both), { ...ONE, account_secrets: 0 })
    })
    assert.deepEqual(await reseal(both), { ...NONE, account_secrets: 1 })
  })

  it('survives a payment that is written as it was read before', async () => {
    const both = open(NEW, OLD)
    const read = await readPayment(both, ids.payment)
    assert.ok(read)
    await reseal(both)
    const written = await inTransaction(both.database, (trx) =>
      writePayment(trx, both, {
        payment: read,
        events: [{ type: 'payment.pending', data: { attempt: ids.attempt } }],
      }),
    )
    assert.equal(written.sequence, read.sequence + 1)
    assert.deepEqual((await readOlderSecretUse(both)).sealed, NONE)
  })

  it('continues after a value that no secret opens, batch by batch', async () => {
    const both = open(NEW, OLD)
    const old = open(OLD)
    await addNotifications(
      Array.from({ length: 1200 }, (_, count) => {
        const context = count === 7 ? 'elsewhere' : sealContext.notification(account.id)
        return { id: old.newId('ntf'), body: old.sealing.seal(`body ${count}`, context) }
      }),
    )
    await clock.advance(HOUR_MS)
    // A server that was not restarted yet.
    const late = old.newId('ntf')
    const context = sealContext.notification(account.id)
    await addNotifications([{ id: late, body: old.sealing.seal('late', context) }])
    assert.deepEqual(await reseal(both), { ...ONE, notifications: 1201 })
    assert.deepEqual(await reseal(both), NONE)
    assert.deepEqual((await readOlderSecretUse(both)).sealed, NONE)
    assert.match(lines.join(''), /secrets\.not_resealed/)
  })

  it('is continued by a task from where it stopped, while servers still seal under the old one', async () => {
    const both = open(NEW, OLD)
    await reseal(both)
    const old = open(OLD)
    const context = sealContext.notification(account.id)
    // Ids of one millisecond come in any order.
    await clock.advance(1)
    const id = old.newId('ntf')
    await addNotifications([{ id, body: old.sealing.seal('late', context) }])
    assert.equal(await resealNotifications(both), 0, 'an older one may still become visible')
    assert.equal((await readOlderSecretUse(both)).sealed.notifications, 1)
    await clock.advance(HOUR_MS)
    assert.equal(await resealNotifications(open(NEW)), 0, 'there is no other secret any more')
    assert.equal(await resealNotifications(both), 1)
    assert.equal(await resealNotifications(both), 0)
    assert.equal((await readOlderSecretUse(both)).sealed.notifications, 0)
    assert.equal(await progress(), id)
  })

  it('says how far it is where there are many notifications, and does not count them all', async () => {
    const both = open(NEW, OLD)
    const old = open(OLD)
    const body = old.sealing.seal('one body', sealContext.notification(account.id))
    await addNotifications(Array.from({ length: 20_500 }, () => ({ id: old.newId('ntf'), body })))
    await clock.advance(HOUR_MS)
    const untouched = await readOlderSecretUse(both)
    assert.partialDeepStrictEqual(untouched, { isWhole: false, isResealing: false, canGo: false })
    assert.equal(untouched.sealed.notifications, 20_000)
    assert.equal((await reseal(both)).notifications, 10_000)
    await addNotifications(
      Array.from({ length: 10_000 }, () => ({
        id: both.newId('ntf'),
        body: both.sealing.seal('one body', sealContext.notification(account.id)),
      })),
    )
    const begun = await readOlderSecretUse(both)
    assert.partialDeepStrictEqual(begun, { isWhole: false, isResealing: true, canGo: false })
    assert.ok(begun.resealedUntil && begun.resealedUntil < clock.now())
    while ((await resealNotifications(both)) > 0);
    assert.partialDeepStrictEqual(await readOlderSecretUse(both), {
      isWhole: true,
      isResealing: false,
      sealed: { notifications: 0 },
    })
  })

  it('reads no table while there is one secret, and of growing tables only what may still be opened', async () => {
    const { db } = database()
    const { watched, statements } = watchStatements(db)
    const alone = openTestDeps({ ...database(), db: watched }, { clock, secrets: [NEW] })
    assert.equal((await readOlderSecretUse(alone)).canGo, true)
    assert.equal(statements.length, 0)
    const both = openTestDeps({ ...database(), db: watched }, { clock, secrets: [NEW, OLD] })
    await readOlderSecretUse(both)
    const plans = await explain(db, statements, { without: ['seqscan', 'bitmapscan'] })
    const planOf = (table: string) =>
      plans.find(({ text }) => text.includes(`from "${table}" where id >`))
    assert.match(planOf('attempt')?.plan ?? '', /attempt_pkey.*Index Cond: \(+id > 'att_0/)
    assert.match(planOf('payment')?.plan ?? '', /payment_by_status on.*status >= 'created'/)
    // A payer opens their order for two hours after it was made.
    assert.equal((await readOlderSecretUse(both)).sealed.launches, 1)
    await clock.advance(4 * HOUR_MS)
    assert.equal((await readOlderSecretUse(both)).sealed.launches, 0)
  })

  it('has sealed no column that resealing does not know', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'public' and column_name like '%\\_sealed' order by 1
    `.execute(database().db)
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`)
    assert.deepEqual(known.toSorted(), rows.map(({ name }) => name).toSorted())
  })
})

function testOperator(deps: TestDeps): Insertable<Tables['operator']> {
  const id = deps.newId('opr')
  return {
    id,
    name: 'Ada',
    login: 'ada',
    role: 'administer',
    password_hash: 'a hash',
    totp_sealed: deps.sealing.seal('a secret', sealContext.operatorSecondFactor(id)),
    totp_step: null,
    recovery_hashes: '[]',
    invitation_hash: null,
    invited_until: null,
    disabled_at: null,
    created_at: deps.clock.now(),
  }
}
