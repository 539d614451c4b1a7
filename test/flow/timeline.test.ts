import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { after, before, it } from 'node:test'
import type { OrderView } from '@tael/sandbox'
import { describeOnDatabase } from '../../packages/checkout/test/support/database.ts'
import {
  CHECKOUT,
  joinWorld,
  whileTimePasses,
  type JoinedWorld,
  type Payment,
} from '../support/joined-world.ts'

type Entry = {
  readonly id: string
  readonly object: 'event' | 'exchange'
  readonly type?: string
  readonly kind?: string
  readonly about?: string
  readonly endpoint?: string
  readonly why?: string
  readonly signature?: string
  readonly algorithm?: string
  readonly verdict?: string
  readonly returned?: string
  readonly times?: number
  readonly asked_with?: number
  readonly ask_again_at?: string
  readonly last_at?: string
  readonly failure?: object
  readonly request?: Readonly<Record<string, unknown>>
  readonly answer?: { readonly data?: readonly { readonly out_trade_no: string }[] }
}

function nameOf({
  object,
  type,
  kind,
  endpoint,
  why,
  signature,
  verdict,
  returned,
}: Entry): string {
  if (object === 'event') return type ?? ''
  const named = kind === 'request' ? [endpoint, why, verdict] : [kind, returned ?? signature]
  return named.filter((part) => part !== undefined).join(' ')
}

