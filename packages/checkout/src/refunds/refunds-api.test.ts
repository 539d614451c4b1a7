import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestDeps,
  TEST_ACCOUNT,
  testOptions,
  type Json,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import {
  eventTypes,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import { createCheckout, type Checkout } from '../checkout.ts'
import type { NewPayment } from '../payments/create-payment.ts'
import type { Payment } from '../payments/payment.ts'

const AMOUNT = 1099

describeOnDatabase('the API of refunds', (database) => {
  let deps: TestDeps
  let account: Account
  let key: string
  /** Two processes on one database. */
  let processes: readonly [Checkout, Checkout]

  before(async () => {
    const options = testOptions(database(), {})
    deps = openTestDeps(database(), options)
    processes = [createCheckout(options), createCheckout(options)]
    key = (await processes[0].addAccount(TEST_ACCOUNT)).apiKey
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
  })

  const paid = async (changed: Partial<NewPayment> = {}): Promise<Payment> => {
    const payment = await openTestPayment(deps, account, changed)
    const attempt = await recordTestAttempt(deps, payment)
    const { amount, currency } = payment
    await applyVerdict(deps, attempt, paidVerdict(attempt, { amount, currency }))
    return payment
  }
  const call = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    callApi(processes[0], { path, key, body, headers })
  const refund = (payment: Payment, body: unknown = {}, headers: Record<string, string> = {}) =>
    call(`/v1/payments/${payment.id}/refunds`, body, headers)
  const reservedOf = async ({ id }: Payment): Promise<number> => {
    const { db } = database()
    const rows = await db.selectFrom('attempt').selectAll().where('payment_id', '=', id).execute()
    return rows.reduce((sum, { refund_reserved }) => sum + refund_reserved, 0)
  }
  const refusedAs = async (answer: Promise<{ status: number; body: Json }>) => {
    const { status, body } = await answer
    return { status, code: body.error?.code, param: body.error?.param }
  }

  it('writes a refund down, and reserves its amount', async () => {
    const payment = await paid()
    const requested = { amount: 500, reference: 'return-1', reason: 'two cups were broken' }
    const { status, body } = await refund(payment, requested)
    assert.equal(status, 201)
    assert.match(body.id, /^ref_[0-9a-z]{26}$/)
    assert.partialDeepStrictEqual(body, {
      status: 'requested',
      payment: payment.id,
      amount: 500,
      currency: 'HKD',
      cause: 'merchant',
      reference: 'return-1',
    })
    assert.equal(await reservedOf(payment), 500)
    assert.deepEqual((await call(`/v1/refunds/${body.id}`)).body, body)
    assert.equal((await eventTypes(deps, payment)).at(-1), 'refund.requested')
    assert.equal((await call(`/v1/payments/${payment.id}`)).body.amount_refunded, 0)
  })

  it('refunds all that is left when no amount is given, also without a body', async () => {
    const payment = await paid()
    await refund(payment, { amount: 99 })
    const path = `/v1/payments/${payment.id}/refunds`
    const { status, body } = await callApi(processes[0], { method: 'POST', path, key })
    assert.equal(status, 201)
    assert.equal(body.amount, 1000)
    assert.deepEqual(await refusedAs(refund(payment)), {
      status: 409,
      code: 'refund_exceeds_remaining',
      param: 'amount',
    })
  })

  it('says how much remains if a request exceeds it', async () => {
    const payment = await paid()
    await refund(payment, { amount: 1000 })
    const { status, body } = await refund(payment, { amount: 100 })
    assert.equal(status, 409)
    assert.equal(body.error.code, 'refund_exceeds_remaining')
    assert.match(body.error.message, /\b99\b/)
    assert.equal(await reservedOf(payment), 1000)
  })

  it('recognizes a reference and an Idempotency-Key, also in simultaneous requests', async () => {
    const payment = await paid()
    const requested = { amount: 10, reference: 'once' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => refund(payment, requested)))
    assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [...Array.from({ length: 9 }, () => 200), 201])
    assert.deepEqual(await refusedAs(refund(payment, { ...requested, amount: 11 })), {
      status: 409,
      code: 'reference_taken',
      param: 'reference',
    })
    const other = await paid()
    assert.equal((await refusedAs(refund(other, requested))).code, 'reference_taken')
    const keyed = await Promise.all(
      Array.from({ length: 10 }, () => refund(other, { amount: 10 }, { 'idempotency-key': 'r' })),
    )
    assert.equal(new Set(keyed.map(({ body }) => body.id)).size, 1)
    assert.equal((await reservedOf(payment)) + (await reservedOf(other)), 20)
  })

  for (const amount of [0, -1, 1.5, '1', null, 99_999_999_999 + 1]) {
    it(`refuses the amount ${JSON.stringify(amount)}`, async () => {
      const payment = await paid()
      assert.equal((await refund(payment, { amount })).status, 400)
      assert.equal(await reservedOf(payment), 0)
    })
  }

  it('refuses an unknown member, a blank list and a foreign cursor', async () => {
    const payment = await paid()
    const path = `/v1/payments/${payment.id}/refunds`
    assert.equal((await refund(payment, { amout: 5 })).status, 400)
    assert.equal((await refund(payment, [])).status, 400)
    assert.equal((await call(`${path}?starting_after=%00`)).status, 400)
    assert.equal(await reservedOf(payment), 0)
  })

  it('refuses an unpaid payment', async () => {
    const payment = await openTestPayment(deps, account)
    await recordTestAttempt(deps, payment)
    assert.deepEqual(await refusedAs(refund(payment)), {
      status: 409,
      code: 'payment_not_refundable',
      param: undefined,
    })
  })

  it('refuses a payment in review, unless the attempt is named', async () => {
    const payment = await paid()
    const strange = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, strange, paidVerdict(strange, { amount: 1 }))
    assert.equal((await refusedAs(refund(payment))).code, 'payment_not_refundable')
    const { attempt } = (await call(`/v1/payments/${payment.id}`)).body
    assert.equal((await refund(payment, { attempt })).status, 201)
    assert.deepEqual(await refusedAs(refund(payment, { attempt: strange.id })), {
      status: 409,
      code: 'payment_not_refundable',
      param: 'attempt',
    })
  })

  for (const by of ['Idempotency-Key', 'reference']) {
    it(`answers a repeat by its ${by} as at first, also when the payment is in review by now`, async () => {
      const payment = await paid()
      const requested = {
        amount: 500,
        ...(by === 'reference' && { reference: `again-${payment.id}` }),
      }
      const headers = by === 'reference' ? {} : { 'idempotency-key': `again ${payment.id}` }
      const first = await refund(payment, requested, headers)
      assert.equal(first.status, 201)
      const strange = await recordTestAttempt(deps, payment)
      await applyVerdict(deps, strange, paidVerdict(strange, { amount: 1 }))
      const again = await refund(payment, requested, headers)
      assert.equal(again.status, by === 'reference' ? 200 : 201)
      assert.deepEqual(again.body, first.body)
      assert.equal((await refusedAs(refund(payment, { amount: 1 }))).code, 'payment_not_refundable')
      assert.equal(await reservedOf(payment), 500)
    })
  }

  it('refuses an amount that QFPay cannot count', async () => {
    const { apiKey } = await processes[0].addAccount({
      ...TEST_ACCOUNT,
      currency_scales: { IDR: 0 },
    })
    const rupiah = (await readAccountOfKey(deps, apiKey))?.account
    assert.ok(rupiah)
    const payment = await openTestPayment(deps, rupiah, { amount: 100_000, currency: 'IDR' })
    const attempt = await recordTestAttempt(deps, payment)
    const money = { amount: 100_000, currency: 'IDR' }
    await applyVerdict(deps, attempt, paidVerdict(attempt, money))
    const path = `/v1/payments/${payment.id}/refunds`
    const ask = (amount: number) => callApi(processes[0], { path, key: apiKey, body: { amount } })
    assert.equal((await ask(1050)).body.error?.param, 'amount')
    assert.equal((await ask(1000)).status, 201)
  })

  it('lets no account see another’s refunds or refund its payments', async () => {
    const payment = await paid()
    const { body } = await refund(payment, { amount: 1 })
    const { apiKey: stranger } = await processes[0].addAccount(TEST_ACCOUNT)
    const paths = [`/v1/refunds/${body.id}`, `/v1/payments/${payment.id}/refunds`]
    for (const path of [...paths, '/v1/refunds/%00', '/v1/refunds/ref_1']) {
      assert.equal((await callApi(processes[0], { path, key: stranger })).status, 404, path)
    }
    const path = `/v1/payments/${payment.id}/refunds`
    assert.equal((await callApi(processes[0], { path, key: stranger, body: {} })).status, 404)
    assert.equal(await reservedOf(payment), 1)
  })

  it('lists refunds page by page, oldest first', async () => {
    const payment = await paid()
    const ids: string[] = []
    for (let amount = 1; amount <= 5; amount++)
      ids.push((await refund(payment, { amount })).body.id)
    const path = `/v1/payments/${payment.id}/refunds`
    const first = (await call(`${path}?limit=3`)).body
    const second = (await call(`${path}?limit=3&starting_after=${first.data.at(-1).id}`)).body
    const listed = [...first.data, ...second.data].map(({ id }: { id: string }) => id)
    assert.deepEqual(listed, ids)
    assert.equal(first.has_more, true)
    assert.equal(second.has_more, false)
  })

  it('never promises more than was paid, when two processes get two hundred simultaneous requests', async () => {
    const payment = await paid()
    const path = `/v1/payments/${payment.id}/refunds`
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => {
        const headers = { 'idempotency-key': `refund-${index}` }
        const request = { path, key, headers, body: { amount: 7 } }
        return untilTaken(() => callApi(processes[index % 2 === 0 ? 0 : 1], request))
      }),
    )
    const granted = answers.filter(({ status }) => status === 201).length
    const refused = answers.filter(
      ({ body }) => body.error?.code === 'refund_exceeds_remaining',
    ).length
    assert.equal(granted, Math.floor(AMOUNT / 7))
    assert.equal(refused, 200 - Math.floor(AMOUNT / 7))
    assert.equal(await reservedOf(payment), granted * 7)
  })

  describe('the schema', () => {
    it('refuses, whatever the code does, to reserve or refund more than was paid', async () => {
      const payment = await paid()
      await refund(payment)
      const { db } = database()
      const { id } = payment
      for (const statement of [
        sql`update attempt set refund_reserved = charged + 1 where payment_id = ${id}`,
        sql`update attempt set refund_reserved = -1 where payment_id = ${id}`,
        sql`update payment set refunded = amount + 1 where id = ${id}`,
      ]) {
        await assert.rejects(statement.execute(db), /check constraint/)
      }
    })

    it('refuses two refunds of one charge at the gateway', async () => {
      const payment = await paid()
      for (const amount of [1, 2]) await refund(payment, { amount })
      const both = sql`update refund set status = 'pending', sent_at = now(), work_at = now()
        where payment_id = ${payment.id}`
      await assert.rejects(both.execute(database().db), /refund_under_way/)
    })
  })
})

/** A busy machine may keep somebody waiting for a connection until they are told to send it again. */
async function untilTaken(call: () => ReturnType<typeof callApi>): ReturnType<typeof callApi> {
  const answer = await call()
  return answer.status === 503 ? untilTaken(call) : answer
}
