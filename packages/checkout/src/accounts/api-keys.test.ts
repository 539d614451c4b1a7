import assert from 'node:assert/strict'
import { beforeEach, it } from 'node:test'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  OPERATOR_KEY,
  TEST_ACCOUNT,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import { PERMISSIONS } from '../audit/permission.ts'
import type { Checkout } from '../checkout.ts'
import { readEvents } from '../events/read-events.ts'
import { DAY_MS } from '../platform/durations.ts'
import { createLog } from '../platform/log.ts'
import type { Account } from './account.ts'
import { addAccount } from './add-account.ts'
import { addApiKey, readApiKeys, revokeApiKey, rollApiKey, type NewApiKey } from './api-keys.ts'
import { readAccountOfKey } from './read-accounts.ts'

describeOnDatabase('an API key', (database) => {
  let clock: HandClock
  let lines: string[]
  let deps: TestDeps
  /** Another process, which has not been told of anything. */
  let second: Checkout
  let account: Account
  let firstSecret: string

  beforeEach(async () => {
    clock = createHandClock()
    lines = []
    const log = createLog({ clock, level: 'debug', write: (line) => lines.push(line) })
    deps = openTestDeps(database(), { clock, log })
    second = openTestCheckout(database(), { clock, log })
    const added = await addAccount(deps, TEST_ACCOUNT)
    account = added.account
    firstSecret = added.apiKey.secret
  })

  const status = async (key: string) =>
    (await callApi(second, { path: '/v1/payments', key })).status
  const add = async (name: string): Promise<NewApiKey> => {
    const added = await addApiKey(deps, account.id, { name })
    assert.ok(added)
    return added
  }
  const names = async () => (await readApiKeys(deps, account.id)).map(({ name }) => name)

  it('that has leaked is refused in a second process as soon as it is revoked', async () => {
    const leaked = await add('web shop')
    assert.equal(await status(leaked.secret), 200)
    const revoked = await revokeApiKey(deps, leaked.apiKey.id)
    assert.deepEqual(revoked?.revokedAt, clock.now())
    assert.equal(await status(leaked.secret), 401)
    assert.equal(await status(firstSecret), 200, 'another key of the account still works')
    await clock.advance(1000)
    const again = await revokeApiKey(deps, leaked.apiKey.id)
    assert.deepEqual(again?.revokedAt, revoked.revokedAt)
  })

  it('is one of several, each with a name, and shows its secret nowhere', async () => {
    const added = await add('accounting')
    assert.match(added.secret, /^sk_[\w-]{32}$/)
    assert.deepEqual(await names(), ['accounting', 'first'])
    const shown = JSON.stringify(await readApiKeys(deps, account.id)) + lines.join('')
    assert.ok(!shown.includes(added.secret))
    await assert.rejects(addApiKey(deps, account.id, { name: 'two\nlines' }), { name: 'ZodError' })
    assert.equal(await addApiKey(deps, deps.newId('acc'), { name: 'nobody' }), undefined)
  })

  it('that is restricted does what its permissions allow; for the rest the answer names the missing one', async () => {
    const keys = `/v1/accounts/${account.id}/api_keys`
    const ask = (body: object) => callApi(second, { path: keys, key: OPERATOR_KEY, body })
    const added = await ask({ name: 'till', permissions: ['create_payments', 'create_payments'] })
    assert.equal(added.status, 201)
    assert.deepEqual(added.body.permissions, ['create_payments'])
    const rolled = await callApi(second, {
      path: `/v1/api_keys/${added.body.id}/roll`,
      key: OPERATOR_KEY,
      body: {},
    })
    for (const { id, secret, permissions } of [added.body, rolled.body]) {
      assert.deepEqual(permissions, ['create_payments'])
      const body = { reference: id, amount: 1099, currency: 'HKD' }
      const headers = { 'idempotency-key': id }
      const payment = await callApi(second, { path: '/v1/payments', key: secret, body, headers })
      assert.equal(payment.status, 201)
      const { events } = await readEvents(deps, payment.body.id, { after: 0, limit: 1 })
      assert.equal(events[0]?.data['api_key'], id)
      const path = `/v1/payments/${payment.body.id}`
      // An empty amount: the permission counts before everything else.
      for (const [permission, refused] of [
        ['read', await callApi(second, { path, key: secret })],
        [
          'refund',
          await callApi(second, { path: `${path}/refunds`, key: secret, body: { amount: 0 } }),
        ],
      ] as const) {
        assert.equal(refused.status, 403)
        assert.partialDeepStrictEqual(refused.body.error, {
          code: 'permission_missing',
          permission,
        })
      }
      // The answer to a repeat is for those only who may ask.
      const other = await addApiKey(deps, account.id, { name: 'reports', permissions: ['read'] })
      const repeat = { path: '/v1/payments', key: other?.secret ?? '', body, headers }
      assert.equal((await callApi(second, repeat)).body.error.permission, 'create_payments')
      assert.equal((await callApi(second, { path, key: other?.secret ?? '' })).status, 200)
    }
    const shown = await readApiKeys(deps, account.id)
    assert.deepEqual(shown.find(({ name }) => name === 'first')?.permissions, PERMISSIONS)
    for (const permissions of [[], ['everything'], 'read', null]) {
      const refused = await ask({ name: 'till', permissions })
      assert.equal(refused.status, 400)
      assert.match(refused.body.error.param, /^permissions/)
    }
    assert.equal((await readApiKeys(deps, account.id)).length, shown.length)
  })

  it('that was rolled works beside the new one for a day, and no longer', async () => {
    const old = await add('web shop')
    const rolled = await rollApiKey(deps, old.apiKey.id)
    assert.ok(rolled)
    assert.equal(rolled.apiKey.name, 'web shop')
    await clock.advance(DAY_MS - 1)
    assert.equal(await status(old.secret), 200)
    assert.equal(await status(rolled.secret), 200)
    // Rolling it again gives it no longer life.
    await rollApiKey(deps, old.apiKey.id)
    await clock.advance(1)
    assert.equal(await status(old.secret), 401)
    assert.equal(await status(rolled.secret), 200)
    assert.equal(await rollApiKey(deps, old.apiKey.id), undefined)
    await revokeApiKey(deps, rolled.apiKey.id)
    assert.equal(await rollApiKey(deps, rolled.apiKey.id), undefined)
  })

  it('records its last use, in one statement for all keys and none in a request', async () => {
    const other = await add('accounting')
    const lastUses = async () =>
      (await readApiKeys(deps, account.id)).map(({ lastUsedAt }) => lastUsedAt)
    await readAccountOfKey(deps, firstSecret)
    await clock.advance(30_000)
    await readAccountOfKey(deps, firstSecret)
    assert.deepEqual(await lastUses(), [undefined, undefined])
    await deps.keyUses.write()
    const first = clock.now()
    assert.deepEqual(await lastUses(), [undefined, first])
    await clock.advance(30_000)
    await readAccountOfKey(deps, other.secret)
    await deps.keyUses.write()
    assert.deepEqual(await lastUses(), [clock.now(), first])
    await revokeApiKey(deps, other.apiKey.id)
    await clock.advance(30_000)
    assert.equal(await readAccountOfKey(deps, other.secret), undefined)
    await deps.keyUses.write()
    assert.equal(
      (await readApiKeys(deps, account.id))[0]?.lastUsedAt?.getTime(),
      first.getTime() + 30_000,
    )
  })
})
