import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import { openTestDeps, type TestDeps } from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { eventTypes, openTestAccount, openTestPayment } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import type { AttemptWrite } from './attempt-store.ts'
import { newAttempt } from './attempt.ts'
import { cancelPayment } from './cancel-payment.ts'
import { changePayment, type Step } from './change-payment.ts'
import type { PaymentWithAttempts } from './payment-store.ts'
import type { Payment } from './payment.ts'
import { readAttempts } from './read-payments.ts'

describeOnDatabase('a change of a payment', (database) => {
  let deps: TestDeps
  let other: TestDeps
  let account: Account

  before(async () => {
    deps = openTestDeps(database())
    other = openTestDeps(database())
    account = await openTestAccount(deps)
  })

  /** A step that writes an attempt, for a payer with this code. */
  function recording(payment: Payment, codeHash?: string): Step<string> {
    const attempt = newAttempt({
      id: deps.newId('att'),
      accountId: account.id,
      paymentId: payment.id,
      flow: 'qfpay-account',
      browserHashes: ['a browser'],
      openedAt: deps.clock.now(),
      enquireAt: undefined,
    })
    const write: AttemptWrite = { attempt, insert: { codeHash } }
    const data = { attempt: attempt.id, flow: attempt.flow }
    return {
      result: 'recorded',
      write: { attempt: write, events: [{ type: 'attempt.recorded', data }] },
      ifTaken: 'taken',
    }
  }

  it('is decided again on what another process has written meanwhile', async () => {
    const { id, ...payment } = await openTestPayment(deps, account)
    const seen: PaymentWithAttempts[] = []
    const result = await changePayment(deps, id, async (read) => {
      seen.push(read)
      if (seen.length === 1) {
        await changePayment(other, id, (current) => recording(current.payment))
        await cancelPayment(other, id)
      }
      return read.payment.status === 'created' ? recording(read.payment) : { result: 'too late' }
    })
    assert.equal(result, 'too late')
    assert.deepEqual(
      seen.map(({ payment: { status }, attempts }) => [status, attempts.length]),
      [
        ['created', 0],
        ['canceled', 1],
      ],
    )
    assert.deepEqual(await eventTypes(deps, { id, ...payment }), [
      'payment.created',
      'attempt.recorded',
      'payment.canceled',
    ])
  })

  it('happens each time, however many processes change it together', async () => {
    const payment = await openTestPayment(deps, account)
    const everybody = [deps, other, deps, other, deps, other, deps, other]
    await Promise.all(
      everybody.map((one) => changePayment(one, payment.id, (read) => recording(read.payment))),
    )
    assert.equal((await readAttempts(deps, payment.id)).length, everybody.length)
    const recorded = everybody.map(() => 'attempt.recorded')
    assert.deepEqual(await eventTypes(deps, payment), ['payment.created', ...recorded])
  })

  it('writes nothing for an OAuth code that another payment has used', async () => {
    const [one, another] = [
      await openTestPayment(deps, account),
      await openTestPayment(deps, account),
    ]
    const spend = (payment: Payment): Promise<string> =>
      changePayment(deps, payment.id, (read) => recording(read.payment, 'the same code'))
    assert.equal(await spend(one), 'recorded')
    assert.equal(await spend(another), 'taken')
    assert.deepEqual(await eventTypes(deps, another), ['payment.created'])
    assert.deepEqual(await readAttempts(deps, another.id), [])
  })
})
