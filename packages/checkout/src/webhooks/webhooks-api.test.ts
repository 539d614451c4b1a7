import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  TEST_ACCOUNT,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { sendDueWebhooks } from '../../test/support/webhooks.ts'
import type { Checkout } from '../checkout.ts'

const URL = 'https://shop.example.com/webhooks'
const ENDPOINTS = '/v1/webhook_endpoints'

const badParameter = (param: string) => ({ status: 400, body: { error: { param } } })

describeOnDatabase("the merchant's API of webhooks", (database) => {
  let checkout: Checkout
  let key: string
  const refusing: typeof fetch = () =>
    Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const call = (path: string, body?: unknown, method?: string) =>
    callApi(checkout, { path, key, ...(body !== undefined && { body }), ...(method && { method }) })
  const create = (changed: object = {}) => call(ENDPOINTS, { url: URL, ...changed })
  const createPayment = async (reference: string) =>
    (await call('/v1/payments', { reference, amount: 1099, currency: 'HKD' })).body.id as string

  before(async () => {
    checkout = openTestCheckout(database(), { fetch: refusing })
    key = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
  })

  it('creates an endpoint and shows its secret this once', async () => {
    const { status, body } = await create({ event_types: ['payment.*'], description: 'Shop' })
    assert.equal(status, 201)
    assert.match(body.id, /^whk_[0-9a-z]{26}$/)
    assert.match(body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.partialDeepStrictEqual(body, { object: 'webhook_endpoint', status: 'enabled', url: URL })
    const read = await call(`${ENDPOINTS}/${body.id}`)
    assert.deepEqual({ ...read.body, secret: body.secret }, body)
    assert.equal(read.body.secret, undefined)
    assert.equal((await call(`${ENDPOINTS}/${body.id}`, undefined, 'DELETE')).status, 204)
  })

  const refused: readonly (readonly [string, object, string])[] = [
    ['a private target', { url: 'https://10.0.0.1/' }, 'url'],
    ['a private target in disguise', { url: 'https://2130706433/' }, 'url'],
    ['http', { url: 'http://shop.example.com/' }, 'url'],
    ['what is no address', { url: 'shop' }, 'url'],
    ['a type that there is not', { event_types: ['payment.suceeded'] }, 'event_types.0'],
    ['no type at all', { event_types: [] }, 'event_types'],
    ['a user and password in the address', { url: 'https://u:p@shop.example.com/' }, 'url'],
    ['a header of the delivery itself', { headers: { 'Webhook-Id': 'mine' } }, 'headers'],
    ['a header of the connection', { headers: { 'transfer-encoding': 'chunked' } }, 'headers'],
    ['a header that hides another', { headers: { 'x-key': 'a\r\nhost: b' } }, 'headers'],
    ['a header whose name is none', { headers: { 'x key': 'a' } }, 'headers'],
    ['a header twice', { headers: { 'X-Key': 'a', 'x-key': 'b' } }, 'headers'],
    ['an unknown member', { events: ['*'] }, ''],
  ]
  for (const [what, changed, param] of refused) {
    it(`refuses ${what} and changes nothing`, async () => {
      const answer = await create(changed)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.error.code, 'invalid_parameter')
      if (param !== '') assert.equal(answer.body.error.param, param)
      assert.deepEqual((await call(ENDPOINTS)).body.data, [])
    })
  }

  it('lists and changes endpoints, and protects those of other accounts', async () => {
    const first = (await create()).body
    const second = (await create()).body
    const page = (await call(`${ENDPOINTS}?limit=1`)).body
    assert.equal(page.data[0].id, second.id)
    assert.equal(page.has_more, true)
    const rest = (await call(`${ENDPOINTS}?limit=1&starting_after=${second.id}`)).body
    assert.equal(rest.data[0].id, first.id)
    assert.equal(rest.has_more, false)

    const path = `${ENDPOINTS}/${first.id}`
    const changed = await call(path, { url: `${URL}/2`, event_types: ['*'] }, 'PATCH')
    assert.equal(changed.body.url, `${URL}/2`)
    assert.deepEqual(changed.body.event_types, ['*'])
    assert.equal((await call(path, { url: 'https://[::1]/' }, 'PATCH')).status, 400)
    assert.equal((await call(path, {}, 'PATCH')).body.url, `${URL}/2`)

    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const others: readonly (readonly [string, string, unknown?])[] = [
      ['GET', path],
      ['PATCH', path, { status: 'disabled' }],
      ['DELETE', path],
      ['POST', `${path}/roll_secret`],
      ['GET', `${path}/deliveries`],
      ['POST', `${path}/replay`, { since: '2026-03-02T04:00:00Z' }],
      ['POST', `${path}/deliveries/whd_x/replay`],
    ]
    for (const [method, target, body] of others) {
      const request = { method, path: target, key: apiKey, ...(body !== undefined && { body }) }
      assert.equal((await callApi(checkout, request)).status, 404, `${method} ${target}`)
    }
    for (const { id } of [first, second]) await call(`${ENDPOINTS}/${id}`, undefined, 'DELETE')
    assert.equal((await call(path)).status, 404)
  })

  it('accepts headers for a gateway before the server, shows their names, and keeps them sealed', async () => {
    const headers = { Authorization: 'Basic bWluZTpvbmx5', 'CF-Access-Client-Id': 'mine.access' }
    const { id, header_names } = (await create({ headers })).body
    assert.deepEqual(header_names, ['authorization', 'cf-access-client-id'])
    const path = `${ENDPOINTS}/${id}`
    assert.deepEqual((await call(path)).body.header_names, header_names)
    const row = await database()
      .db.selectFrom('webhook_endpoint')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.doesNotMatch(JSON.stringify(row), /bWluZTpvbmx5|mine\.access/)
    const unchanged = await call(path, { description: 'Shop' }, 'PATCH')
    assert.deepEqual(unchanged.body.header_names, header_names)
    const other = await call(path, { headers: { 'x-key': 'other' } }, 'PATCH')
    assert.deepEqual(other.body.header_names, ['x-key'])
    assert.deepEqual((await call(path, { headers: {} }, 'PATCH')).body.header_names, [])
    await call(path, undefined, 'DELETE')
  })

  it('refuses to move an endpoint to another server unless the merchant gives its headers again', async () => {
    const { id, url } = (await create({ headers: { authorization: 'Basic bWluZQ==' } })).body
    const path = `${ENDPOINTS}/${id}`
    const elsewhere = 'https://elsewhere.example.com/webhooks'
    const refused = await call(path, { url: elsewhere, description: 'Theirs' }, 'PATCH')
    assert.partialDeepStrictEqual(refused, badParameter('headers'))
    assert.partialDeepStrictEqual((await call(path)).body, { url, header_names: ['authorization'] })
    const beside = await call(path, { url: `${url}/2` }, 'PATCH')
    assert.deepEqual(beside.body.header_names, ['authorization'])
    const moved = await call(path, { url: elsewhere, headers: {} }, 'PATCH')
    assert.partialDeepStrictEqual(moved.body, { url: elsewhere, header_names: [] })
    assert.equal((await call(path, { url }, 'PATCH')).status, 200)
    await call(path, undefined, 'DELETE')
  })

  it('rolls the secret and shows the new one', async () => {
    const { id, secret } = (await create()).body
    const rolled = await call(`${ENDPOINTS}/${id}/roll_secret`, undefined, 'POST')
    assert.equal(rolled.status, 200)
    assert.match(rolled.body.secret, /^whsec_/)
    assert.notEqual(rolled.body.secret, secret)
    await call(`${ENDPOINTS}/${id}`, undefined, 'DELETE')
  })

  it('shows the result of each delivery, and resends it', async () => {
    const { id } = (await create({ event_types: ['payment.*'] })).body
    const payment = await createPayment('order-1')
    const path = `${ENDPOINTS}/${id}/deliveries`
    const waiting = (await call(path)).body.data[0]
    assert.equal(waiting.status, 'pending')
    assert.equal(waiting.tries, 0)
    assert.equal(waiting.last_try, undefined)
    await sendDueWebhooks(openTestDeps(database(), { fetch: refusing }))
    const { data, has_more } = (await call(`${path}?status=pending`)).body
    assert.equal(has_more, false)
    const [delivery] = data
    assert.partialDeepStrictEqual(delivery, {
      payment,
      type: 'payment.created',
      sequence: 1,
      tries: 1,
      last_try: { response_status: 502 },
    })
    assert.equal(delivery.last_try.response_body, '<h1>Bad gateway</h1>')
    assert.ok(delivery.last_try.duration_ms >= 0)
    assert.ok(Date.parse(delivery.next_try_at) > Date.parse(delivery.last_try.at))
    assert.match(delivery.failure, /502/)

    const again = await call(`${path}/${delivery.id}/replay`, undefined, 'POST')
    assert.partialDeepStrictEqual(again, { status: 202, body: { tries: 0 } })
    const since = { since: '2026-01-01T00:00:00+08:00' }
    const range = await call(`${ENDPOINTS}/${id}/replay`, since)
    assert.partialDeepStrictEqual(range, { status: 202, body: { count: 1 } })
    assert.equal((await call(`${path}/whd_unknown/replay`, undefined, 'POST')).status, 404)
    assert.equal((await call(`${ENDPOINTS}/${id}/replay`, { since: 'yesterday' })).status, 400)
    await call(`${ENDPOINTS}/${id}`, undefined, 'DELETE')
  })

  it('sends a range again: from its first instant on, and without its last', async () => {
    const { id } = (await create({ event_types: ['payment.*'] })).body
    await createPayment('order-range')
    const [delivery] = (await call(`${ENDPOINTS}/${id}/deliveries`)).body.data
    const at = (ms: number) => new Date(Date.parse(delivery.created_at) + ms).toISOString()
    for (const [since, until, count] of [
      [at(0), at(1), 1],
      [at(-1), at(0), 0],
      [at(1), undefined, 0],
      [at(-1), `${at(1).slice(0, -1)}+00:00`, 1],
    ] as const) {
      const range = await call(`${ENDPOINTS}/${id}/replay`, { since, until })
      const accepted = { status: 202, body: { count } }
      assert.partialDeepStrictEqual(range, accepted, `${since} ${until}`)
    }
    for (const until of [at(0), at(-1), 'tomorrow', null]) {
      const refused = await call(`${ENDPOINTS}/${id}/replay`, { since: at(0), until })
      assert.partialDeepStrictEqual(refused, badParameter('until'), String(until))
    }
    await call(`${ENDPOINTS}/${id}`, undefined, 'DELETE')
  })

  it('lists by pages, and refuses a size or a beginning that it cannot read', async () => {
    const { id } = (await create()).body
    for (const path of [ENDPOINTS, `${ENDPOINTS}/${id}/deliveries`]) {
      assert.equal((await call(`${path}?limit=10`)).status, 200)
      for (const query of ['limit=1e1', 'limit=0x10', 'limit=+1', 'limit=', 'limit=101']) {
        const refused = await call(`${path}?${query}`)
        assert.partialDeepStrictEqual(refused, badParameter('limit'), query)
      }
      const refused = await call(`${path}?starting_after=${key}`)
      assert.partialDeepStrictEqual(refused, badParameter('starting_after'))
    }
    await call(`${ENDPOINTS}/${id}`, undefined, 'DELETE')
  })

  it('keeps a log while an endpoint is disabled, from which it can be replayed', async () => {
    const { id } = (await create({ event_types: ['payment.created'] })).body
    const path = `${ENDPOINTS}/${id}`
    const disabled = await call(path, { status: 'disabled' }, 'PATCH')
    assert.equal(disabled.body.status, 'disabled')
    assert.equal(typeof disabled.body.disabled_reason, 'string')
    await createPayment('order-2')
    const [delivery] = (await call(`${path}/deliveries?status=failed`)).body.data
    assert.match(delivery.failure, /disabled/)
    const refused = await call(`${path}/deliveries/${delivery.id}/replay`, undefined, 'POST')
    assert.partialDeepStrictEqual(refused, {
      status: 409,
      body: { error: { code: 'webhook_endpoint_disabled' } },
    })
    const enabled = await call(path, { status: 'enabled' }, 'PATCH')
    assert.equal(enabled.body.status, 'enabled')
    assert.equal(enabled.body.disabled_reason, undefined)
    const replayed = await call(`${path}/replay`, { since: '2026-01-01T00:00:00Z' })
    assert.equal(replayed.body.count, 1)
    await call(path, undefined, 'DELETE')
  })

  it('accepts sixteen endpoints for an account and no more', async () => {
    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const add = () => callApi(checkout, { path: ENDPOINTS, key: apiKey, body: { url: URL } })
    const answers = await Promise.all(Array.from({ length: 18 }, add))
    const refused = answers.filter(({ status }) => status !== 201)
    assert.deepEqual(
      refused.map(({ status, body }) => [status, body.error.code]),
      Array(2).fill([409, 'too_many_webhook_endpoints']),
    )
  })
})
