import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { sql } from 'kysely'
import {
  callApi,
  openTestDeps,
  TEST_ACCOUNT,
  testOptions,
  type TestDeps,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock, whileTimePasses, type HandClock } from '../../test/support/hand-clock.ts'
import {
  eventTypes,
  openTestPayment,
  paidVerdict,
  recordTestAttempt,
} from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import { changeAccount } from '../accounts/change-account.ts'
import { readAccountOfKey } from '../accounts/read-accounts.ts'
import { applyVerdict } from '../attempts/apply-verdict.ts'
import type { Actor } from '../audit/actor.ts'
import { PermissionError } from '../audit/permission.ts'
import { readAudit } from '../audit/read-audit.ts'
import { createCheckout, type Checkout } from '../checkout.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { readAttempts } from '../payments/read-payments.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { approveRefund, declineRefund } from './end-approval.ts'
import { refundWork } from './process-due-refunds.ts'
import { countAwaiting, readRefund } from './read-refunds.ts'
import type { Refund } from './refund.ts'
import { requestRefundOnce, type RequestRefund } from './request-refund.ts'

const THRESHOLD = 500

const person = (name: string, ...permissions: Actor['permissions']): Actor => ({
  kind: 'operator',
  id: `opr_${name}`,
  name,
  permissions,
})
const ANN = person('ann', 'read', 'refund')
const BEN = person('ben', 'read', 'refund')
const EVE = person('eve', 'read')

