import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import type { TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { openTestPayment, paidVerdict, recordTestAttempt } from '../../test/support/payments.ts'
import { dieSending, failing, typesOf, webhookWorlds } from '../../test/support/webhook-world.ts'
import { sendDueWebhooks } from '../../test/support/webhooks.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { changeEndpoint, deleteEndpoint } from './change-endpoints.ts'
import { replayDelivery, replayRange } from './replay-deliveries.ts'

describeOnDatabase('webhooks to an endpoint that fails or goes', (database) => {
  const { openWorld, receive, listen, pay } = webhookWorlds(database)

  it('are given up after ten tries in three days', async () => {
    const world = await openWorld((receipt) => failing(receipt.event.data.event.sequence === 1))
    const { deps, account, receiver, pass, deliveries } = world
    await pay(deps, account)
    await sendDueWebhooks(deps)
    for (let hours = 0; hours < 80; hours += 1) await pass(HOUR_MS)
    const [first, ...rest] = await deliveries()
    assert.equal(first?.status, 'failed')
    assert.equal(first.tries, 10)
    assert.equal(first.nextTryAt, undefined)
    assert.equal(first.responseBody, 'Out of order')
    assert.match(first.failure ?? '', /500/)
    assert.deepEqual(
      rest.map(({ status }) => status),
      ['delivered', 'delivered'],
    )
    assert.equal(receiver.receipts.length, 12)
    const ids = receiver.receipts.filter(({ event }) => event.data.event.sequence === 1)
    assert.equal(new Set(ids.map(({ id }) => id)).size, 1, 'every try has the same webhook-id')
  })

  it('report a payment within minutes to a handler that throws at every other event, and disable nothing', async () => {
    const told: Date[] = []
    const world = await openWorld(({ event }) => {
      const isKnown = event.type === 'payment.succeeded'
      if (isKnown) told.push(world.clock.now())
      return failing(!isKnown)
    })
    const { deps, account, pass, clock } = world
    for (let week = 1; week <= 3; week++) {
      const paidAt = clock.now().getTime()
      await pay(deps, account)
      for (let minutes = 0; minutes < 7; minutes++) await pass(MINUTE_MS)
      assert.equal(told.length, week, `paid at ${paidAt}`)
      for (let hours = 0; hours < 7 * 24; hours += 4) await pass(4 * HOUR_MS)
    }
    assert.equal((await world.endpointNow()).disabledReason, undefined)
  })

  it('that an endpoint missed for hours come in order, after the first that it takes of the payment', async () => {
    let isDown = true
    const world = await openWorld(() => failing(isDown))
    const { deps, account, receiver, pass } = world
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await cancelPayment(deps, payment.id)
    for (let hours = 0; hours < 9; hours++) await pass(HOUR_MS)
    isDown = false
    const missed = receiver.receipts.length
    await applyVerdict(deps, attempt, paidVerdict(attempt))
    await sendDueWebhooks(deps)
    await sendDueWebhooks(deps)
    assert.deepEqual(
      receiver.receipts.slice(missed).map(({ event }) => event.data.event.sequence),
      [3, 1, 2, 4],
    )
  })

  for (const status of [400, 404, 405, 422]) {
    it(`do not wait for one that it refuses with ${status}; that disables nothing`, async () => {
      const knows = (type: string) => type === 'payment.succeeded'
      const world = await openWorld(
        ({ event }) => new Response(null, { status: knows(event.type) ? 204 : status }),
      )
      const { deps, account, receiver, pass, deliveries } = world
      await openTestPayment(deps, account)
      await sendDueWebhooks(deps)
      await pay(deps, account)
      await sendDueWebhooks(deps)
      assert.ok(typesOf(receiver.receipts).includes('payment.succeeded'))
      const step = status === 400 ? 1 : 4
      for (let hours = 0; hours < 200; hours += step) await pass(step * HOUR_MS)
      const tries = (await deliveries()).map(({ type, tries }) => [type, tries])
      assert.deepEqual(tries, [
        ['payment.created', 10],
        ['payment.created', 10],
        ['attempt.succeeded', 10],
        ['payment.succeeded', 1],
      ])
      assert.equal((await world.endpointNow()).disabledReason, undefined)
    })
  }

  it('stop at an endpoint that answers 410, and are in its log', async () => {
    const world = await openWorld(() => new Response(null, { status: 410 }))
    const { deps, account, receiver, pass, deliveries } = world
    await pay(deps, account)
    await sendDueWebhooks(deps)
    const endpoint = await world.endpointNow()
    assert.match(endpoint.disabledReason ?? '', /410/)
    await openTestPayment(deps, account)
    await pass(100 * HOUR_MS)
    assert.equal(receiver.receipts.length, 1)
    const statuses = (await deliveries()).map(({ status }) => status)
    assert.deepEqual(statuses, ['failed', 'failed', 'failed', 'failed'])
  })

  it('stop at an endpoint that has failed for five days, and can be replayed when it is well', async () => {
    let isDown = true
    const errors: string[] = []
    const log: TestDeps['log'] = {
      debug() {},
      info() {},
      warn() {},
      error: (event) => errors.push(event),
      with: () => log,
    }
    const world = await openWorld(() => failing(isDown), { log })
    const { deps, account, receiver, pass, deliveries, endpoint, clock } = world
    const before = clock.now()
    for (let day = 0; day < 6; day++) {
      await openTestPayment(deps, account)
      for (let hours = 0; hours < 24; hours += 1) await pass(HOUR_MS)
    }
    assert.match((await world.endpointNow()).disabledReason ?? '', /five days/)
    assert.ok(errors.includes('webhook_endpoint.disabled'))
    assert.deepEqual(new Set((await deliveries()).map(({ status }) => status)), new Set(['failed']))
    const range = { since: before, includeDelivered: false }
    assert.deepEqual(await replayRange(deps, endpoint.id, range), { kind: 'disabled' })
    isDown = false
    const tried = receiver.receipts.length
    await changeEndpoint(deps, endpoint.id, { isEnabled: true })
    assert.deepEqual(await replayRange(deps, endpoint.id, range), { kind: 'replayed', count: 6 })
    await sendDueWebhooks(deps)
    assert.equal(receiver.receipts.length, tried + 6)
    assert.deepEqual(
      new Set((await deliveries()).map(({ status }) => status)),
      new Set(['delivered']),
    )
  })

  it('are not disabled by failures with a success between them', async () => {
    const world = await openWorld((_receipt, count) => failing(count % 3 !== 0))
    for (let day = 0; day < 7; day++) {
      await openTestPayment(world.deps, world.account)
      for (let hours = 0; hours < 24; hours += 4) await world.pass(4 * HOUR_MS)
    }
    assert.equal((await world.endpointNow()).disabledReason, undefined)
  })

  it('are sent again when they are replayed: one, or all since an instant; same id, same body', async () => {
    const { deps, clock, account, receiver, endpoint, deliveries } = await openWorld()
    await openTestPayment(deps, account)
    await clock.advance(HOUR_MS)
    const since = clock.now()
    await pay(deps, account)
    await sendDueWebhooks(deps)
    const [delivery] = await deliveries()
    const first = receiver.receipts.find(({ id }) => id === delivery?.eventId)
    assert.ok(first && delivery)
    await replayDelivery(deps, endpoint.id, delivery.id)
    await sendDueWebhooks(deps)
    const again = receiver.receipts.at(-1)
    assert.equal(again?.id, first.id)
    assert.deepEqual(again.body, first.body)
    assert.equal(receiver.receipts.length, 5)
    const undelivered = { since, includeDelivered: false }
    assert.deepEqual(await replayRange(deps, endpoint.id, undelivered), {
      kind: 'replayed',
      count: 0,
    })
    await replayRange(deps, endpoint.id, { since, includeDelivered: true })
    await sendDueWebhooks(deps)
    assert.deepEqual(typesOf(receiver.receipts.slice(5)), [
      'payment.created',
      'attempt.succeeded',
      'payment.succeeded',
    ])
    const other = await listen(deps, account, await receive(), ['*'])
    assert.deepEqual(await replayDelivery(deps, other.id, delivery.id), { kind: 'not-found' })
  })

  it('are given up when their endpoint is disabled while a process dies over one', async () => {
    const { deps, clock, account, receiver, endpoint, deliveries } = await openWorld()
    await openTestPayment(deps, account)
    await dieSending(deps)
    await changeEndpoint(deps, endpoint.id, { isEnabled: false })
    await clock.advance(HOUR_MS)
    await sendDueWebhooks(deps)
    assert.deepEqual(
      (await deliveries()).map(({ status }) => status),
      ['failed'],
    )
    assert.deepEqual(receiver.receipts, [])
  })

  it('are given up when their endpoint is disabled, also one that is under way', async () => {
    const world = await openWorld(async () => {
      await changeEndpoint(world.deps, world.endpoint.id, { isEnabled: false })
      return failing(true)
    })
    const { deps, account, receiver, pass, deliveries } = world
    await pay(deps, account)
    await sendDueWebhooks(deps)
    await pass(HOUR_MS)
    assert.equal(receiver.receipts.length, 1)
    assert.deepEqual(
      (await deliveries()).map(({ status }) => status),
      ['failed', 'failed', 'failed'],
    )
  })

  it('are given up, and replayed, however many there are', async () => {
    const { deps, account, endpoint, deliveries } = await openWorld()
    const { db } = deps.database
    await openTestPayment(deps, account)
    const [first] = await deliveries()
    // In parts: a statement has its time limit, however busy the machine is.
    for (const [from, to] of [
      [1, 800],
      [801, 1600],
      [1601, 2499],
    ]) {
      await sql`
        insert into webhook_delivery
          (id, endpoint_id, payment_id, event_id, sequence, type, packed, tries, created_at, status, next_try_at)
        select id || n, endpoint_id, payment_id, event_id || n, sequence + 100 + n, type, packed, tries,
          created_at, status, next_try_at
        from webhook_delivery, generate_series(${from}::int, ${to}::int) as n
        where id = ${first?.id}
      `.execute(db)
    }
    const statuses = async (): Promise<unknown> => {
      const each = db.selectFrom('webhook_delivery').where('endpoint_id', '=', endpoint.id)
      const counted = each.select(['status', (row) => row.fn.countAll<number>().as('count')])
      return counted.groupBy('status').execute()
    }
    const range = { since: first?.createdAt ?? deps.clock.now(), includeDelivered: false }
    assert.deepEqual(await replayRange(deps, endpoint.id, range), { kind: 'replayed', count: 2500 })
    await changeEndpoint(deps, endpoint.id, { isEnabled: false })
    assert.deepEqual(await statuses(), [{ status: 'failed', count: 2500 }])
    await changeEndpoint(deps, endpoint.id, { isEnabled: true })
    assert.deepEqual(await replayRange(deps, endpoint.id, range), { kind: 'replayed', count: 2500 })
    assert.deepEqual(await statuses(), [{ status: 'pending', count: 2500 }])
    await deleteEndpoint(deps, endpoint.id)
    assert.deepEqual(await statuses(), [{ status: 'failed', count: 2500 }])
  })

  it('are given up with their endpoint, and deleting an endpoint never makes a payment fail', async () => {
    const { deps, account, receiver, endpoint, pass } = await openWorld()
    const payments = await Promise.all([1, 2, 3].map(() => openTestPayment(deps, account)))
    await Promise.all([
      deleteEndpoint(deps, endpoint.id),
      ...payments.map((payment) => cancelPayment(deps, payment.id)),
    ])
    await pass(HOUR_MS)
    assert.deepEqual(receiver.receipts, [])
  })
})
