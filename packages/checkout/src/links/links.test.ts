import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestCheckout,
  openTestDeps,
  PUBLIC_URL,
  TEST_ACCOUNT,
  type Json,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase, openEmptyDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import { createLinkPayer, paymentIn } from '../../test/support/link-payers.ts'
import { paidVerdict, recordTestAttempt } from '../../test/support/payments.ts'
import { readAccountById } from '../accounts/read-accounts.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import type { Checkout } from '../checkout.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import { claimPlace } from '../payments/claim-place.ts'
import { createExpirer } from '../payments/expire-payments.ts'
import { readPayment } from '../payments/read-payments.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { callTurns } from './call-turns.ts'
import { turnsInWindow, WINDOW_MS } from './turn.ts'

describeOnDatabase('payment links', (database) => {
  let clock: HandClock
  let checkout: Checkout
  /** Another process on the same database. */
  let other: Checkout
  let deps: TestDeps
  let key: string

  before(async () => {
    clock = createHandClock()
    checkout = openTestCheckout(database(), { clock })
    other = openTestCheckout(database(), { clock })
    deps = openTestDeps(database(), { clock })
    key = (await checkout.addAccount({ ...TEST_ACCOUNT, request_limit: { per_minute: 6000 } }))
      .apiKey
  })

  const api = (path: string, body?: unknown, method?: string) =>
    callApi(checkout, {
      path: `/v1/payment_links${path}`,
      key,
      ...(body !== undefined && { body }),
      ...(method !== undefined && { method }),
    })
  const create = async (changed: object = {}): Promise<Json> => {
    const wanted = { title: 'Charity tea', currency: 'HKD', amount: 5800, ...changed }
    const { status, body } = await api('', wanted)
    assert.equal(status, 201, JSON.stringify(body))
    return body
  }
  const read = async (link: Json): Promise<Json> => (await api(`/${link.id}`)).body
  const pathOf = (link: Json): string => new URL(link.url).pathname
  const payment = async (id: string | undefined) => {
    const found = id === undefined ? undefined : await readPayment(deps, id)
    assert.ok(found)
    return found
  }
  /** An enquiry proves that a payment's newest attempt is paid. */
  const pay = async (id: string | undefined) => {
    const { amount, currency, ...rest } = await payment(id)
    const attempt = await recordTestAttempt(deps, { amount, currency, ...rest })
    const prove = () => applyVerdict(deps, attempt, paidVerdict(attempt, { amount, currency }))
    return { attempt, prove }
  }

  it('are created, read, listed, changed and disabled', async () => {
    const link = await create({ stock: 3, fields: [{ key: 'table', label: 'Table' }] })
    assert.match(link.id, /^lnk_[0-9a-z]{26}$/)
    assert.match(link.url, /\/l\/[0-9a-z]{10}$/)
    assert.partialDeepStrictEqual(link, { status: 'open', amount: 5800, stock: 3, remaining: 3 })
    assert.deepEqual((await api('')).body.data[0], link)
    const changed = await api(`/${link.id}`, { title: 'Green tea', stock: null }, 'PATCH')
    assert.equal(changed.body.title, 'Green tea')
    assert.equal(changed.body.stock, undefined)
    const disabled = await api(`/${link.id}`, { disabled: true }, 'PATCH')
    assert.equal(disabled.body.status, 'disabled')
    assert.deepEqual(await read(link), disabled.body)
    const shown = await createLinkPayer(checkout).get(pathOf(link))
    assert.equal(shown.status, 410)
    assert.match(shown.page, /The shop has closed this page/)
  })

  it('refuse what nobody could pay, by the name of the field', async () => {
    const bad: readonly (readonly [object, string])[] = [
      [{ amount: 0 }, 'amount'],
      [{ amount: 5, min_amount: 1 }, 'amount'],
      [{ amount: undefined, min_amount: 9, max_amount: 8 }, 'max_amount'],
      [{ currency: 'XXX' }, 'currency'],
      [{ starts_at: '2026-03-02T00:00:00Z', ends_at: '2026-03-01T00:00:00Z' }, 'ends_at'],
      [{ success_url: 'https://elsewhere.example.com/' }, 'success_url'],
      [
        {
          fields: [
            { key: 'a', label: 'A' },
            { key: 'a', label: 'B' },
          ],
        },
        'fields',
      ],
      [{ fields: [{ key: 'amount', label: 'How many' }] }, 'fields.0.key'],
      [{ stok: 3 }, ''],
    ]
    for (const [changed, param] of bad) {
      const { status, body } = await api('', {
        title: 'Tea',
        currency: 'HKD',
        amount: 5800,
        ...changed,
      })
      assert.equal(status, 400, JSON.stringify(changed))
      assert.equal(body.error.param ?? '', param)
    }
    assert.equal((await api('/lnk_01m8t5w2f4e8ta3x0c9v7k6hqz')).status, 404)
  })

  it('give their code and their poster as files', async () => {
    const link = await create()
    const file = async (name: string) => {
      const request = new Request(`${PUBLIC_URL}/v1/payment_links/${link.id}/${name}`, {
        headers: { authorization: `Bearer ${key}` },
      })
      const response = await checkout.fetch(request)
      const bytes = Buffer.from(await response.arrayBuffer())
      return {
        type: response.headers.get('content-type'),
        begins: bytes.toString('latin1', 0, 5),
      }
    }
    assert.deepEqual(await file('code.svg'), { type: 'image/svg+xml', begins: '<svg ' })
    assert.deepEqual(await file('code.png'), { type: 'image/png', begins: '\u0089PNG\r' })
    assert.deepEqual(await file('poster.pdf?paper=a6&language=zh-Hant'), {
      type: 'application/pdf',
      begins: '%PDF-',
    })
  })

  it('belong to their account alone', async () => {
    const link = await create()
    const stranger = await checkout.addAccount({ ...TEST_ACCOUNT, name: 'Another house' })
    for (const method of ['GET', 'PATCH']) {
      const { status } = await callApi(checkout, {
        path: `/v1/payment_links/${link.id}`,
        key: stranger.apiKey,
        method,
        ...(method === 'PATCH' && { body: { disabled: true } }),
      })
      assert.equal(status, 404)
    }
  })

  it('make a payment only when the payer continues, and count opens, payments and what is paid', async () => {
    const link = await create({ metadata: { poster: 'wall-7' } })
    const payer = createLinkPayer(checkout)
    const shown = await payer.get(pathOf(link))
    assert.match(shown.page, /Charity tea/)
    assert.match(shown.page, /Pay HK\$58\.00/)
    assert.equal((await read(link)).payments, 0)
    const id = await payer.makePayment(pathOf(link))
    const made = await payment(id)
    assert.partialDeepStrictEqual(made, { amount: 5800, description: 'Charity tea' })
    assert.equal(made.metadata['poster'], 'wall-7')
    const listed = await callApi(checkout, { path: `/v1/payments?payment_link=${link.id}`, key })
    assert.deepEqual(
      listed.body.data.map((one: Json) => [one.id, one.payment_link]),
      [[id, link.id]],
    )
    await (await pay(id)).prove()
    await deps.linkOpens.write()
    const counted = await read(link)
    assert.partialDeepStrictEqual(counted, { payments: 1, held: 0, paid: 1, amount_paid: 5800 })
  })

  it('count how often their page was shown, in one statement for many', async () => {
    const link = await create()
    const opens = openTestDeps(database(), { clock }).linkOpens
    for (let times = 0; times < 500; times++) opens.note(link.id, 1)
    await opens.write()
    await opens.write()
    assert.equal((await read(link)).opens, 500)
  })

  it('give a payer who taps twice, reloads or goes back the same payment', async () => {
    const link = await create({ stock: 5 })
    const payer = createLinkPayer(checkout)
    const first = await payer.makePayment(pathOf(link))
    const taps = await Promise.all([1, 2, 3].map(() => payer.makePayment(pathOf(link))))
    assert.deepEqual(new Set([first, ...taps]), new Set([first]))
    const onAgain = await payer.get(`${pathOf(link)}/on`)
    assert.equal(paymentIn(onAgain.page), first)
    assert.partialDeepStrictEqual(await read(link), { payments: 1, held: 1, remaining: 4 })
  })

  it('ask for an amount within limits and for what the merchant wants to know', async () => {
    const link = await create({
      amount: undefined,
      min_amount: 1000,
      max_amount: 50_000,
      fields: [
        { key: 'table', label: 'Table number' },
        { key: 'name', label: 'Your name', required: false },
      ],
    })
    const payer = createLinkPayer(checkout)
    await payer.get(pathOf(link))
    for (const amount of ['9.99', '500.01', '', 'ten', '-20', '20.001', '1e3', '1,20.5']) {
      const refused = await payer.goOn(pathOf(link), { amount, 'answer.table': '7' })
      assert.equal(refused.status, 422, amount)
      assert.match(
        refused.page,
        /Please enter an amount within these limits, in digits such as 10\.00/,
      )
    }
    const unanswered = await payer.goOn(pathOf(link), { amount: '20' })
    assert.match(unanswered.page, /Please fill this in/)
    const made = await payment(
      await payer.makePayment(pathOf(link), { amount: '１20，5', 'answer.table': '<7>' }),
    )
    assert.equal(made.amount, 12_050)
    assert.deepEqual(made.metadata, { table: '<7>' })
    const other = await payment(
      await payer.makePayment(pathOf(link), { amount: '30', 'answer.table': '8' }),
    )
    assert.notEqual(other.id, made.id)
    assert.equal((await payment(made.id)).status, 'canceled')
  })

  it('are never oversold, however many payers come to however many processes', async () => {
    const link = await create({ stock: 7 })
    const made = await Promise.all(
      Array.from({ length: 40 }, async (_, n) =>
        createLinkPayer(n % 2 === 0 ? checkout : other).makePayment(pathOf(link)),
      ),
    )
    assert.equal(made.filter((id) => id !== undefined).length, 7)
    assert.partialDeepStrictEqual(await read(link), { held: 7, paid: 0, status: 'taken' })
    const next = await createLinkPayer(checkout).get(pathOf(link))
    assert.match(next.page, /Others hold all that is left/)
    await assert.rejects(
      sql`update payment_link set held = held + 1 where id = ${link.id}`.execute(database().db),
      /payment_link_stock/,
    )
  })

  it('let a payer who holds the last one change their mind, and go back', async () => {
    const link = await create({ stock: 1, fields: [{ key: 'table', label: 'Table number' }] })
    const payer = createLinkPayer(checkout)
    const first = await payer.makePayment(pathOf(link), { 'answer.table': '7' })
    const second = await payer.makePayment(pathOf(link), { 'answer.table': '8' })
    assert.ok(second !== undefined && second !== first, 'they wait behind themselves')
    assert.equal((await payment(first)).status, 'canceled')
    assert.partialDeepStrictEqual(await read(link), { held: 1, payments: 2 })

    await payer.goOn(pathOf(link), { 'answer.table': '9' })
    assert.equal(await payer.makePayment(pathOf(link), { 'answer.table': '8' }), second)
    assert.equal((await payment(second)).status, 'created')

    await payer.goOn(pathOf(link), { 'answer.table': '9' })
    await api(`/${link.id}`, { disabled: true }, 'PATCH')
    assert.equal(paymentIn((await payer.get(`${pathOf(link)}/on`)).page), second)
  })

  it('keep the order of their line in a restored database', async () => {
    const payer = createLinkPayer(checkout)
    await payer.makePayment(pathOf(await create({})))
    const restored = await openEmptyDatabase('pglite')
    try {
      await restored.restore(database().backup())
      const { rows } = await sql<{ next: number; last: number }>`
        select nextval(pg_get_serial_sequence('link_turn', 'id'))::int as next,
          (select max(id)::int from link_turn) as last`.execute(restored.db)
      assert.equal(rows[0]?.next, (rows[0]?.last ?? 0) + 1)
    } finally {
      await restored.close()
    }
  })

  it('sell again what was not paid in time', async () => {
    const link = await create({ stock: 1 })
    const late = createLinkPayer(checkout)
    const id = await late.makePayment(pathOf(link))
    const next = createLinkPayer(checkout)
    assert.equal(await next.makePayment(pathOf(link)), undefined, 'they wait in line')
    await clock.advance(15 * MINUTE_MS)
    await createExpirer(deps).serveDue()
    assert.equal((await payment(id)).status, 'expired')
    assert.partialDeepStrictEqual(await read(link), { held: 0, remaining: 1 })
    const paid = await createLinkPayer(checkout).makePayment(pathOf(link))
    await (await pay(paid)).prove()
    const soldOut = await next.get(`${pathOf(link)}/on`)
    assert.equal(soldOut.status, 410)
    assert.match(soldOut.page, /All are paid for, and nothing was charged to you/)
  })

  it('keep late money while stock is left, and refund it when another payer got the last', async () => {
    const link = await create({ stock: 1 })
    const first = await createLinkPayer(checkout).makePayment(pathOf(link))
    const { attempt, prove } = await pay(first)
    await cancelPayment(deps, first ?? '')
    const second = await createLinkPayer(checkout).makePayment(pathOf(link))
    await prove()
    assert.equal((await payment(first)).status, 'canceled')
    const { rows } = await sql<{ cause: string }>`
      select cause from refund where attempt_id = ${attempt.id}
    `.execute(database().db)
    assert.deepEqual(rows, [{ cause: 'paid_late' }])
    await cancelPayment(deps, second ?? '')
    const third = await createLinkPayer(checkout).makePayment(pathOf(link))
    const late = await pay(third)
    await cancelPayment(deps, third ?? '')
    await late.prove()
    assert.equal((await payment(third)).status, 'succeeded')
    assert.partialDeepStrictEqual(await read(link), { held: 0, paid: 1, status: 'sold_out' })
    const next = await createLinkPayer(checkout).get(pathOf(link))
    assert.match(next.page, /All are paid for, and nothing was charged to you/)
  })

  it('serve each payer once where that is asked for, whatever browser they use', async () => {
    const link = await create({ once_per_payer: true })
    const [mei, again] = await Promise.all(
      [checkout, other].map((one) => createLinkPayer(one).makePayment(pathOf(link))),
    )
    const hashes = ['mei under the newest secret'] as const
    const claims = await Promise.all([
      claimPlace(deps, await payment(mei), hashes),
      claimPlace(deps, await payment(again), hashes),
    ])
    assert.deepEqual(claims.map(({ kind }) => kind).toSorted(), ['other', 'own'])
    const ownId = claims[0].kind === 'own' ? mei : again
    assert.deepEqual(await claimPlace(deps, await payment(ownId), ['another payer']), {
      kind: 'foreign',
      linkId: link.id,
    })
    const foreign = claims[0].kind === 'own' ? again : mei
    await assert.rejects(
      sql`update payment set link_payer = ${hashes[0]} where id = ${foreign}`.execute(
        database().db,
      ),
      /payment_of_payer/,
    )
  })

  it('say in one sentence that they have not begun, or are over', async () => {
    const now = clock.now().getTime()
    const at = (ms: number) => new Date(now + ms).toISOString()
    const link = await create({ starts_at: at(HOUR_MS), ends_at: at(2 * HOUR_MS) })
    const payer = createLinkPayer(checkout)
    assert.match((await payer.get(pathOf(link))).page, /This has not begun yet.*\s+It begins at/)
    assert.equal((await payer.goOn(pathOf(link))).location, undefined)
    await clock.advance(HOUR_MS)
    assert.match((await payer.get(pathOf(link))).page, /Pay HK\$58/)
    await clock.advance(HOUR_MS)
    assert.match((await payer.get(pathOf(link))).page, /It has ended/)
  })

  it('show their code where nobody can pay, say why, and need no cookie for it', async () => {
    const wechat = 'MicroMessenger/8.0.60(0x18003c2f)'
    const link = await create()
    for (const [userAgent, why] of [
      ['Mozilla/5.0 Chrome/140', /You confirm before anything is charged/],
      [`${wechat} WindowsWechat(0x63090c37)`, /WeChat on a computer cannot pay/],
      [`wxwork/4.1.30 ${wechat}`, /WeCom cannot pay/],
      [`${wechat} miniProgram/wx0123456789abcdef`, /in a WeChat chat and open it there/],
    ] as const) {
      const { page } = await createLinkPayer(checkout, { userAgent }).get(pathOf(link))
      assert.match(page, why)
      assert.match(page, /<svg/)
    }
  })

  it('let payers wait in order of arrival, and call them within the budget', async () => {
    const account = await checkout.addAccount({
      ...TEST_ACCOUNT,
      name: 'A busy house',
      request_limit: { per_minute: 120 },
    })
    const busy = await readAccountById(deps, account.accountId)
    assert.ok(busy)
    const { body: link } = await callApi(checkout, {
      path: '/v1/payment_links',
      key: account.apiKey,
      body: { title: 'Tea', currency: 'HKD', amount: 5800 },
    })
    const atOnce = turnsInWindow(busy.settings)
    const payers = Array.from({ length: 3 * atOnce }, () => createLinkPayer(checkout))
    const made: (string | undefined)[] = []
    for (const payer of payers) made.push(await payer.makePayment(pathOf(link)))
    assert.equal(made.filter((id) => id !== undefined).length, atOnce)
    assert.ok(made.slice(0, atOnce).every((id) => id !== undefined))
    const waiting = await payers.at(-1)?.get(`${pathOf(link)}/on`)
    assert.match(waiting?.page ?? '', /You are in line/)
    await clock.advance(9_000)
    await callTurns(deps, busy)
    assert.equal(
      paymentIn((await payers[atOnce]?.get(`${pathOf(link)}/on`))?.page ?? ''),
      undefined,
    )
    await clock.advance(2_000)
    await Promise.all([callTurns(deps, busy), callTurns(deps, busy)])
    const called: boolean[] = []
    for (const payer of payers.slice(atOnce)) {
      called.push(paymentIn((await payer.get(`${pathOf(link)}/on`)).page) !== undefined)
    }
    assert.deepEqual(called, [
      ...Array.from({ length: atOnce }, () => true),
      ...Array.from({ length: atOnce }, () => false),
    ])
  })

  it('let a payer who holds a unit change their mind, also while so many come that others wait', async () => {
    const { apiKey } = await checkout.addAccount({
      ...TEST_ACCOUNT,
      name: 'A house with one table',
      request_limit: { per_minute: 20 },
    })
    const body = {
      title: 'Tea',
      currency: 'HKD',
      amount: 5800,
      stock: 1,
      fields: [{ key: 'table', label: 'Table number' }],
    }
    const made = await callApi(checkout, { path: '/v1/payment_links', key: apiKey, body })
    const path = pathOf(made.body)
    const payer = createLinkPayer(checkout)
    const first = await payer.makePayment(path, { 'answer.table': '7' })
    const second = await payer.makePayment(path, { 'answer.table': '8' })
    assert.ok(first !== undefined && second !== undefined && second !== first)
    for (const table of ['9', '10', '11', '12']) {
      const next = await payer.makePayment(path, { 'answer.table': table })
      assert.ok(next !== undefined, table)
      assert.partialDeepStrictEqual(await payment(next), { metadata: { table }, status: 'created' })
    }
    const { status } = await payer.goOn(path, { 'answer.table': '13' })
    assert.equal(status, 503, 'nobody makes payments without end')
    await clock.advance(WINDOW_MS)
    assert.ok(await payer.makePayment(path, { 'answer.table': '13' }))
    assert.equal(await createLinkPayer(checkout).makePayment(path), undefined, 'others wait')
  })

  it('let few pages of one payer wait, so that nobody takes the places of the others', async () => {
    const { apiKey } = await checkout.addAccount({
      ...TEST_ACCOUNT,
      name: 'A small house',
      request_limit: { per_minute: 20 },
    })
    const body = { title: 'Tea', currency: 'HKD', amount: 5800 }
    const made = await callApi(checkout, { path: '/v1/payment_links', key: apiKey, body })
    const path = pathOf(made.body)
    assert.ok(await createLinkPayer(checkout).makePayment(path))
    const second = createLinkPayer(checkout)
    assert.equal(await second.makePayment(path), undefined)
    const asked = Array.from({ length: 6 }, () => second.get(`${path}/on/status`))
    const told = await whileTimePasses(clock, Promise.all(asked))
    const statuses = told.map(({ page }) => (JSON.parse(page) as { status: string }).status)
    assert.deepEqual(statuses.toSorted(), [...Array.from({ length: 5 }, () => 'called'), 'waiting'])
  })
})