describeOnDatabase('a refund above the threshold of its account', (database) => {
  let clock: HandClock
  const sent: unknown[] = []
  let deps: TestDeps
  let checkout: Checkout
  let account: Account
  let key: string

  before(async () => {
    clock = createHandClock()
    const fetch = (...request: unknown[]) => {
      sent.push(request)
      return Promise.reject(new TypeError('This test has no network'))
    }
    const options = testOptions(database(), { clock, fetch })
    deps = openTestDeps(database(), options)
    checkout = createCheckout(options)
    key = (await checkout.addAccount({ ...TEST_ACCOUNT, refund_approval_above: THRESHOLD })).apiKey
    const found = await readAccountOfKey(deps, key)
    assert.ok(found)
    account = found.account
  })

  const by = (actor: Actor) => ({ ...deps, actor })
  const pay = async (): Promise<{ payment: Payment; attempt: Attempt }> => {
    const payment = await openTestPayment(deps, account)
    const attempt = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, attempt, paidVerdict(attempt))
    return { payment, attempt }
  }
  const ask = (actor: Actor, { id }: Attempt, amount: number): Promise<RequestRefund> =>
    requestRefundOnce(by(actor), { attemptId: id, amount, evenIfInReview: false })
  const requested = async (actor: Actor, amount: number, of?: Attempt): Promise<Refund> => {
    const asked = await ask(actor, of ?? (await pay()).attempt, amount)
    assert.ok(asked.kind === 'requested')
    return asked.refund
  }
  const now = async ({ id }: Refund): Promise<Refund> => {
    const refund = await readRefund(deps, id)
    assert.ok(refund)
    return refund
  }
  const reserved = async ({ paymentId }: Refund): Promise<number> =>
    (await readAttempts(deps, paymentId)).reduce((sum, one) => sum + one.refundReserved, 0)
  const refundEvents = async ({ paymentId }: Refund): Promise<readonly string[]> =>
    (await eventTypes(deps, { id: paymentId } as Payment)).filter((type) =>
      type.startsWith('refund.'),
    )
  const deeds = async ({ id }: Refund): Promise<readonly string[]> => {
    const { entries } = await readAudit(deps, { limit: 100, about: id })
    return entries
      .map(({ action, who }) => `${action} ${'id' in who ? who.id : who.kind}`)
      .toReversed()
  }
  const work = async (): Promise<void> => {
    const processor = refundWork.start(deps)
    await whileTimePasses(clock, processor.serveDue())
    await whileTimePasses(clock, processor.stop())
  }

  it('reserves its amount and waits; nothing is sent before another person has approved it', async () => {
    const refund = await requested(ANN, 501)
    assert.equal(refund.status, 'awaiting_approval')
    await work()
    assert.deepEqual(sent, [])
    assert.equal(await reserved(refund), 501)
    assert.equal(await countAwaiting(deps), 1)
    assert.equal(await approveRefund(by(ANN), refund), 'same-person')
    assert.equal(await approveRefund(deps, refund), 'not-a-person')
    await assert.rejects(approveRefund(by(EVE), refund), PermissionError)
    await assert.rejects(declineRefund(by(EVE), refund), PermissionError)
    assert.equal((await now(refund)).status, 'awaiting_approval')
    assert.equal(await approveRefund(by(BEN), refund), 'approved')
    assert.partialDeepStrictEqual(await now(refund), { status: 'requested', workAt: clock.now() })
    await work()
    assert.notDeepEqual(sent, [])
    assert.equal((await now(refund)).status, 'pending')
    assert.deepEqual((await refundEvents(refund)).slice(0, 4), [
      'refund.requested',
      'refund.awaiting_approval',
      'refund.approved',
      'refund.pending',
    ])
    assert.deepEqual(await deeds(refund), ['refund.requested opr_ann', 'refund.approved opr_ben'])
  })

  it('is measured together with the others of its payment; one that Tael itself starts needs no approval', async () => {
    const { payment, attempt } = await pay()
    assert.equal((await requested(ANN, 500, attempt)).status, 'requested')
    assert.equal((await requested(ANN, 1, attempt)).status, 'awaiting_approval')
    const second = await recordTestAttempt(deps, payment)
    await applyVerdict(deps, second, paidVerdict(second))
    const { db } = database()
    const { status } = await db
      .selectFrom('refund')
      .select('status')
      .where('attempt_id', '=', second.id)
      .executeTakeFirstOrThrow()
    assert.equal(status, 'requested')
  })

  it('can be declined by anybody who may refund, the person who asked too; its amount is free again', async () => {
    for (const [index, actor] of [ANN, BEN, deps.actor].entries()) {
      const refund = await requested(ANN, 600)
      assert.equal(await declineRefund(by(actor), refund, 'Wrong customer'), 'declined')
      assert.partialDeepStrictEqual(await now(refund), {
        status: 'failed',
        refusal: { code: 'declined', message: 'Wrong customer' },
      })
      assert.equal(await reserved(refund), 0)
      assert.equal(await declineRefund(by(actor), refund), 'over')
      assert.equal(await approveRefund(by(BEN), refund), 'over')
      assert.match((await deeds(refund)).join(), /refund\.declined/, `${index}`)
    }
  })

  it('shows a merchant what it waits for, and may be approved by any one operator', async () => {
    const { payment } = await pay()
    const path = `/v1/payments/${payment.id}/refunds`
    const { status, body } = await callApi(checkout, { path, key, body: { amount: 700 } })
    assert.equal(status, 201)
    assert.equal(body.status, 'awaiting_approval')
    const week = new Date(clock.now().getTime() + 7 * DAY_MS).toISOString()
    assert.equal(body.approve_until, week)
    const rest = await callApi(checkout, { path, key, body: { amount: 400 } })
    assert.equal(rest.body.error?.code, 'refund_exceeds_remaining')
    const refund = await readRefund(deps, body.id)
    assert.ok(refund)
    assert.equal(await approveRefund(by(ANN), refund), 'approved')
    const shown = (await callApi(checkout, { path: `/v1/refunds/${refund.id}`, key })).body
    assert.equal(shown.status, 'requested')
    assert.equal('approve_until' in shown, false)
  })

  it('waits for its turn behind an earlier one, when it is approved', async () => {
    const { attempt } = await pay()
    const first = await requested(ANN, 100, attempt)
    const second = await requested(ANN, 600, attempt)
    await work()
    assert.equal((await now(first)).status, 'pending')
    assert.equal(await approveRefund(by(BEN), second), 'approved')
    assert.partialDeepStrictEqual(await now(second), { status: 'requested', workAt: undefined })
  })

  it('is decided once, when several decide at the same time', async () => {
    const rounds = Array.from({ length: 8 }, async () => {
      const refund = await requested(ANN, 600)
      const answers = await Promise.all([
        approveRefund(by(BEN), refund),
        declineRefund(by(BEN), refund),
        approveRefund(by(person('cat', 'refund')), refund),
        declineRefund(by(ANN), refund),
      ])
      const decided = answers.filter((answer) => answer !== 'over')
      assert.equal(decided.length, 1, answers.join())
      const isApproved = decided[0] === 'approved'
      assert.equal((await now(refund)).status, isApproved ? 'requested' : 'failed')
      assert.equal(await reserved(refund), isApproved ? 600 : 0)
      assert.equal((await deeds(refund)).length, 2)
      const told = (await refundEvents(refund)).slice(2)
      assert.deepEqual(told, [isApproved ? 'refund.approved' : 'refund.failed'])
    })
    await Promise.all(rounds)
  })

  it('cannot exceed the payment together with another that waits', async () => {
    const { attempt } = await pay()
    const asked = await Promise.all(Array.from({ length: 10 }, () => ask(ANN, attempt, 600)))
    const kinds = asked.map(({ kind }) => kind).toSorted()
    assert.deepEqual(kinds, [...Array.from({ length: 9 }, () => 'exceeds-remaining'), 'requested'])
  })

  it('still waits when the threshold is gone, and fails after a week', async () => {
    const refund = await requested(ANN, 600)
    await changeAccount(deps, account.id, { refund_approval_above: null })
    assert.equal((await requested(ANN, 600)).status, 'requested')
    assert.equal((await now(refund)).status, 'awaiting_approval')
    await clock.advance(7 * DAY_MS - HOUR_MS)
    await work()
    assert.equal((await now(refund)).status, 'awaiting_approval')
    await clock.advance(HOUR_MS)
    assert.equal(await approveRefund(by(BEN), refund), 'over')
    while ((await now(refund)).status === 'awaiting_approval') await work()
    assert.partialDeepStrictEqual(await now(refund), {
      status: 'failed',
      refusal: { code: 'approval_expired' },
    })
    assert.equal(await reserved(refund), 0)
    await changeAccount(deps, account.id, { refund_approval_above: THRESHOLD })
  })

  it('cannot be sent without another person’s approval: the schema refuses it, whatever the code does', async () => {
    const { id } = await requested(ANN, 600)
    const { db } = database()
    const at = clock.now()
    for (const statement of [
      sql`update refund set status = 'requested' where id = ${id}`,
      sql`update refund set status = 'pending', sent_at = ${at} where id = ${id}`,
      sql`update refund set status = 'requested', needs_approval = false, approved_by = ${ANN.kind === 'operator' ? ANN.id : ''}, approved_at = ${at} where id = ${id}`,
      sql`update refund set approved_at = ${at} where id = ${id}`,
      sql`update refund set needs_approval = false where id = ${id}`,
    ]) {
      await assert.rejects(statement.execute(db), /check constraint/)
    }
  })
})
