import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { classify } from '@tael/qfpay'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, type HandClock } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestAccount,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import { findAttempt } from '../payments/attempt-store.ts'
import type { Attempt } from '../payments/attempt.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import { expirePayment } from '../payments/expire-payments.ts'
import type { Money } from '../payments/facts.ts'
import type { Payment } from '../payments/payment.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { readNamedPayments } from '../refunds/read-named-payments.ts'
import { applyVerdict } from './apply-verdict.ts'
import { noteNotification } from './note-notification.ts'

describeOnDatabase('applying a verdict', (database) => {
  let clock: HandClock
  /** Two processes on one database. */
  let deps: TestDeps
  let other: TestDeps
  let account: Account

  before(async () => {
    clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    other = openTestDeps(database(), { clock })
    account = await openTestAccount(deps)
  })

  const read = async ({ id }: Payment) => {
    const payment = await readPayment(deps, id)
    assert.ok(payment)
    return payment
  }
  const reviewsOf = async (payment: Payment) =>
    (await read(payment)).reviews.map(({ code, subject }) => [code, subject])
  const reread = async ({ id }: Attempt) => {
    const attempt = await findAttempt(database().db, id)
    assert.ok(attempt)
    return attempt
  }
  const opened = async (): Promise<{ payment: Payment; attempt: Attempt }> => {
    const payment = await openTestPayment(deps, account)
    return { payment, attempt: await recordTestAttempt(deps, payment) }
  }
  const notify = (attempt: Attempt) =>
    inTransaction(database(), (trx) =>
      noteNotification(trx, deps, {
        id: deps.newId('ntf'),
        attemptId: attempt.id,
        account,
        facts: { notify_type: 'payment' },
      }),
    )

  it('happens once, however many processes prove it together', async () => {
    const { payment, attempt } = await opened()
    const verdict = paidVerdict(attempt)
    const everybody = [deps, other, deps, other, deps, other]
    await Promise.all(everybody.map((one) => applyVerdict(one, attempt, verdict)))
    assert.deepEqual(await eventTypes(deps, payment), [
      'payment.created',
      'attempt.succeeded',
      'payment.succeeded',
    ])
    assert.equal((await read(payment)).succeededAttemptId, attempt.id)
  })

  it('keeps one success when two attempts are proved paid together, and refunds the other', async () => {
    const { payment, attempt } = await opened()
    const second = await recordTestAttempt(deps, payment)
    await Promise.all([
      applyVerdict(deps, attempt, paidVerdict(attempt)),
      applyVerdict(other, second, paidVerdict(second)),
    ])
    const types = await eventTypes(deps, payment)
    assert.equal(types.filter((type) => type === 'payment.succeeded').length, 1)
    assert.equal(types.filter((type) => type === 'payment.paid_twice').length, 1)
    assert.equal(types.filter((type) => type === 'refund.requested').length, 1)
    const { succeededAttemptId, reviews } = await read(payment)
    const reserved = (await readAttempts(deps, payment.id)).map(({ id, refundReserved }) => [
      id === succeededAttemptId,
      refundReserved,
    ])
    assert.deepEqual(
      new Map(reserved as [boolean, number][]),
      new Map([
        [true, 0],
        [false, 1099],
      ]),
    )
    assert.deepEqual(reviews, [])
  })

  it('wins over the deadline and over a cancellation, in any order', async () => {
    for (let round = 0; round < 5; round++) {
      const { payment, attempt } = await opened()
      const end = round % 2 === 0 ? expirePayment : cancelPayment
      await Promise.all([applyVerdict(deps, attempt, paidVerdict(attempt)), end(other, payment.id)])
      assert.equal((await read(payment)).status, 'succeeded')
    }
  })

  it('opens a review for a payment that differs from the request, or was already refunded', async () => {
    const ours = { amount: 1099, currency: 'HKD' }
    const differs = (theirs: Money) => ({ finding: 'money_differs', ours, theirs }) as const
    for (const [code, wrong, facts] of [
      ['amount_mismatch', { amount: 1 }, differs({ ...ours, amount: 1 })],
      ['amount_mismatch', { currency: 'CNY' }, differs({ ...ours, currency: 'CNY' })],
      ['refunded_at_gateway', { cancel: '3' }, { finding: 'paid_and_canceled', cancel: '3' }],
    ] as const) {
      const { payment, attempt } = await opened()
      await applyVerdict(deps, attempt, paidVerdict(attempt, wrong))
      const { status } = await read(payment)
      assert.equal(status, 'created', JSON.stringify(wrong))
      assert.deepEqual(await reviewsOf(payment), [[code, attempt.id]])
      const [review] = (await read(payment)).reviews
      assert.deepEqual(review?.facts, facts)
    }
  })

  it('lets people find a payment in review by the numbers on the payer’s bill', async () => {
    for (const [wrong, bill] of [
      [{ amount: 1 }, '4200002712202603021111111111'],
      [{ cancel: '3' }, '4200002712202603022222222222'],
    ] as const) {
      const { payment, attempt } = await opened()
      const verdict = paidVerdict(attempt, { ...wrong, chnlsn: bill })
      await applyVerdict(deps, attempt, verdict)
      const numbers = { syssn: `20260302${attempt.id}`, wechatTransaction: bill }
      for (const number of [bill, numbers.syssn]) {
        const { ids } = await readNamedPayments(deps, number)
        assert.deepEqual(ids, [payment.id], number)
      }
      // Once more, without usable numbers.
      await applyVerdict(deps, attempt, paidVerdict(attempt, { ...wrong, syssn: 'none, yet' }))
      assert.partialDeepStrictEqual(await reread(attempt), {
        ...numbers,
        status: 'recorded',
        charged: 0,
      })
    }
  })

  it('keeps QFPay’s number of the order, if the paid row has no usable one', async () => {
    const { payment, attempt } = await opened()
    const set = { syssn: '20260302000200020012345678' }
    await database().db.updateTable('attempt').set(set).where('id', '=', attempt.id).execute()
    await applyVerdict(deps, attempt, paidVerdict(attempt, { syssn: '20260302, 2' }))
    assert.equal((await reread(attempt)).syssn, set.syssn)
    assert.equal((await read(payment)).status, 'succeeded')
  })

  for (const verdict of [
    { kind: 'unpaid' },
    { kind: 'missing' },
    { kind: 'rejected', respcd: '1204', meaning: classify('1204') },
  ] as const) {
    it(`never forgets a notified payment, though every enquiry says ${verdict.kind}`, async () => {
      const { payment, attempt } = await opened()
      await notify(attempt)
      await applyVerdict(deps, attempt, verdict)
      await clock.advance(3 * HOUR_MS)
      await applyVerdict(deps, await reread(attempt), verdict)
      assert.deepEqual(await reviewsOf(payment), [['notified_not_found', attempt.id]])
    })
  }

  it('asks again about an attempt that was given up, when QFPay notifies it after all', async () => {
    const { payment, attempt } = await opened()
    await clock.advance(3 * HOUR_MS)
    await applyVerdict(deps, attempt, { kind: 'unpaid' })
    assert.equal((await reread(attempt)).enquireAt, undefined)
    await notify(attempt)
    // Should this process die now, the schedule still knows.
    assert.ok((await reread(attempt)).enquireAt)
    await applyVerdict(deps, await reread(attempt), { kind: 'unpaid' })
    assert.deepEqual(await reviewsOf(payment), [], 'the row may only be late')
    assert.ok((await reread(attempt)).enquireAt)
    await applyVerdict(deps, await reread(attempt), paidVerdict(attempt))
    assert.equal((await read(payment)).status, 'succeeded')
  })

  it('keeps asking while the row is unreadable, and opens a review in the end', async () => {
    const { payment, attempt } = await opened()
    await applyVerdict(deps, attempt, { kind: 'unreadable' })
    assert.deepEqual(await reviewsOf(payment), [])
    assert.ok((await reread(attempt)).enquireAt)
    await clock.advance(3 * HOUR_MS)
    await applyVerdict(deps, await reread(attempt), { kind: 'unreadable' })
    assert.deepEqual(await reviewsOf(payment), [['unreadable_row', attempt.id]])
    assert.equal((await reread(attempt)).enquireAt, undefined)
    await applyVerdict(deps, await reread(attempt), paidVerdict(attempt))
    assert.equal((await read(payment)).status, 'succeeded')
  })

  it('silently gives up an attempt that was never notified', async () => {
    const { payment, attempt } = await opened()
    await clock.advance(3 * HOUR_MS)
    await applyVerdict(deps, attempt, {
      kind: 'rejected',
      respcd: '1181',
      meaning: classify('1181'),
    })
    const { status, enquireAt } = await reread(attempt)
    assert.equal(status, 'failed')
    assert.equal(enquireAt, undefined)
    assert.deepEqual(await reviewsOf(payment), [])
  })
})
