import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'node:test'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import { explain, watchStatements } from '../../test/support/watch-statements.ts'
import {
  dieSending,
  failing,
  typesOf,
  webhookWorlds,
  othersTurn,
} from '../../test/support/webhook-world.ts'
import { sendDueWebhooks } from '../../test/support/webhooks.ts'
import type { Db } from '../database/schema.ts'
import { findOwnersDue } from '../database/take-due.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import type { Payment } from '../payments/payment.ts'
import { HOUR_MS, SECOND_MS } from '../platform/durations.ts'
import { changeEndpoint, rollEndpointSecret } from './change-endpoints.ts'
import { createWebhookSender, deliveryPruning } from './deliver-webhooks.ts'
import { replayRange } from './replay-deliveries.ts'
import { TRIES } from './webhook-delivery-store.ts'
import { openWebhookNetwork } from './webhook-network.ts'

describeOnDatabase('webhooks', (database) => {
  const { openWorld, receive, listen, pay } = webhookWorlds(database)

  it('have the endpoint’s own headers, which never replace those of the delivery', async () => {
    const world = await openWorld()
    const headers = { Authorization: 'Basic dXNlcjpwYXNz', 'x-key': 'one' }
    await changeEndpoint(world.deps, world.endpoint.id, { headers })
    await pay(world.deps, world.account)
    await world.pass(0)
    const [first] = world.receiver.receipts
    assert.ok(first)
    assert.equal(first.headers['authorization'], headers.Authorization)
    assert.equal(first.headers['x-key'], 'one')
    assert.equal(first.headers['content-type'], 'application/json')
    await changeEndpoint(world.deps, world.endpoint.id, { headers: {} })
    await pay(world.deps, world.account)
    await world.pass(0)
    assert.equal(world.receiver.receipts.at(-1)?.headers['authorization'], undefined)
  })

  it('report each event once, in order, with the payment as it was then', async () => {
    const { deps, account, receiver, deliveries } = await openWorld()
    const payment = await pay(deps, account)
    await sendDueWebhooks(deps)
    assert.deepEqual(typesOf(receiver.receipts), [
      'payment.created',
      'attempt.succeeded',
      'payment.succeeded',
    ])
    const statuses = receiver.receipts.map(({ event }) => event.data.payment.status)
    assert.deepEqual(statuses, ['created', 'succeeded', 'succeeded'])
    const sequences = receiver.receipts.map(({ event }) => event.data.event.sequence)
    assert.deepEqual(sequences, [1, 2, 3])
    for (const { id, event } of receiver.receipts) {
      assert.equal(event.data.event.id, id)
      assert.equal(event.data.payment.id, payment.id)
    }
    for (const delivery of await deliveries()) {
      assert.partialDeepStrictEqual(delivery, {
        status: 'delivered',
        tries: 1,
        responseStatus: 204,
      })
    }
    await sendDueWebhooks(deps)
    assert.equal(receiver.receipts.length, 3)
  })

  it('are written in the transaction of their event, or not at all', async () => {
    const { deps, account, deliveries } = await openWorld()
    const payment = await openTestPayment(deps, account)
    const broken: TestDeps = {
      ...deps,
      newId: (prefix) => {
        if (prefix === 'whd') throw new Error('The process dies here')
        return deps.newId(prefix)
      },
    }
    await assert.rejects(cancelPayment(broken, payment.id), /dies here/)
    assert.deepEqual(
      (await deliveries()).map(({ type }) => type),
      ['payment.created'],
    )
    assert.equal((await cancelPayment(deps, payment.id)).kind, 'canceled')
    assert.deepEqual(
      (await deliveries()).map(({ type }) => type),
      ['payment.created', 'payment.canceled'],
    )
  })

  it('go to every endpoint of the account that wants them, and to no other account', async () => {
    const world = await openWorld(undefined, { eventTypes: ['payment.succeeded'] })
    const { deps, account } = world
    const all = await receive()
    const foreign = await receive()
    await listen(deps, account, all, ['attempt.*', 'payment.created'])
    await listen(deps, await openTestAccount(deps), foreign, ['*'])
    await pay(deps, account)
    await sendDueWebhooks(deps)
    assert.deepEqual(typesOf(world.receiver.receipts), ['payment.succeeded'])
    assert.deepEqual(typesOf(all.receipts), ['payment.created', 'attempt.succeeded'])
    assert.deepEqual(foreign.receipts, [])
  })

  it('wait for an earlier event of the same payment that fails, for its first five minutes and no longer', async () => {
    const world = await openWorld((receipt) => {
      const { payment, sequence } = receipt.event.data.event
      return failing(payment === first.id && sequence === 1)
    })
    const { deps, account, receiver, pass } = world
    const first = await pay(deps, account)
    const second = await pay(deps, account)
    await sendDueWebhooks(deps)
    await pass(5 * SECOND_MS)
    await pass(294 * SECOND_MS)
    const of = (payment: Payment) =>
      receiver.receipts
        .filter(({ event }) => event.data.payment.id === payment.id)
        .map(({ event }) => event.data.event.sequence)
    assert.deepEqual(of(second), [1, 2, 3], 'another payment does not wait')
    assert.deepEqual(of(first), [1, 1])
    await pass(SECOND_MS)
    assert.deepEqual(of(first), [1, 1, 2, 3])
    await pass(5 * SECOND_MS)
    assert.deepEqual(of(first), [1, 1, 2, 3, 1])
  })

  it('find a place while a long replay goes out', async () => {
    const world = await openWorld()
    const { deps, account, clock, receiver, endpoint } = world
    for (let payments = 0; payments < 40; payments++) await openTestPayment(deps, account)
    await sendDueWebhooks(deps)
    await replayRange(deps, endpoint.id, { since: new Date(0), includeDelivered: true })
    await clock.advance(SECOND_MS)
    const { id } = await openTestPayment(deps, account)
    const replayed = receiver.receipts.length
    await sendDueWebhooks(deps)
    const again = receiver.receipts.slice(replayed).map(({ event }) => event.data.payment.id)
    assert.equal(again.length, 41)
    assert.ok(again.indexOf(id) < 20, `it was number ${again.indexOf(id)}`)
  })

  it('are signed with both secrets while one replaces the other', async () => {
    const { deps, clock, account, receiver, endpoint } = await openWorld()
    const old = endpoint.secrets[0]?.secret ?? ''
    const rolled = await rollEndpointSecret(deps, endpoint.id)
    const recent = rolled?.secrets[0]?.secret ?? ''
    assert.match(recent, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.notEqual(recent, old)
    const signaturesFor = async (): Promise<readonly boolean[]> => {
      await openTestPayment(deps, account)
      await sendDueWebhooks(deps)
      const receipt = receiver.receipts.at(-1)
      assert.ok(receipt)
      assert.equal(receipt.timestamp, Math.floor(clock.now().getTime() / 1000))
      return [recent, old].map((secret) =>
        receipt.signatures.includes(
          new Webhook(secret).sign(receipt.id, new Date(receipt.timestamp * 1000), receipt.body),
        ),
      )
    }
    assert.deepEqual(await signaturesFor(), [true, true])
    await clock.advance(24 * HOUR_MS)
    assert.deepEqual(await signaturesFor(), [true, false])
  })

  it('keep no secret in the clear', async () => {
    const { endpoint, deps } = await openWorld()
    const row = await deps.database.db
      .selectFrom('webhook_endpoint')
      .selectAll()
      .where('id', '=', endpoint.id)
      .executeTakeFirstOrThrow()
    assert.doesNotMatch(JSON.stringify(row), /whsec_/)
    assert.match(row.secrets_sealed, /^v1\./)
  })

  it('are retried if the receiver is slow, and delay no other endpoint meanwhile', async () => {
    const arrived = Promise.withResolvers<undefined>()
    const { promise: never, resolve: release } = Promise.withResolvers<Response>()
    const world = await openWorld(() => {
      arrived.resolve(undefined)
      return never
    })
    const { deps, clock, account, deliveries } = world
    const quick = await receive()
    await listen(deps, account, quick, ['*'])
    await openTestPayment(deps, account)
    const sender = createWebhookSender(deps)
    await sender.serveDue()
    await arrived.promise
    await openTestPayment(deps, account)
    while (quick.receipts.length < 2) {
      await sender.serveDue()
      await othersTurn()
    }
    const stopped = sender.stop()
    await clock.advance(15 * SECOND_MS)
    await stopped
    release(new Response(null))
    const [slow] = await deliveries()
    assert.equal(slow?.status, 'pending')
    assert.equal(slow.tries, 1)
    assert.equal(slow.durationMs, 15 * SECOND_MS)
    assert.match(slow.failure ?? '', /within 15 s/)
  })

  it('count a redirect as a failure and do not follow it', async () => {
    const elsewhere = await receive()
    const world = await openWorld(
      () => new Response(null, { status: 307, headers: { location: elsewhere.url } }),
    )
    await openTestPayment(world.deps, world.account)
    await sendDueWebhooks(world.deps)
    assert.match((await world.deliveries())[0]?.failure ?? '', /307/)
    assert.deepEqual(elsewhere.receipts, [])
  })

  it('store the first KB of any answer, and read no endless one', async () => {
    const chunk = Buffer.from('a\u0000é'.repeat(200))
    const world = await openWorld(
      () => new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })),
    )
    await openTestPayment(world.deps, world.account)
    await sendDueWebhooks(world.deps)
    const [delivery] = await world.deliveries()
    assert.equal(delivery?.status, 'delivered')
    assert.ok(Buffer.byteLength(delivery.responseBody ?? '') >= 1024)
    assert.ok((delivery.responseBody ?? '').length <= 1024)
    assert.doesNotMatch(delivery.responseBody ?? '', /\u0000/)
  })

  it('are not lost if a process dies with one under way: it is sent again when the lease ends', async () => {
    const world = await openWorld()
    const { deps, clock, account, receiver } = world
    await openTestPayment(deps, account)
    await dieSending(deps)
    await sendDueWebhooks(deps)
    assert.deepEqual(receiver.receipts, [], 'it is leased')
    await replayRange(deps, world.endpoint.id, { since: new Date(0), includeDelivered: true })
    await sendDueWebhooks(deps)
    assert.deepEqual(receiver.receipts, [], 'a replay does not send it twice at once')
    await clock.advance(60 * SECOND_MS)
    await sendDueWebhooks(deps)
    assert.deepEqual(typesOf(receiver.receipts), ['payment.created'])
  })

  it('are sent by any number of processes, each once, and in order', async () => {
    const underWay = new Set<string>()
    const doubled: string[] = []
    const world = await openWorld(async ({ event }) => {
      // Two deliveries of one payment at once would be out of order.
      const { payment } = event.data.event
      if (underWay.has(payment)) doubled.push(payment)
      underWay.add(payment)
      await othersTurn()
      underWay.delete(payment)
      return new Response(null, { status: 204 })
    })
    const { deps, account, receiver, deliveries } = world
    await Promise.all(Array.from({ length: 25 }, () => pay(deps, account)))
    await Promise.all(Array.from({ length: 6 }, () => sendDueWebhooks(deps)))
    await world.pass(300 * SECOND_MS)
    assert.deepEqual(doubled, [])
    assert.equal(receiver.receipts.length, 75)
    assert.equal(new Set(receiver.receipts.map(({ id }) => id)).size, 75)
    assert.ok((await deliveries()).every(({ status }) => status === 'delivered'))
    const last = new Map<string, number>()
    for (const { event } of receiver.receipts) {
      const { payment, sequence } = event.data.event
      assert.equal(sequence, (last.get(payment) ?? 0) + 1)
      last.set(payment, sequence)
    }
  })

  it('are found from endpoint to endpoint, past those that have none to send', async () => {
    const { deps, clock, account, endpoint } = await openWorld()
    const idle = await listen(deps, account, await receive(), ['payment.canceled'])
    await openTestPayment(deps, account)
    const { watched, statements } = watchStatements(deps.database.db)
    const found = await findOwnersDue(watched, TRIES, { now: clock.now(), besides: [] })
    assert.ok(found.includes(endpoint.id) && !found.includes(idle.id))
    const [{ plan } = { plan: '' }] = await explain(deps.database.db, statements)
    assert.equal(plan.match(/webhook_delivery_due/g)?.length, 2, plan)
    assert.doesNotMatch(plan, /webhook_endpoint|Sort/)
  })

  it('are deleted after 30 days, however many there are', async () => {
    const { deps, clock, account, endpoint } = await openWorld()
    await openTestPayment(deps, account)
    await sendDueWebhooks(deps)
    const { db } = database()
    const left = async (): Promise<number> => {
      const { count } = await db
        .selectFrom('webhook_delivery')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('endpoint_id', '=', endpoint.id)
        .executeTakeFirstOrThrow()
      return Number(count)
    }
    await sendMore(db, endpoint.id, 2_500)
    await clock.advance(30 * 24 * HOUR_MS)
    await deliveryPruning.run(deps)
    assert.equal(await left(), 2_501, 'not a moment too soon')
    await clock.advance(1)
    await deliveryPruning.run(deps)
    assert.equal(await left(), 0)
  })

  it('are signed as the Standard Webhooks library verifies it, and a changed byte shows', async () => {
    const deps = openTestDeps(database(), {
      webhooks: openWebhookNetwork({ allowPrivate: true }),
      randomBytes,
    })
    const account = await openTestAccount(deps)
    const receiver = await receive()
    const endpoint = await listen(deps, account, receiver, ['*'])
    await openTestPayment(deps, account)
    await sendDueWebhooks(deps)
    const [receipt] = receiver.receipts
    const [secret] = endpoint.secrets
    assert.ok(receipt && secret)
    const webhook = new Webhook(secret.secret)
    assert.deepEqual(webhook.verify(receipt.body, receipt.headers), receipt.event)
    assert.throws(() => webhook.verify(`${receipt.body} `, receipt.headers), /signature/)
    assert.equal(receipt.headers['content-type'], 'application/json')
  })
})

/** Deliveries like the one that the endpoint has. */
async function sendMore(db: Db, endpointId: string, count: number): Promise<void> {
  await sql`
    with more as (
      insert into event
      select (jsonb_populate_record(
        event, jsonb_build_object('id', 'evt_' || n || endpoint_id, 'sequence', 100 + n)
      )).*
      from webhook_delivery join event on event.id = event_id, generate_series(1, ${count}::int) n
      where endpoint_id = ${endpointId}
      returning id, payment_id, sequence, type, created_at
    )
    insert into webhook_delivery
      (id, endpoint_id, payment_id, event_id, sequence, type, payload, status, created_at)
    select first.id || more.sequence, ${endpointId}, more.payment_id, more.id, more.sequence, more.type,
      '{}', 'delivered', more.created_at
    from more, webhook_delivery as first where first.endpoint_id = ${endpointId}
  `.execute(db)
}
