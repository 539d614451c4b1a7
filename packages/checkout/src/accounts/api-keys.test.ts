import assert from 'node:assert/strict'
import { beforeEach, it } from 'node:test'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  TEST_ACCOUNT,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import type { Checkout } from '../checkout.ts'
import { DAY_MS } from '../platform/durations.ts'
import { createLog } from '../platform/log.ts'
import type { Account } from './account.ts'
import { addAccount } from './add-account.ts'
import { addApiKey, readApiKeys, revokeApiKey, rollApiKey, type NewApiKey } from './api-keys.ts'
import { findAccountByKey } from './find-account.ts'

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
    assert.equal(await status(firstSecret), 200, 'another key of the account goes on')
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
    await findAccountByKey(deps, firstSecret)
    await clock.advance(30_000)
    await findAccountByKey(deps, firstSecret)
    assert.deepEqual(await lastUses(), [undefined, undefined])
    await deps.keyUses.write()
    const first = clock.now()
    assert.deepEqual(await lastUses(), [undefined, first])
    await clock.advance(30_000)
    await findAccountByKey(deps, other.secret)
    await deps.keyUses.write()
    assert.deepEqual(await lastUses(), [clock.now(), first])
    await revokeApiKey(deps, other.apiKey.id)
    await clock.advance(30_000)
    assert.equal(await findAccountByKey(deps, other.secret), undefined)
    await deps.keyUses.write()
    assert.equal(
      (await readApiKeys(deps, account.id))[0]?.lastUsedAt?.getTime(),
      first.getTime() + 30_000,
    )
  })
})