describeOnDatabase('the timeline', (database) => {
  let world: JoinedWorld
  before(async () => {
    world = await joinWorld({ ...database(), close: () => Promise.resolve() })
  })
  after(() => world.close())

  const timeline = async (payment: Payment, query = 'limit=100'): Promise<readonly Entry[]> => {
    const { body } = await world.call(`/v1/payments/${payment.id}/timeline?${query}`)
    return (body as { data: readonly Entry[] }).data
  }
  const opened = async (): Promise<{ payment: Payment; order: OrderView }> => {
    const payment = await world.createPayment()
    await whileTimePasses(world, world.visitor().open(payment.url))
    const order = world.sandbox.orders.list().at(-1)
    assert.ok(order)
    return { payment, order }
  }
  /** To the account of the world unless said otherwise. */
  const notify = async (
    told: object,
    {
      to,
      key = 'a key that somebody guessed',
    }: { readonly to?: string; readonly key?: string } = {},
  ): Promise<Response> => {
    const { db } = database()
    const attempt = await db.selectFrom('attempt').select('account_id').executeTakeFirstOrThrow()
    const body = JSON.stringify({ respcd: '0000', goods_name: 'believe', ...told })
    return world.fetch(`${CHECKOUT}/notifications/${to ?? attempt.account_id}`, {
      method: 'POST',
      body,
      headers: { 'x-qf-sign': hash('md5', body + key) },
    })
  }
  const forge = (outTradeNo: string): Promise<Response> => notify({ out_trade_no: outTradeNo })

  it('adds no write to a payment, which takes five short ones from its request to its proof, and the leases', async () => {
    if (database().engine !== 'pglite') return // On a server, others' transactions count too.
    const transactions = async (): Promise<number> => {
      const { next } = await database()
        .db.selectNoFrom((select) =>
          select
            .cast<string>(select.fn('pg_snapshot_xmax', [select.fn('pg_current_snapshot')]), 'text')
            .as('next'),
        )
        .executeTakeFirstOrThrow()
      return Number(next)
    }
    await world.pass(2_000)
    const start = await transactions()
    const payment = await world.createPayment()
    await world.visitor().open(payment.url)
    const order = world.sandbox.orders.list().at(-1)
    assert.ok(order)
    await world.sandbox.orders.pay(order)
    await world.pass(400, 100)
    assert.equal((await world.getPayment(payment.id)).status, 'succeeded')
    assert.equal((await transactions()) - start, 5 + 1, 'one lease for its three requests')
    assert.deepEqual(
      (await timeline(payment)).filter(({ object }) => object === 'exchange'),
      [],
      'explanations come a second later',
    )
  })

  it('shows every request with its answer, the notification and the conclusions, in order', async () => {
    const { payment, order } = await opened()
    await world.pass(30_000)
    await world.sandbox.orders.pay(order)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    await world.pass(2_000)
    const entries = await timeline(payment)
    assert.deepEqual(entries.map(nameOf), [
      'payment.created',
      'attempt.recorded',
      'payment.pending',
      '/tool/v1/get_weixin_openid',
      '/trade/v1/payment',
      'attempt.launched',
      '/trade/v1/query scheduled unpaid',
      'notification.received',
      'notification valid',
      '/trade/v1/query notified paid',
      'attempt.succeeded',
      'payment.succeeded',
    ])
    const unpaid = entries.find(({ verdict }) => verdict === 'unpaid')
    assert.ok((unpaid?.times ?? 0) > 3, 'asked more than once')
    assert.ok(Date.parse(unpaid?.ask_again_at ?? '') > Date.parse(unpaid?.last_at ?? ''))
    const request = entries.find(({ endpoint }) => endpoint === '/trade/v1/payment')?.request
    assert.equal(request?.['out_trade_no'], order.outTradeNo)
    assert.equal(request['sub_openid'], '[masked]')
  })

  it('names the hash under each notification', async () => {
    const { settings } = world.sandbox
    for (const notificationSignType of ['SHA256', 'MD5'] as const) {
      settings.change({ notificationSignType })
      const { payment, order } = await opened()
      await world.sandbox.orders.pay(order)
      await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
      await world.pass(2_000)
      const told = (await timeline(payment)).find(({ kind }) => kind === 'notification')
      assert.equal(told?.signature, 'valid')
      assert.deepEqual(told.algorithm, notificationSignType)
    }
  })

  it('continues with a refund: how it was sent, and how it was proved', async () => {
    const { payment, order } = await opened()
    await world.sandbox.orders.pay(order)
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    world.sandbox.faults.add({ effect: { kind: 'cut', when: 'after' }, endpoint: 'refund' })
    await world.call(`/v1/payments/${payment.id}/refunds`, { amount: 99 })
    await world.passUntil(payment.id, ({ amount_refunded: refunded }) => refunded === 99)
    await world.pass(2_000)
    const names = (await timeline(payment)).map(nameOf)
    const since = names.slice(names.indexOf('refund.requested'))
    assert.deepEqual(
      since.filter((name) => !name.includes('notif')),
      [
        'refund.requested',
        'refund.pending',
        '/trade/v1/refund',
        '/trade/v1/query refunding paid',
        'refund.succeeded',
      ],
    )
  })

  it('is read page by page, from an event on or from an exchange on', async () => {
    const { payment } = await opened()
    await world.pass(8_000)
    const all = await timeline(payment)
    assert.ok(all.length > 6)
    for (const limit of [1, 2, 3]) {
      const read: Entry[] = []
      for (let more = true; more;) {
        const last = read.at(-1)
        const after = last === undefined ? '' : `&starting_after=${last.id}`
        const path = `/v1/payments/${payment.id}/timeline?limit=${limit}${after}`
        const { body } = await world.call(path)
        read.push(...(body as { data: Entry[] }).data)
        more = (body as { has_more: boolean }).has_more
      }
      assert.deepEqual(read.map(nameOf), all.map(nameOf))
    }
    const path = `/v1/payments/${payment.id}/timeline`
    assert.equal((await world.call(`${path}?starting_after=${payment.id}`)).status, 400)
    assert.equal((await world.call(`/v1/payments/pay_${'0'.repeat(26)}/timeline`)).status, 404)
  })

  it('shows each payment its own part of an enquiry for many', async () => {
    const all = [await opened(), await opened(), await opened(), await opened()]
    await world.pass(40_000)
    let together = 0
    for (const { payment, order } of all) {
      const asked = (await timeline(payment)).filter(
        ({ endpoint }) => endpoint === '/trade/v1/query',
      )
      assert.ok(asked.length > 0)
      for (const { about, answer, request, asked_with: others = 0 } of asked) {
        assert.equal(about, order.outTradeNo)
        const told = answer?.data?.map(({ out_trade_no: number }) => number)
        assert.deepEqual(told, [order.outTradeNo])
        assert.doesNotMatch(String(request?.['syssn'] ?? request?.['out_trade_no']), /,/)
        together = Math.max(together, others)
      }
    }
    assert.ok(together >= 1, 'they were asked about together')
  })

  it('shows that an answer was lost, and why Tael enquired', async () => {
    world.sandbox.faults.add({ effect: { kind: 'cut', when: 'after' }, endpoint: 'payment' })
    const { payment } = await opened()
    await world.pass(8_000)
    const entries = await timeline(payment)
    const cut = entries.find(({ endpoint }) => endpoint === '/trade/v1/payment')
    assert.deepEqual(cut?.failure, { code: 'network', outcome: 'unknown', reason: 'connection' })
    assert.ok(entries.map(nameOf).includes('/trade/v1/query scheduled unpaid'))
  })

  it('shows that a payer came back with nothing, and that a return was repeated', async () => {
    const payment = await world.createPayment()
    const headers = { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.22' }
    const first = await world.fetch(payment.url, { redirect: 'manual', headers })
    const [cookie = ''] = first.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    const away = new URL(first.headers.get('location') ?? '')
    const back = away.searchParams.get('redirect_uri') ?? ''
    const comeBack = (query: string): Promise<Response> =>
      whileTimePasses(
        world,
        world.fetch(`${back}${query}`, { redirect: 'manual', headers: { ...headers, cookie } }),
      )
    await comeBack('')
    await comeBack('?code=invented')
    await comeBack('?code=invented')
    await world.pass(2_000)
    const names = (await timeline(payment)).map(nameOf)
    assert.deepEqual(names.toSorted(), [
      '/tool/v1/get_weixin_openid',
      'attempt.failed',
      'attempt.recorded',
      'payment.created',
      'payment.pending',
      'return refused',
      'return repeated',
    ])
  })

  it('shows that a notification was forged, once an hour, and believes nothing of it', async () => {
    const { payment, order } = await opened()
    for (let n = 0; n < 5; n += 1) assert.equal((await forge(order.outTradeNo)).status, 401)
    await forge(`att_${'0'.repeat(26)}`)
    await world.pass(2_000)
    for (let n = 0; n < 5; n += 1) assert.equal((await forge(order.outTradeNo)).status, 401)
    await world.pass(2_000)
    const entries = await timeline(payment)
    const forged = entries.filter(({ signature }) => signature === 'forged')
    assert.deepEqual(
      forged.map(({ times, request }) => [times, request]),
      [[10, undefined]],
    )
    assert.doesNotMatch(JSON.stringify(entries), /believe/)
    const { db } = database()
    const [count] = await db.selectFrom('forged_notification').selectAll().execute()
    assert.equal(count?.times, 11, 'counted, also where it names nobody')
    const about = await db
      .selectFrom('exchange')
      .select('about')
      .where('kind', '=', 'notification')
      .execute()
    assert.ok(about.every((row) => row.about !== `att_${'0'.repeat(26)}`))
  })

  it('shows nothing of another account’s notifications about a payment, authentic or not', async () => {
    const { payment, order } = await opened()
    const key = 'A0'.repeat(16)
    const other = await world.checkout.addAccount({
      name: 'Another merchant',
      flow: 'qfpay-account',
      host: 'https://gateway.example.com',
      app_code: 'B1'.repeat(16),
      client_key: key,
    })
    const told = { out_trade_no: order.outTradeNo, notify_type: 'payment', syssn: '1' }
    const to = other.accountId
    assert.equal((await notify(told, { to })).status, 401)
    assert.equal((await notify({ ...told, txamt: '1', txcurrcd: 'HKD' }, { to, key })).status, 200)
    await world.pass(2_000)
    const names = (await timeline(payment)).map(nameOf)
    assert.deepEqual(
      names.filter((name) => name.includes('notification')),
      [],
    )
  })

  it('begins no new line for an attacker’s repeats, and looks up little for them', async () => {
    const { payment, order } = await opened()
    const forged = Array.from({ length: 60 }, () => forge(order.outTradeNo))
    await Promise.all(forged)
    await world.pass(2_000)
    const [line, ...more] = (await timeline(payment)).filter(
      ({ signature }) => signature === 'forged',
    )
    assert.equal(line?.times, 10)
    assert.equal(more.length, 0)
  })
})
