import assert from 'node:assert/strict'
import { before, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  PUBLIC_URL,
  TEST_ACCOUNT,
  type Json,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import type { Checkout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import { createPayment } from './create-payment.ts'

describeOnDatabase("the merchant's API", (database) => {
  let checkout: Checkout
  let key: string
  let references = 0
  const request = (changed: object = {}) => ({
    reference: `order-${++references}`,
    amount: 1099,
    currency: 'HKD',
    ...changed,
  })
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    callApi(checkout, { path: '/v1/payments', key, body, headers })

  before(async () => {
    checkout = openTestCheckout(database())
    key = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
  })

  it('creates a payment and says where the payer pays it', async () => {
    const { status, body } = await create(
      request({
        description: '茉莉花茶',
        return_url: 'https://shop.example.com/thanks?order=1',
        metadata: { table: '7' },
      }),
    )
    assert.equal(status, 201)
    assert.match(body.id, /^pay_[0-9a-z]{26}$/)
    assert.equal(body.url, `${PUBLIC_URL}/pay/${body.id}`)
    assert.equal(body.status, 'created')
    assert.partialDeepStrictEqual(body, { amount: 1099, currency: 'HKD' })
    assert.deepEqual(body.metadata, { table: '7' })
    const read = await callApi(checkout, { path: `/v1/payments/${body.id}`, key })
    assert.deepEqual(read.body, body)
  })

  it('gives the same payment for the same Idempotency-Key, also for twenty simultaneous requests', async () => {
    const body = request()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => create(body, { 'idempotency-key': 'cart-1' })),
    )
    assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([201]))
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
    const replays = answers.filter((answer) => answer.headers.get('idempotent-replayed') === 'true')
    assert.equal(replays.length, 19)
  })

  it('refuses another request under a used Idempotency-Key', async () => {
    await create(request(), { 'idempotency-key': 'cart-2' })
    const { status, body } = await create(request(), { 'idempotency-key': 'cart-2' })
    assert.equal(status, 422)
    assert.equal(body.error.code, 'idempotency_key_reused')
  })

  it('keeps the answer of each of twenty simultaneous keys for one reference', async () => {
    const body = request()
    const keys = Array.from({ length: 20 }, (_, index) => `till-${index}`)
    const ask = () => Promise.all(keys.map((each) => create(body, { 'idempotency-key': each })))
    const answers = await ask()
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted(),
      keys.map((_, index) => (index < keys.length - 1 ? 200 : 201)),
    )
    assert.equal(new Set(answers.map((answer) => answer.body.id)).size, 1)
    const again = await ask()
    assert.deepEqual(
      again.map(({ status }) => status),
      answers.map(({ status }) => status),
    )
    assert.ok(again.every(({ headers }) => headers.get('idempotent-replayed') === 'true'))
  })

  it('recognizes a reference: the same request gets the same payment, another request is refused', async () => {
    const requested = request()
    const first = await create(requested)
    const again = await create(requested)
    assert.equal(again.status, 200)
    assert.equal(again.body.id, first.body.id)
    const other = await create({ ...requested, amount: 1100 })
    assert.equal(other.status, 409)
    assert.equal(other.body.error.code, 'reference_taken')
    assert.equal(other.body.error.param, 'reference')
  })

  it('answers a repeat as it did at first, even if the account would refuse it by now', async () => {
    const { accountId, apiKey } = await checkout.addAccount({
      ...TEST_ACCOUNT,
      currency_scales: { IDR: 0 },
      return_origins: ['https://shop.example.com'],
    })
    const body = request({
      amount: 100_000,
      currency: 'IDR',
      return_url: 'https://shop.example.com/thanks',
    })
    const ask = (headers: Record<string, string>) =>
      callApi(checkout, { path: '/v1/payments', key: apiKey, body, headers })
    const first = await ask({ 'idempotency-key': 'cart-4' })
    assert.equal(first.status, 201, JSON.stringify(first.body))
    await sql`update account set version = version + 1, settings = settings - 'currencyScales' || '{"returnOrigins": []}'
      where id = ${accountId}`.execute(database().db)
    const [again, byReference] = [await ask({ 'idempotency-key': 'cart-4' }), await ask({})]
    assert.equal(again.status, 201)
    assert.deepEqual(again.body, first.body)
    assert.equal(byReference.status, 200)
    assert.equal(byReference.body.id, first.body.id)
    const other = { ...body, reference: `${body.reference}-other` }
    const refused = await callApi(checkout, { path: '/v1/payments', key: apiKey, body: other })
    assert.equal(refused.status, 400)
  })

  it('recognizes a repeat by its reference if a later version has more fields', async () => {
    const deps = openTestDeps(database())
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    const { account } = found
    const requested = { ...request(), expiresIn: 86_400, metadata: {} }
    const ask = async (more: object) => {
      const created = await inTransaction(deps.database, (trx) =>
        createPayment(trx, deps, account, { ...requested, ...more }),
      )
      assert.ok(created.kind !== 'disabled')
      return created
    }
    const first = await ask({})
    const repeats = [await ask({ addedLater: undefined }), await ask({ returnUrl: undefined })]
    assert.deepEqual(
      repeats.map(({ kind, payment }) => [kind, payment.id]),
      repeats.map(() => ['repeated', first.payment.id]),
    )
    assert.equal((await ask({ addedLater: 'asked for' })).kind, 'reference-taken')
  })

  it('recognizes the repeat of a payment from an earlier version', async () => {
    const requested = request()
    const first = await create(requested)
    const { sealing } = openTestDeps(database())
    const { reference, amount, currency } = requested
    const counted = { amount, currency, expiresIn: 86_400, limitPay: null, metadata: [] }
    const members = Object.entries({ ...counted, payerIdentity: null, reference, returnUrl: null })
    const fingerprint = sealing.keyedHash(JSON.stringify(members), 'payment request')
    await sql`update payment set fingerprint = ${fingerprint} where id = ${first.body.id}`.execute(
      database().db,
    )
    const again = await create(requested)
    assert.equal(again.status, 200)
    assert.equal(again.body.id, first.body.id)
  })

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['an amount of zero', request({ amount: 0 }), 'amount'],
    ['a fraction', '{"reference":"r","amount":10.5,"currency":"HKD"}', ''],
    ['an exponent', '{"reference":"r","amount":1e3,"currency":"HKD"}', ''],
    ['an amount as text', request({ amount: '1099' }), 'amount'],
    ['a member twice', '{"reference":"r","amount":1,"amount":100,"currency":"HKD"}', ''],
    ['a prototype key', '{"__proto__":{},"reference":"r","amount":1,"currency":"HKD"}', ''],
    ['an unknown member', request({ ammount: 1 }), ''],
    ['an unknown currency', request({ currency: 'XXX' }), 'currency'],
    ['a currency whose scale nobody has said', request({ currency: 'JPY' }), 'currency'],
    ['a NUL in a text', request({ description: 'a\u0000b' }), 'description'],
    ['a lone surrogate', '{"reference":"\\ud800","amount":1,"currency":"HKD"}', ''],
    ['a return_url elsewhere', request({ return_url: 'https://evil.example.com/' }), 'return_url'],
    ['a script as return_url', request({ return_url: 'javascript:alert(1)' }), 'return_url'],
    ['an identity of blanks', request({ payer_identity: { name: ' ', id_number: ' ' } }), ''],
    ['what is not JSON', '{"reference":', ''],
    ['a list', '[]', ''],
  ]
  for (const [what, body, param] of refused) {
    it(`refuses ${what} and changes nothing`, async () => {
      const before = await callApi(checkout, { path: '/v1/payments?limit=1', key })
      const answer = await create(body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.equal(answer.body.error.action, 'fix_request')
      assert.match(answer.body.error.request_id, /^req_/)
      if (param !== '') assert.equal(answer.body.error.param, param)
      const after = await callApi(checkout, { path: '/v1/payments?limit=1', key })
      assert.deepEqual(after.body.data[0]?.id, before.body.data[0]?.id)
    })
  }

  it('refuses broken UTF-8, another media type, a large body, a parameter twice', async () => {
    const send = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
      checkout.fetch(
        new Request(`${PUBLIC_URL}/v1/payments`, {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${key}`, 'content-type': type },
        }),
      )
    assert.equal((await send(new Uint8Array([0x22, 0xff, 0x22]))).status, 400)
    assert.equal((await send('reference=1', 'application/x-www-form-urlencoded')).status, 415)
    assert.equal((await send(`{"reference":"${'x'.repeat(70_000)}"}`)).status, 413)
    const twice = await callApi(checkout, { path: '/v1/payments?limit=1&limit=2', key })
    assert.equal(twice.status, 400)
    assert.equal(twice.body.error.param, 'limit')
  })

  it('refuses an amount that QFPay cannot represent', async () => {
    const { apiKey } = await checkout.addAccount({
      ...TEST_ACCOUNT,
      currency_scales: { IDR: 0, JPY: 2 },
    })
    const ask = (amount: number, currency: string) =>
      callApi(checkout, {
        path: '/v1/payments',
        key: apiKey,
        body: request({ amount, currency }),
      })
    for (const [amount, currency] of [
      [1050, 'IDR'],
      [99_999_999_999, 'JPY'],
    ] as const) {
      const { status, body } = await ask(amount, currency)
      assert.equal(status, 400)
      assert.equal(body.error.param, 'amount')
    }
    assert.equal((await ask(1000, 'IDR')).status, 201)
  })

  for (const path of [
    '/v1/payments/%00',
    '/v1/payments/pay_0/events',
    '/v1/payments?reference=%00',
    '/v1/payments?starting_after=%00',
    '/v1/payments?ending_before=order-1',
    '/v1/payments?limit=1e1',
    '/v1/payments?starting_after=pay_01m8t5w2f4e8ta3x0c9v7k6hqz&ending_before=pay_01m8t5w2f4e8ta3x0c9v7k6hqz',
  ]) {
    it(`refuses ${path} as a fault of the caller's`, async () => {
      const { status, body } = await callApi(checkout, { path, key })
      assert.ok([400, 404].includes(status), `${status} ${JSON.stringify(body)}`)
      assert.equal(body.error.action, 'fix_request')
    })
  }

  it('reads the events of a payment page by page, and none after those of another', async () => {
    const [{ body: one }, { body: other }] = [await create(request()), await create(request())]
    await callApi(checkout, { method: 'POST', path: `/v1/payments/${one.id}/cancel`, key })
    const read = (query: string) =>
      callApi(checkout, { path: `/v1/payments/${one.id}/events?${query}`, key })
    const first = (await read('limit=1')).body
    const last = (await read(`starting_after=${first.data[0].id}`)).body
    assert.partialDeepStrictEqual(first, { data: [{ type: 'payment.created' }], has_more: true })
    assert.partialDeepStrictEqual(last, { data: [{ type: 'payment.canceled' }], has_more: false })
    const path = `/v1/payments/${other.id}/events?starting_after=${first.data[0].id}`
    assert.partialDeepStrictEqual(await callApi(checkout, { path, key }), {
      status: 400,
      body: { error: { param: 'starting_after' } },
    })
  })

  it('refuses requests without a key, and shows nobody another account', async () => {
    const { body } = await create(request())
    const path = `/v1/payments/${body.id}`
    for (const wrong of [undefined, 'sk_', `sk_${'A'.repeat(32)}`]) {
      const answer = await callApi(checkout, { path, ...(wrong !== undefined && { key: wrong }) })
      assert.equal(answer.status, 401)
      assert.equal(answer.body.error.code, 'unauthenticated')
    }
    const other = await checkout.addAccount(TEST_ACCOUNT)
    assert.equal((await callApi(checkout, { path, key: other.apiKey })).status, 404)
    const list = await callApi(checkout, { path: '/v1/payments', key: other.apiKey })
    assert.deepEqual(list.body.data, [])
  })

  it('pages through payments, newest first, in both directions', async () => {
    const { apiKey } = await checkout.addAccount(TEST_ACCOUNT)
    const list = async (query: string) =>
      (await callApi(checkout, { path: `/v1/payments?${query}`, key: apiKey })).body
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      const body = request()
      const created = await callApi(checkout, { path: '/v1/payments', key: apiKey, body })
      ids.unshift(created.body.id)
    }
    const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id)
    const first = await list('limit=2')
    assert.deepEqual(idsOf(first), ids.slice(0, 2))
    assert.equal(first.has_more, true)
    const last = await list(`limit=3&starting_after=${ids[1]}`)
    assert.deepEqual(idsOf(last), ids.slice(2))
    assert.equal(last.has_more, false)
    const back = await list(`limit=2&ending_before=${ids[3]}`)
    assert.deepEqual(idsOf(back), ids.slice(1, 3))
    assert.equal(back.has_more, true)
    assert.equal((await list('limit=500')).error.param, 'limit')
    const reviews = JSON.stringify([{ code: 'unanswered', subject: 'att_1', message: '' }])
    const { db } = database()
    await db.updateTable('payment').set({ reviews }).where('id', '=', String(ids[1])).execute()
    assert.deepEqual(idsOf(await list('in_review=true')), [ids[1]])
  })

  it('cancels an open payment, repeatedly, and writes it into the timeline', async () => {
    const { body } = await create(request())
    const cancel = { method: 'POST', path: `/v1/payments/${body.id}/cancel`, key }
    assert.equal((await callApi(checkout, cancel)).body.status, 'canceled')
    assert.equal((await callApi(checkout, cancel)).body.status, 'canceled')
    const events = await callApi(checkout, { path: `/v1/payments/${body.id}/events`, key })
    const types = events.body.data.map(({ type }: { type: string }) => type)
    assert.deepEqual(types, ['payment.created', 'payment.canceled'])
    const sequences = events.body.data.map(({ sequence }: { sequence: number }) => sequence)
    assert.deepEqual(sequences, [1, 2])
  })

  it('describes itself as OpenAPI 3.1, made of the schemas that validate', async () => {
    const { body } = await callApi(checkout, { path: '/openapi.json' })
    assert.equal(body.openapi, '3.1.0')
    assert.ok(body.paths['/v1/payments'].post.responses['201'])
    assert.deepEqual(body.components.schemas.NewPayment.required, [
      'reference',
      'amount',
      'currency',
    ])
  })

  it('makes its description once, not for each stranger who asks', async (t: TestContext) => {
    const fresh = openTestCheckout(database())
    const { mock } = t.mock.method(JSON, 'stringify')
    const { body } = await callApi(fresh, { path: '/openapi.json' })
    assert.deepEqual((await callApi(fresh, { path: '/openapi.json' })).body, body)
    const isDescription = (value: Json) => value?.openapi !== undefined
    assert.equal(mock.calls.filter(({ arguments: [value] }) => isDescription(value)).length, 1)
  })

  it('gives each request an id of its own, whatever the client calls it', async () => {
    const headers = { 'x-request-id': 'req_chosen' }
    const refused = await callApi(checkout, { path: '/v1/payments', headers })
    assert.match(refused.body.error.request_id, /^req_[\w-]{16}$/)
    assert.equal(refused.headers.get('x-request-id'), refused.body.error.request_id)
  })

  it('answers with no status that it has not described', async () => {
    const { body: described } = await callApi(checkout, { path: '/openapi.json' })
    const { body: payment } = await create(request())
    const one = `/v1/payments/${payment.id}`
    const large = `{"reference":"${'x'.repeat(70_000)}"}`
    const text = { 'content-type': 'text/plain' }
    const asked = [
      ['/v1/payments', {}],
      ['/v1/payments', { body: large }],
      ['/v1/payments', { body: request(), headers: text }],
      ['/v1/payments', { body: request({ reference: payment.reference, amount: 7 }) }],
      ['/v1/payments', { path: '/v1/payments?limit=0' }],
      ['/v1/payments/{payment}', { path: one }],
      ['/v1/payments/{payment}', { path: '/v1/payments/pay_0' }],
      ['/v1/payments/{payment}/events', { path: `${one}/events?starting_after=-1` }],
      ['/v1/payments/{payment}/events', { path: `/v1/payments/pay_0/events` }],
      ['/v1/payments/{payment}/cancel', { path: `${one}/cancel`, body: large }],
      ['/v1/payments/{payment}/cancel', { path: `${one}/cancel`, body: {}, headers: text }],
      ['/v1/payments/{payment}/cancel', { path: `${one}/cancel`, method: 'POST' }],
      ['/v1/payments/{payment}/cancel', { path: `/v1/payments/pay_0/cancel`, method: 'POST' }],
    ] as const
    for (const [route, call] of asked) {
      const method = 'method' in call || 'body' in call ? 'post' : 'get'
      const answers = await Promise.all([
        callApi(checkout, { path: route, key, ...call }),
        callApi(checkout, { path: route, ...call }),
      ])
      const known = Object.keys(described.paths[route][method].responses)
      for (const { status } of answers)
        assert.ok(known.includes(String(status)), `${status} ${route}`)
    }
    const all = Object.values<Json>(described.paths).flatMap((path) => Object.values<Json>(path))
    for (const { responses } of all) assert.ok(responses['500'])
  })

  it('keeps no hash that would let somebody guess a payer’s identity', async () => {
    const requested = { payer_identity: { name: '陳大文', id_number: 'TEST-ID-0001' } }
    const fingerprints: unknown[] = []
    for (const secret of [
      'one server secret that is for this test only',
      'the other server secret of this test',
    ]) {
      const one = openTestCheckout(database(), { secrets: [secret] })
      const { apiKey } = await one.addAccount(TEST_ACCOUNT)
      const body = { ...request(), ...requested, reference: 'same' }
      const headers = { 'idempotency-key': 'same' }
      const created = await callApi(one, { path: '/v1/payments', key: apiKey, body, headers })
      assert.equal(created.status, 201, JSON.stringify(created.body))
      const { db } = database()
      const payment = await db
        .selectFrom('payment')
        .select(['fingerprint', 'account_id'])
        .where('id', '=', created.body.id)
        .executeTakeFirstOrThrow()
      const kept = await db
        .selectFrom('idempotency_key')
        .select('fingerprint')
        .where('account_id', '=', payment.account_id)
        .executeTakeFirstOrThrow()
      fingerprints.push(payment.fingerprint, kept.fingerprint)
    }
    // A thief who has the database but no secret can't try identities: nothing in it is a plain hash.
    assert.equal(new Set(fingerprints).size, 4)
  })

  it('recognizes an Idempotency-Key after the secret was changed', async () => {
    const older = 'the server secret that was used so far'
    const before = openTestCheckout(database(), { secrets: [older] })
    const { apiKey } = await before.addAccount(TEST_ACCOUNT)
    const asked = {
      path: '/v1/payments',
      key: apiKey,
      body: request(),
      headers: { 'idempotency-key': 'cart-3' },
    }
    const first = await callApi(before, asked)
    const rolled = openTestCheckout(database(), {
      secrets: ['the server secret that is used from now on', older],
    })
    const again = await callApi(rolled, asked)
    assert.equal(again.status, 201)
    assert.equal(again.body.id, first.body.id)
  })

  it('keeps a payer’s identity sealed, and erases it when the payment is over', async () => {
    const identity = { name: '陳大文', id_number: 'TEST-ID-0001' }
    const { body } = await create(request({ payer_identity: identity }))
    assert.doesNotMatch(JSON.stringify(body), /TEST-ID|陳大文/)
    const row = () =>
      database()
        .db.selectFrom('payment')
        .selectAll()
        .where('id', '=', body.id)
        .executeTakeFirstOrThrow()
    assert.match((await row()).payer_identity_sealed ?? '', /^v1\./)
    await callApi(checkout, { method: 'POST', path: `/v1/payments/${body.id}/cancel`, key })
    assert.equal((await row()).payer_identity_sealed, null)
  })
})
