import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  callApi,
  openTestCheckout,
  OPERATOR_KEY,
  TEST_ACCOUNT,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import type { Checkout } from '../checkout.ts'

const NEW_PAYMENT = { reference: 'order-1', amount: 1099, currency: 'HKD' }

describeOnDatabase("the operators' API of accounts", (database) => {
  let checkout: Checkout
  before(() => {
    checkout = openTestCheckout(database())
  })

  const call = (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') =>
    callApi(checkout, { method, path, key: OPERATOR_KEY, ...(body !== undefined && { body }) })
  const added = async () => (await call('/v1/accounts', TEST_ACCOUNT)).body
  const pays = async (secret: string) =>
    (await callApi(checkout, { path: '/v1/payments', key: secret, body: NEW_PAYMENT })).status

  it('adds an account whose key works, and shows no credential then or later', async () => {
    const { status, body } = await call('/v1/accounts', TEST_ACCOUNT)
    assert.equal(status, 201)
    assert.equal(await pays(body.api_key.secret), 201)
    const shown = JSON.stringify([
      body,
      (await call('/v1/accounts')).body,
      (await call(`/v1/accounts/${body.id}`)).body,
    ])
    assert.ok(!shown.includes(TEST_ACCOUNT.client_key))
    assert.equal(shown.split(body.api_key.secret).length, 2, 'the secret of the key, once')
    const { data } = (await call('/v1/accounts')).body
    assert.equal(data.at(-1).id, body.id)
    assert.deepEqual(data.at(-1).return_origins, TEST_ACCOUNT.return_origins)
  })

  it('changes the given fields, and refuses impossible ones', async () => {
    const { id } = await added()
    const path = `/v1/accounts/${id}`
    const change = { name: 'Dragon Well', return_origins: [], close_orders: true, mchid: 'ZaMVg1' }
    const { status, body } = await call(path, change, 'PATCH')
    assert.equal(status, 200)
    assert.partialDeepStrictEqual(body, { ...change, host: TEST_ACCOUNT.host, disabled: false })
    assert.equal((await call(path, { mchid: null }, 'PATCH')).body.mchid, undefined)
    const wrong = [{ host: 'https://elsewhere.example.com' }, { wechat: { secret: 'x' } }, {}, []]
    const statuses = []
    for (const each of wrong) statuses.push((await call(path, each, 'PATCH')).status)
    assert.deepEqual(statuses, [400, 400, 200, 400])
  })

  it('stops new payments of an account, and allows them again', async () => {
    const { id, api_key } = await added()
    await call(`/v1/accounts/${id}`, { disabled: true }, 'PATCH')
    assert.equal(await pays(api_key.secret), 409)
    await call(`/v1/accounts/${id}`, { disabled: false }, 'PATCH')
    assert.equal(await pays(api_key.secret), 201)
  })

  it('adds, lists, rolls and revokes keys', async () => {
    const { id, api_key: first } = await added()
    const till = (await call(`/v1/accounts/${id}/api_keys`, { name: 'till' })).body
    const rolled = (await call(`/v1/api_keys/${till.id}/roll`, {})).body
    await call(`/v1/api_keys/${first.id}/revoke`, {})
    assert.equal(await pays(first.secret), 401)
    assert.equal(await pays(till.secret), 201)
    assert.equal(await pays(rolled.secret), 200)
    const { data } = (await call(`/v1/api_keys?account=${id}`)).body
    const byName = data.map(({ name, status, expires_at }: Record<string, string>) => [
      name,
      status,
      expires_at === undefined,
    ])
    assert.deepEqual(byName, [
      ['till', 'usable', true],
      ['till', 'usable', false],
      ['first', 'revoked', true],
    ])
    assert.equal((await call(`/v1/api_keys/${first.id}/roll`, {})).status, 404)
  })

  it('answers 404 for unknown accounts and keys', async () => {
    const none = 'acc_00000000000000000000000000'
    assert.equal((await call(`/v1/accounts/${none}`)).status, 404)
    assert.equal((await call(`/v1/accounts/${none}`, {}, 'PATCH')).status, 404)
    assert.equal((await call(`/v1/accounts/${none}/api_keys`, { name: 'x' })).status, 404)
    assert.equal((await call('/v1/api_keys/key_1/revoke', {})).status, 404)
  })

  it('admits only operators: no merchant, no request without a key, nobody if there is none', async () => {
    const { id, api_key } = await added()
    const closed = openTestCheckout(database(), { operatorKey: undefined })
    for (const path of ['/v1/operators', `/v1/audit_entries?about=${id}`, '/v1/older_secrets']) {
      const status = async (from: Checkout, key?: string) =>
        (await callApi(from, { path, ...(key !== undefined && { key }) })).status
      assert.equal(await status(checkout, api_key.secret), 403, path)
      assert.equal(await status(checkout), 401, path)
      assert.equal(await status(checkout, 'a wrong key'), 401, path)
      assert.equal(await status(closed, OPERATOR_KEY), 401, path)
      assert.equal(await status(checkout, OPERATOR_KEY), 200, path)
    }
  })

  it('says what still needs an older secret', async () => {
    const { body } = await call('/v1/older_secrets/reseal', {})
    assert.partialDeepStrictEqual(body, { object: 'older_secret_use', can_go: true, api_keys: 0 })
  })
})
