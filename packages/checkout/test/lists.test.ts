import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { addAccount } from '../src/accounts/add-account.ts'
import { addApiKey } from '../src/accounts/api-keys.ts'
import { applyVerdict } from '../src/attempts/apply-verdict.ts'
import { DAY_MS, HOUR_MS } from '../src/platform/durations.ts'
import { OPERATOR_KEY, TEST_ACCOUNT, type Json } from './support/checkout.ts'
import { describeOnDatabase } from './support/database.ts'
import { idsOf, openMerchants, type Merchants } from './support/open-merchants.ts'
import { openTestOperator } from './support/operators.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from './support/payments.ts'

describeOnDatabase('lists of the API', (database) => {
  let merchants: Merchants
  let call: Merchants['call']
  let lists: readonly (readonly [path: string, as: string])[]

  before(async () => {
    merchants = await openMerchants(database())
    const { clock, deps, own, key } = merchants
    call = merchants.call
    const payment = await openTestPayment(deps, own)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt))
    const hook = { url: 'https://shop.example.com/hooks' }
    const { body: endpoint } = await call('/v1/webhook_endpoints', { body: hook })
    for (let hour = 1; hour <= 3; hour++) {
      await clock.advance(HOUR_MS)
      const now = clock.now().getTime()
      const range = {
        from: new Date(now - 2 * DAY_MS).toISOString(),
        to: new Date(now - DAY_MS).toISOString(),
      }
      for (const [path, body] of [
        ['/v1/payments', { reference: `hour-${hour}`, amount: 100, currency: 'HKD' }],
        [`/v1/payments/${payment.id}/refunds`, { amount: 1 }],
        [`/v1/payments/${payment.id}/notes`, { text: `Hour ${hour}` }],
        ['/v1/payment_links', { title: 'Tea', amount: 100, currency: 'HKD' }],
        ['/v1/webhook_endpoints', hook],
        ['/v1/reconciliations', range],
      ] as const) {
        const { status, body: answer } = await call(path, { body })
        assert.equal(status, 201, `${path} ${JSON.stringify(answer)}`)
      }
      await addApiKey(deps, own.id, { name: `hour ${hour}` })
      await addAccount(deps, TEST_ACCOUNT)
      await call('/v1/operators', {
        as: OPERATOR_KEY,
        body: { name: 'Ada', login: `ada${hour}`, role: 'read' },
      })
    }
    lists = [
      ...[
        '/v1/payments',
        '/v1/refunds',
        '/v1/events',
        '/v1/payment_links',
        '/v1/webhook_endpoints',
        `/v1/webhook_endpoints/${endpoint.id}/deliveries`,
        '/v1/reconciliations',
        '/v1/api_keys',
        `/v1/payments/${payment.id}/refunds`,
        `/v1/payments/${payment.id}/notes`,
      ].map((path) => [path, key] as const),
      ...['/v1/accounts', '/v1/api_keys', '/v1/operators', '/v1/audit_entries'].map(
        (path) => [path, OPERATOR_KEY] as const,
      ),
    ]
  })

  it('go from page to page in both directions, and through ranges of time', async () => {
    const start = merchants.clock.now().getTime() - 3 * HOUR_MS
    const at = (hour: number) => new Date(start + hour * HOUR_MS).toISOString()
    for (const [path, as] of lists) {
      const page = (query: Readonly<Record<string, string>>) =>
        call(`${path}?${new URLSearchParams(query).toString()}`, { as })
      const all = await page({ limit: '100' })
      const ids = idsOf(all)
      assert.ok(ids.length >= 3, path)
      const first = await page({ limit: '2' })
      assert.deepEqual(idsOf(first), ids.slice(0, 2), path)
      assert.equal(first.body.has_more, true, path)
      const more = await page({ limit: '100', starting_after: String(ids[1]) })
      assert.deepEqual(idsOf(more), ids.slice(2), path)
      assert.equal(more.body.has_more, false, path)
      const back = await page({ limit: '1', ending_before: String(ids[2]) })
      assert.deepEqual(idsOf(back), [ids[1]], path)
      assert.equal(back.body.has_more, true, path)
      const created = new Map<string, string>(
        all.body.data.map((one: Json) => [one.id, one.created_at ?? one.at]),
      )
      const within = await page({ 'created[gte]': at(2), 'created[lt]': at(3), limit: '100' })
      const expected = ids.filter((id) => created.get(id) === at(2))
      assert.ok(expected.length > 0 && expected.length < ids.length, path)
      assert.deepEqual(idsOf(within), expected, path)
      const cut = await page({
        'created[lt]': at(2),
        limit: '100',
        ending_before: String(ids[0]),
      })
      assert.ok(!idsOf(cut).some((id) => String(created.get(id)) >= at(2)), path)
    }
  })

  it('show an event as a request for it alone does', async () => {
    const [listed] = (await call('/v1/events?limit=1')).body.data
    assert.deepEqual((await call(`/v1/events/${listed.id}`)).body, listed)
  })

  it('show nobody what belongs to another account', async () => {
    const { key, strangersKey } = merchants
    for (const [path, as] of lists) {
      const other = await call(`${path}?limit=100`, { as: strangersKey })
      if (as !== key || /\/v1\/\w+\/\w+/.test(path)) {
        if (other.status === 200) assert.equal(other.body.data.length, 1, path)
        else assert.ok([403, 404].includes(other.status), `${path} ${other.status}`)
        continue
      }
      const ids = new Set(idsOf(await call(`${path}?limit=100`)))
      assert.ok(!idsOf(other).some((id) => ids.has(id)), path)
    }
  })

  it('refuse parameters that describe no page, and name them', async () => {
    for (const [path, as] of lists) {
      const [id] = idsOf(await call(path, { as }))
      for (const [query, param] of [
        ['limit=0', 'limit'],
        ['limit=1e1', 'limit'],
        ['limit=101', 'limit'],
        ['limit=2&limit=3', 'limit'],
        ['starting_after=evt_1', 'starting_after'],
        ['ending_before=%00', 'ending_before'],
        [`starting_after=${id}&ending_before=${id}`, 'ending_before'],
        ['created[gte]=yesterday', 'created[gte]'],
        ['created[lt]=2026-03-02', 'created[lt]'],
        ['created[gte]=1772424000', 'created[gte]'],
        ['created[lte]=2026-03-02T04:00:00Z', undefined],
        ['page=2', undefined],
      ] as const) {
        const { status, body } = await call(`${path}?${query}`, { as })
        assert.equal(status, 400, `${path}?${query}`)
        assert.equal(body.error.param, param, `${path}?${query}`)
      }
      for (const [query, count] of [
        ['created[gte]=9999-12-31T23:59:59Z', 0],
        ['created[lt]=0001-01-01T00:00:00Z', 0],
        ['created[gte]=0001-01-01T00:00:00%2B08:00&limit=1', 1],
      ] as const) {
        const { status, body } = await call(`${path}?${query}`, { as })
        assert.equal(status, 200, `${path}?${query}`)
        assert.equal(body.data.length, count, `${path}?${query}`)
      }
    }
  })

  describe('with filters', () => {
    before(async () => {
      const { clock, deps, own } = merchants
      const { db } = database()
      const soon = new Date(clock.now().getTime() + HOUR_MS).toISOString()
      const linkOf = async (changed: object): Promise<string> => {
        const link = { title: 'Tea', amount: 1, currency: 'CNY', stock: 1, ...changed }
        return (await call('/v1/payment_links', { body: link })).body.id
      }
      await linkOf({ starts_at: soon })
      const [over, sold, taken] = [
        await linkOf({ ends_at: soon }),
        await linkOf({}),
        await linkOf({}),
      ]
      await call(`/v1/payment_links/${await linkOf({})}`, {
        method: 'PATCH',
        body: { disabled: true },
      })
      const links = db.updateTable('payment_link')
      await links.set({ ends_at: clock.now() }).where('id', '=', over).execute()
      await links.set({ paid: 1 }).where('id', '=', sold).execute()
      await links.set({ held: 1 }).where('id', '=', taken).execute()
      const [revoked, rolled] = [
        await addApiKey(deps, own.id, { name: 'revoked' }),
        await addApiKey(deps, own.id, { name: 'rolled' }),
      ]
      await call(`/v1/api_keys/${revoked?.apiKey.id}/revoke`, { as: OPERATOR_KEY, body: {} })
      await call(`/v1/api_keys/${rolled?.apiKey.id}/roll`, { as: OPERATOR_KEY, body: {} })
      const hook = { url: 'https://shop.example.com/hooks' }
      const { body: endpoint } = await call('/v1/webhook_endpoints', { body: hook })
      const disable = { method: 'PATCH', body: { status: 'disabled' } }
      await call(`/v1/webhook_endpoints/${endpoint.id}`, disable)
      await openTestOperator(deps, 'refund')
      const disabled = await openTestOperator(deps, 'administer')
      await db
        .updateTable('operator')
        .set({ disabled_at: clock.now() })
        .where('id', '=', disabled.operator.id)
        .execute()
      const spare = await addAccount(deps, TEST_ACCOUNT)
      await call(`/v1/accounts/${spare.account.id}`, {
        as: OPERATOR_KEY,
        method: 'PATCH',
        body: { disabled: true },
      })
      for (const amount of [99, 101]) {
        const body = { reference: `of-${amount}`, amount, currency: 'CNY' }
        assert.equal((await call('/v1/payments', { body })).status, 201)
      }
      const payments = idsOf(await call('/v1/payments?status=succeeded'))
      const back = { amount: 1, reference: 'return-1' }
      await call(`/v1/payments/${payments[0]}/refunds`, { body: back })
      await clock.advance(DAY_MS)
    })

    it('are narrowed by each filter to what shows that value, and refuse a value that is none', async () => {
      const { key } = merchants
      const deliveries = `/v1/webhook_endpoints/${idsOf(await call('/v1/webhook_endpoints')).at(-1)}/deliveries`
      for (const [path, filter, wrong, as = key] of [
        ['/v1/payments', 'status', 'paid'],
        ['/v1/payments', 'amount', '1e2'],
        ['/v1/payments', 'currency', 'hkd'],
        ['/v1/payments', 'reference', '%00'],
        ['/v1/refunds', 'status', 'done'],
        ['/v1/refunds', 'payment', 'pay_1'],
        ['/v1/refunds', 'reference', '%00'],
        ['/v1/events', 'type', 'payment.*'],
        ['/v1/payment_links', 'status', 'active'],
        ['/v1/payment_links', 'currency', 'HK'],
        ['/v1/webhook_endpoints', 'status', 'on'],
        [deliveries, 'status', 'sent'],
        [deliveries, 'type', 'payment.*'],
        ['/v1/reconciliations', 'status', 'failed'],
        ['/v1/reconciliations', 'cause', 'nightly'],
        ['/v1/api_keys', 'status', 'ended', OPERATOR_KEY],
        ['/v1/accounts', 'disabled', 'yes', OPERATOR_KEY],
        ['/v1/operators', 'status', 'gone', OPERATOR_KEY],
        ['/v1/operators', 'role', 'admin', OPERATOR_KEY],
        ['/v1/audit_entries', 'action', 'account.*', OPERATOR_KEY],
      ] as const) {
        const all = (await call(`${path}?limit=100`, { as })).body.data
        const values = new Set<string>(
          all.flatMap((one: Json) => (one[filter] === undefined ? [] : [String(one[filter])])),
        )
        assert.ok(values.size > 0, `${path} ${filter}`)
        for (const value of values) {
          const query = new URLSearchParams({ [filter]: value, limit: '100' }).toString()
          const narrowed = await call(`${path}?${query}`, { as })
          const expected = all.filter((one: Json) => String(one[filter]) === value)
          // Of a long list, all of its first page.
          const shown =
            all.length < 100 ? idsOf(narrowed) : idsOf(narrowed).slice(0, expected.length)
          assert.deepEqual(
            shown,
            expected.map(({ id }: Json) => id),
            `${path}?${query}`,
          )
          assert.ok(narrowed.body.data.every((one: Json) => String(one[filter]) === value))
        }
        const { status, body } = await call(`${path}?${filter}=${wrong}`, { as })
        assert.deepEqual([status, body.error?.param], [400, filter], `${path}?${filter}=${wrong}`)
      }
    })

    it('of payments take a range of amounts', async () => {
      const shown = async (query: string): Promise<readonly number[]> => {
        const { body } = await call(`/v1/payments?limit=100&${query}`)
        return [...new Set<number>(body.data.map(({ amount }: Json) => amount))].toSorted()
      }
      assert.deepEqual(await shown('amount[gte]=100&amount[lte]=101&currency=CNY'), [101])
      assert.deepEqual(await shown('amount[lte]=100&currency=CNY'), [99])
      assert.deepEqual(await shown('amount[gte]=101&status=created&currency=CNY'), [101])
      assert.deepEqual(await shown('amount=101&status=created&reference=of-101'), [101])
      assert.deepEqual(await shown('amount=101&status=canceled'), [])
      for (const query of [
        'amount[gte]=-1',
        'amount[lte]=0',
        'amount[gte]=1.5',
        'amount=1&amount[gte]=1',
      ]) {
        assert.equal((await call(`/v1/payments?${query}`)).status, 400, query)
      }
    })
  })
})
