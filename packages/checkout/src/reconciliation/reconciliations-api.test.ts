import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  PUBLIC_URL,
  TEST_ACCOUNT,
  type Json,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import { openListingGateway, type ListingGateway } from '../../test/support/listing-gateway.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import type { Checkout } from '../checkout.ts'
import { runDueReconciliations } from './run-due-reconciliations.ts'

const RANGE = { from: '2026-03-01T00:00:00+08:00', to: '2026-03-02T00:00:00+08:00' }

describeOnDatabase('the API of reconciliations', (database) => {
  let clock: HandClock
  let gateway: ListingGateway
  let checkout: Checkout
  let deps: TestDeps
  let key: string

  before(async () => {
    clock = createHandClock()
    gateway = openListingGateway()
    const options = { clock, fetch: gateway.fetch }
    checkout = openTestCheckout(database(), options)
    deps = openTestDeps(database(), options)
    key = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
  })

  const call = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    callApi(checkout, { path, key, body, headers })
  const create = async (range: object = RANGE): Promise<Json> => {
    const { status, body } = await call('/v1/reconciliations', range)
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  /** Goes on until nothing is due, while time passes. */
  const finish = async (): Promise<void> => {
    while ((await whileTimePasses(clock, runDueReconciliations(deps))) > 0);
  }
  const csv = async (path: string): Promise<Response> =>
    checkout.fetch(new Request(PUBLIC_URL + path, { headers: { authorization: `Bearer ${key}` } }))

  it('starts a run, shows its progress, and then its findings', async () => {
    const at = new Date('2026-02-28T16:00:01Z')
    gateway.rows.push(
      { number: 'POS-1', at, amount: 500 },
      { number: '=cmd|calc', at, amount: 700, shown: { cardcd: 'oPayerOpenid' } },
    )
    const started = await create()
    assert.partialDeepStrictEqual(started, {
      object: 'reconciliation',
      cause: 'merchant',
      status: 'running',
      from: '2026-02-28T16:00:00.000Z',
      read_until: '2026-02-28T16:00:00.000Z',
      starts_at: started.created_at,
    })
    await finish()
    const { body: run } = await call(`/v1/reconciliations/${started.id}`)
    assert.partialDeepStrictEqual(run, {
      status: 'completed',
      transactions: 2,
      needs_review: 2,
      differences: {
        unknown: { resolved: 0, reported: 2 },
        missing: { resolved: 0, reported: 0 },
      },
    })

    const path = `/v1/reconciliations/${started.id}/differences`
    const { body: first } = await call(`${path}?limit=1`)
    assert.equal(first.data.length, 1)
    assert.equal(first.has_more, true)
    const { body: rest } = await call(`${path}?starting_after=${first.data[0].id}`)
    assert.equal(rest.data.length, 1)
    assert.equal(rest.has_more, false)
    const all: Json[] = [...first.data, ...rest.data]
    assert.partialDeepStrictEqual(all[0], {
      kind: 'unknown',
      resolved: false,
      out_trade_no: 'POS-1',
      facts: { finding: 'unknown_number', order_type: 'payment' },
      theirs: { status: 'succeeded', amount: 500, currency: 'HKD' },
    })
    assert.partialDeepStrictEqual(all[1], {
      kind: 'unknown',
      resolved: false,
      out_trade_no: '=cmd|calc',
      theirs: { status: 'succeeded', amount: 700, currency: 'HKD' },
    })
    assert.equal((await call(`${path}?kind=unknown&resolved=false`)).body.data.length, 2)
    assert.equal((await call(`${path}?resolved=true`)).body.data.length, 0)
    assert.equal((await call(`${path}?kind=missing`)).body.data.length, 0)

    const file = await csv(`${path}.csv`)
    assert.equal(file.headers.get('content-type'), 'text/csv; charset=utf-8; header=present')
    assert.match(file.headers.get('content-disposition') ?? '', /^attachment; filename="rcn_/)
    const text = await file.text()
    const lines = text.split('\r\n')
    assert.equal(lines.length, 4)
    assert.match(lines[1] ?? '', /,POS-1,/)
    assert.match(lines[2] ?? '', /,'=cmd\|calc,/)
    assert.doesNotMatch(text + JSON.stringify(all), /oPayerOpenid/)
    assert.equal((await (await csv(`${path}.csv?resolved=true`)).text()).split('\r\n').length, 2)
  })

  it('sends a long list whole, page by page', async () => {
    const rows = Array.from({ length: 600 }, (_, n) => ({
      number: `LONG-${String(n).padStart(4, '0')}`,
      at: new Date(Date.parse('2026-02-01T16:00:00Z') + n * 1000),
    }))
    gateway.rows.push(...rows)
    const run = await create({ from: '2026-02-02T00:00:00+08:00', to: '2026-02-02T00:10:00+08:00' })
    await finish()
    const text = await (await csv(`/v1/reconciliations/${run.id}/differences.csv`)).text()
    const listed = text.split('\r\n').flatMap((line) => /LONG-\d{4}/.exec(line)?.[0] ?? [])
    assert.deepEqual(
      listed.toSorted(),
      rows.map(({ number }) => number),
    )
  })

  it('answers a repeat with the same Idempotency-Key alike, and starts one run', async () => {
    const ask = () => call('/v1/reconciliations', RANGE, { 'idempotency-key': 'nightly' })
    const [first, second] = [await ask(), await ask()]
    assert.equal(first.body.id, second.body.id)
    assert.equal(second.headers.get('idempotent-replayed'), 'true')
    const { body } = await call('/v1/reconciliations?limit=1')
    assert.equal(body.data[0].id, first.body.id)
    await finish()
  })

  it('answers a repeat as it did at first, also when the range is too old by now', async () => {
    const instant = (ms: number) => new Date(ms).toISOString()
    const from = Math.ceil(clock.now().getTime() / 1000) * 1000 - 366 * 24 * 3_600_000
    const range = { from: instant(from), to: instant(from + 1000) }
    const ask = () => call('/v1/reconciliations', range, { 'idempotency-key': 'last year' })
    const first = await ask()
    await clock.advance(2000)
    const again = await ask()
    assert.equal(again.status, 201)
    assert.equal(again.body.id, first.body.id)
    assert.equal((await call('/v1/reconciliations', range)).status, 400)
    await finish()
  })

  for (const [what, body, param] of [
    ['no range', {}, 'from'],
    ['a day without a zone', { from: '2026-03-01T00:00:00', to: RANGE.to }, 'from'],
    ['an end before its beginning', { from: RANGE.to, to: RANGE.from }, 'to'],
    ['an end in the future', { from: RANGE.from, to: '2036-03-02T00:00:00Z' }, 'to'],
    ['more than a year', { from: '2024-03-01T00:00:00Z', to: RANGE.to }, 'from'],
    ['parts of a second', { from: '2026-03-01T00:00:00.5Z', to: RANGE.to }, 'from'],
    ['a word too many', { ...RANGE, pages: 3 }, undefined],
  ] as const) {
    it(`refuses ${what}, and starts nothing`, async () => {
      const before = (await call('/v1/reconciliations?limit=100')).body.data.length
      const { status, body: answer } = await call('/v1/reconciliations', body)
      assert.equal(status, 400)
      assert.equal(answer.error.code, 'invalid_parameter')
      assert.equal(answer.error.param, param)
      assert.equal((await call('/v1/reconciliations?limit=100')).body.data.length, before)
    })
  }

  it('shows an account its own runs only', async () => {
    const run = await create()
    const stranger = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
    for (const path of ['', '/differences', '/differences.csv']) {
      const answer = await callApi(checkout, {
        path: `/v1/reconciliations/${run.id}${path}`,
        key: stranger,
      })
      assert.partialDeepStrictEqual(answer, { status: 404, body: { error: { code: 'not_found' } } })
    }
    assert.equal((await call('/v1/reconciliations/rcn_1')).status, 404)
    await finish()
  })

  it('lets an account have ten unfinished runs', async () => {
    const busy = (await checkout.addAccount(TEST_ACCOUNT)).apiKey
    const ask = () => callApi(checkout, { path: '/v1/reconciliations', key: busy, body: RANGE })
    for (let runs = 0; runs < 10; runs++) assert.equal((await ask()).status, 201)
    const { status, body } = await ask()
    assert.equal(status, 409)
    assert.equal(body.error.code, 'too_many_reconciliations')
    await finish()
    assert.equal((await ask()).status, 201)
    assert.ok(await readAccountOfKey(deps, busy))
  })
})
