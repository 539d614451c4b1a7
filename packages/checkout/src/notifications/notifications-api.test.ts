import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { before, it } from 'node:test'
import { waitUntil } from '@tael/testing/patience'
import { sql } from 'kysely'
import {
  openTestDeps,
  PUBLIC_URL,
  TEST_ACCOUNT,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestAccount,
  openTestPayment,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { createCheckout } from '../checkout.ts'
import { readAttempts } from '../payments/read-payments.ts'
import { createLog } from '../platform/log.ts'
import { unpack } from '../platform/pack.ts'
import { addEndpoint } from '../webhooks/change-endpoints.ts'
import { createOrderNotifications } from './order-notifications.ts'
import { notificationPruning } from './prune-notifications.ts'
import { receiveNotification } from './receive-notification.ts'

describeOnDatabase('a notification of QFPay', (database) => {
  const clock = createHandClock()
  const lines: string[] = []
  const log = createLog({ clock, write: (line) => lines.push(line) })
  let deps: TestDeps
  let account: Account
  let fetch: (request: Request) => Promise<Response>

  before(async () => {
    const options = testOptions(database(), { clock, log })
    deps = openTestDeps(database(), options)
    fetch = createCheckout(options).fetch
    account = await openTestAccount(deps)
  })

  /** As QFPay writes it: Python's JSON, signed over its bytes. */
  const bodyFor = (outTradeNo: string, changed: object = {}): string =>
    JSON.stringify({
      status: '1',
      notify_type: 'payment',
      pay_type: '800207',
      syssn: '20260302000200020012345678',
      out_trade_no: outTradeNo,
      txamt: '1099',
      txcurrcd: 'HKD',
      cancel: '0',
      respcd: '0000',
      cardcd: 'oSbx0TestOpenIdAbCdEf_123-xY',
      ...changed,
    })
  const send = async (
    body: string,
    {
      to = account.id,
      key = TEST_ACCOUNT.client_key,
      by = 'md5',
    }: { to?: string; key?: string; by?: 'md5' | 'sha256' } = {},
  ): Promise<string> => {
    const headers = { 'x-qf-sign': hash(by, body + key).toUpperCase() }
    const response = await fetch(
      new Request(`${PUBLIC_URL}/notifications/${to}`, { method: 'POST', body, headers }),
    )
    return `${response.status} ${await response.text()}`
  }
  const kept = () =>
    database().db.selectFrom('notification').selectAll().orderBy('received_at').execute()
  const opened = async () => {
    const payment = await openTestPayment(deps, account)
    return { payment, attempt: await recordTestAttempt(deps, payment) }
  }

  it('is acknowledged when it is durable, and makes its enquiry due', async () => {
    const { payment, attempt } = await opened()
    await clock.advance(60_000)
    assert.equal(await send(bodyFor(attempt.id)), '200 SUCCESS')
    assert.ok((await kept()).some(({ out_trade_no }) => out_trade_no === attempt.id))
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created', 'notification.received'])
    const [due] = await readAttempts(deps, payment.id)
    assert.equal(due?.enquireAt?.getTime(), clock.now().getTime() + 3000)
  })

  it('is kept by the server that took over from one that is a replica by now', async (t) => {
    const { db, engine } = database()
    if (engine === 'pglite') {
      t.skip('the embedded database is no replica')
      return
    }
    const { attempt } = await opened()
    await db.connection().execute(async (connection) => {
      await sql`set default_transaction_read_only = on`.execute(connection)
    })
    assert.equal(await send(bodyFor(attempt.id)), '200 SUCCESS')
    assert.ok((await kept()).some(({ out_trade_no }) => out_trade_no === attempt.id))
  })

  it('counts a repeat, and answers it with SUCCESS', async () => {
    const { payment, attempt } = await opened()
    const body = bodyFor(attempt.id)
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(body)))
    assert.deepEqual(new Set(answers), new Set(['200 SUCCESS']))
    const [row, ...more] = (await kept()).filter(({ out_trade_no }) => out_trade_no === attempt.id)
    assert.equal(row?.deliveries, 8)
    assert.equal(more.length, 0)
    const types = await eventTypes(deps, payment)
    assert.equal(types.filter((type) => type === 'notification.received').length, 1)
  })

  it('is kept together with those that come at the same time, each once and in a row of its own', async () => {
    const { payment, attempt } = await opened()
    const second = await recordTestAttempt(deps, payment)
    const others = await Promise.all(Array.from({ length: 4 }, opened))
    const attempts = [attempt, second, ...others.map((other) => other.attempt)]
    const wrong = bodyFor(attempt.id, { syssn: 'a number with a \0' })
    const bodies = [
      ...attempts.map(({ id }) => bodyFor(id)),
      bodyFor(second.id),
      bodyFor('another'),
    ]
    const answers = await Promise.all([wrong, ...bodies].map((body) => send(body)))
    assert.match(answers[0] ?? '', /^5/, 'the database cannot store it')
    assert.deepEqual(new Set(answers.slice(1)), new Set(['200 SUCCESS']))
    const told = ['payment.created', 'notification.received']
    assert.deepEqual(await eventTypes(deps, payment), [...told, 'notification.received'])
    for (const other of others) assert.deepEqual(await eventTypes(deps, other.payment), told)
    const rows = (await kept()).filter((row) => attempts.some(({ id }) => id === row.out_trade_no))
    assert.deepEqual(rows.map(({ deliveries }) => deliveries).toSorted(), [1, 1, 1, 1, 1, 2])
  })

  it('is asked about when no other is being received, so that acknowledgements come first', async () => {
    const own = await openTestAccount(deps)
    const { id } = await recordTestAttempt(deps, await openTestPayment(deps, own))
    const idle = Promise.withResolvers<undefined>()
    let asked = 0
    const gateway = (): Promise<Response> => {
      asked += 1
      return new Promise(() => undefined)
    }
    const receiving = {
      ...openTestDeps(database(), { clock, fetch: gateway }),
      orderNotifications: createOrderNotifications(database()),
      serving: { untilIdle: () => idle.promise },
    }
    const body = Buffer.from(bodyFor(id))
    const signature = hash('md5', body.toString() + TEST_ACCOUNT.client_key)
    assert.equal(await receiveNotification(receiving, own, { body, signature }), 'kept')
    await clock.advance(60_000)
    assert.equal(asked, 0)
    idle.resolve(undefined)
    await whileTimePasses(
      clock,
      waitUntil('the question', () => asked === 1),
    )
  })

  it('is reported to an endpoint that wants to know of it', async () => {
    const own = await openTestAccount(deps)
    const endpoint = await addEndpoint(deps, {
      accountId: own.id,
      url: 'https://shop.example.com/hooks',
      description: undefined,
      eventTypes: ['notification.*'],
    })
    assert.ok(endpoint)
    const payment = await openTestPayment(deps, own)
    const attempt = await recordTestAttempt(deps, payment)
    assert.equal(await send(bodyFor(attempt.id), { to: own.id }), '200 SUCCESS')
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created', 'notification.received'])
    const queued = database().db.selectFrom('webhook_delivery').select('type')
    assert.deepEqual(await queued.where('endpoint_id', '=', endpoint.id).execute(), [
      { type: 'notification.received' },
    ])
  })

  it('makes an enquiry due by its number alone, even if the rest is unreadable', async () => {
    for (const odd of [{ txamt: '' }, { txcurrcd: '' }, { notify_type: 'close' }]) {
      const { attempt } = await opened()
      await clock.advance(3 * 60 * 60_000)
      await database().db.updateTable('attempt').set({ enquire_at: null }).execute()
      assert.equal(await send(bodyFor(attempt.id, odd)), '200 SUCCESS')
      const { enquireAt } = (await readAttempts(deps, attempt.paymentId))[0] ?? {}
      assert.equal(enquireAt?.getTime(), clock.now().getTime() + 3000, JSON.stringify(odd))
      assert.ok((await kept()).some(({ out_trade_no }) => out_trade_no === attempt.id))
    }
  })

  const inOtherWords: readonly (readonly [string, (number: string) => Buffer])[] = [
    [
      'in GBK',
      (number) =>
        Buffer.concat([
          Buffer.from(`{"notify_type": "payment", "goods_name": "`),
          Buffer.from([0xb2, 0xe8, 0xb9, 0x5c]),
          Buffer.from(`", "out_trade_no": "${number}"}`),
        ]),
    ],
    [
      'in no encoding at all',
      (number) =>
        Buffer.concat([
          Buffer.from([0xff, 0xfe, 0x80]),
          Buffer.from(`{"orig_out_trade_no": "x", "out_trade_no": "${number}"`),
        ]),
    ],
    ['as a form', (number) => Buffer.from(`notify_type=payment&out_trade_no=${number}&txamt=1`)],
  ]
  for (const [how, bodyOf] of inOtherWords) {
    it(`is kept, acknowledged and asked about when it is authentic ${how}`, async () => {
      const { attempt } = await opened()
      await database().db.updateTable('attempt').set({ enquire_at: null }).execute()
      const body = bodyOf(attempt.id)
      const signature = hash('md5', Buffer.concat([body, Buffer.from(TEST_ACCOUNT.client_key)]))
      const response = await fetch(
        new Request(`${PUBLIC_URL}/notifications/${account.id}`, {
          method: 'POST',
          body: new Uint8Array(body),
          headers: { 'x-qf-sign': signature },
        }),
      )
      assert.equal(await response.text(), 'SUCCESS')
      const [row] = (await kept()).filter(({ out_trade_no }) => out_trade_no === attempt.id)
      const sealed = deps.sealing.open(row?.body_sealed ?? '', `${account.id} notification`)
      assert.deepEqual(unpack(Buffer.from(sealed.replace(/^packed:/, ''), 'base64')), body)
      const [asked] = await readAttempts(deps, attempt.paymentId)
      assert.equal(asked?.enquireAt?.getTime(), clock.now().getTime() + 3_000)
    })
  }

  it('is believed with either hash', async () => {
    for (const by of ['md5', 'sha256'] as const) {
      const { attempt } = await opened()
      assert.equal(await send(bodyFor(attempt.id), { by }), '200 SUCCESS')
      assert.ok((await kept()).some(({ out_trade_no }) => out_trade_no === attempt.id))
      assert.equal(await send(bodyFor(attempt.id), { by, key: 'a guess' }), '401 REFUSED')
    }
  })

  it('arrives also where a framework ends each path with a slash', async () => {
    const { attempt } = await opened()
    assert.equal(await send(bodyFor(attempt.id), { to: `${account.id}/` }), '200 SUCCESS')
  })

  it('leaves no trace when it is forged, tampered with, or of another account', async () => {
    const { payment, attempt } = await opened()
    const otherKey = '5EC2E7000000000000000000000000AA'
    const { account: other } = await addAccount(deps, { ...TEST_ACCOUNT, client_key: otherKey })
    const before = (await kept()).length
    const body = bodyFor(attempt.id)
    assert.equal(await send(body, { key: 'a key that somebody guessed' }), '401 REFUSED')
    const unsigned = new Request(`${PUBLIC_URL}/notifications/${account.id}`, {
      method: 'POST',
      body,
    })
    assert.equal((await fetch(unsigned)).status, 401)
    assert.equal((await kept()).length, before)
    // Authentic, but the order is not of the account it was sent to.
    assert.equal(await send(body, { to: other.id, key: otherKey }), '200 SUCCESS')
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created'])
  })

  it('may come to any account of an agent, as they share their credentials', async () => {
    const { payment, attempt } = await opened()
    const agents = await openTestAccount(deps)
    assert.equal(await send(bodyFor(attempt.id), { to: agents.id }), '200 SUCCESS')
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created', 'notification.received'])
    const [due] = await readAttempts(deps, payment.id)
    assert.equal(due?.enquireAt?.getTime(), clock.now().getTime() + 3000)
  })

  it('gets 404 if there is no such account, and is refused if it is too large', async () => {
    const { attempt } = await opened()
    const body = bodyFor(attempt.id)
    for (const to of [deps.newId('acc'), 'acc_', '..%2f', attempt.id]) {
      assert.match(await send(body, { to }), /^404/)
    }
    assert.match(await send(bodyFor(attempt.id, { goods_name: 'x'.repeat(70_000) })), /^413/)
  })

  it('is stored though it names an unknown order, or has an unknown type', async () => {
    const strange = [bodyFor('ORDER-OF-ANOTHER-SYSTEM'), bodyFor('x', { notify_type: 'close' })]
    for (const body of strange) assert.equal(await send(body), '200 SUCCESS')
    lines.length = 0
    assert.equal(await send(bodyFor('a-refund', { notify_type: 'refund' })), '200 SUCCESS')
    assert.deepEqual(lines, [], 'a refund is no unknown order')
  })

  it('is deleted after the days that the operator has set, and not before', async () => {
    const before = (await kept()).length
    await clock.advance(100 * 86_400_000)
    assert.equal(await send(bodyFor('an-order-of-another-system-2')), '200 SUCCESS')
    await notificationPruning.run({ ...deps, daysKept: { ...deps.daysKept, notifications: 101 } })
    assert.equal((await kept()).length, before + 1)
    await notificationPruning.run({ ...deps, daysKept: { ...deps.daysKept, notifications: 99 } })
    assert.equal((await kept()).length, 1)
  })

  it('keeps the payer to itself: sealed in the database, absent from the log', async () => {
    const { attempt } = await opened()
    await send(bodyFor(attempt.id))
    await send(bodyFor(attempt.id, { syssn: '1' }), { key: 'wrong' })
    const text = JSON.stringify(await kept()) + lines.join('')
    assert.doesNotMatch(text, /oSbx0Test/)
  })
})
