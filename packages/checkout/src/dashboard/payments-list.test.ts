import assert from 'node:assert/strict'
import { before, it } from 'node:test'
import {
  openTestCheckout,
  openTestDeps,
  OPERATOR_KEY,
  PUBLIC_URL,
} from '../../test/support/checkout.ts'
import { describeOnDatabase } from '../../test/support/database.ts'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { openTestAccount, openTestPayment, recordTestAttempt } from '../../test/support/payments.ts'
import type { Account } from '../accounts/account.ts'
import type { Checkout } from '../checkout.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { cancelPayment } from '../payments/cancel-payment.ts'
import type { NewPayment } from '../payments/create-payment.ts'
import type { Payment } from '../payments/payment.ts'
import { insertRefund } from '../refunds/refund-store.ts'

describeOnDatabase('the list of payments', (database) => {
  let checkout: Checkout
  let deps: Deps
  let account: Account
  let cookie: string
  before(async () => {
    const clock = createHandClock()
    deps = openTestDeps(database(), { clock })
    checkout = openTestCheckout(database(), { clock })
    account = await openTestAccount(deps)
    const signedIn = await checkout.fetch(
      new Request(`${PUBLIC_URL}/dashboard/login`, {
        method: 'POST',
        headers: { origin: PUBLIC_URL },
        body: new URLSearchParams({ key: OPERATOR_KEY }),
      }),
    )
    cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  })

  const open = (requested: Partial<NewPayment>) => openTestPayment(deps, account, requested)
  const page = async (path: string) => {
    const request = new Request(`${PUBLIC_URL}/dashboard/payments${path}`, { headers: { cookie } })
    return (await checkout.fetch(request)).text()
  }
  /** The references of the list, from the top. */
  const listed = async (query: string) =>
    [...(await page(query)).matchAll(/<a href="[^"]*\/payments\/pay_\w+">([^<]*)</g)].map(
      ([, reference]) => reference,
    )
  const putInReview = async ({ id }: Payment) => {
    const reviews = JSON.stringify([{ code: 'unanswered', subject: 'att_1', message: 'No answer' }])
    await database().db.updateTable('payment').set({ reviews }).where('id', '=', id).execute()
  }
  const addRefund = async (payment: Payment, status: 'succeeded' | 'failed') => {
    const attempt = await recordTestAttempt(deps, payment)
    const refund = {
      id: deps.newId('ref'),
      account_id: account.id,
      payment_id: payment.id,
      attempt_id: attempt.id,
      reference: null,
      fingerprint: 'f',
      amount: 1,
      currency: 'HKD',
      cause: 'merchant' as const,
      reason: null,
      status,
      syssn: status === 'succeeded' ? 'syssn' : null,
      refusal: status === 'failed' ? JSON.stringify({ code: 'refused', message: 'No' }) : null,
      created_at: deps.clock.now(),
      sent_at: deps.clock.now(),
      ended_at: deps.clock.now(),
      work_at: null,
    }
    await inTransaction(deps.database, (trx) => insertRefund(trx, refund))
  }

  it('shows only those in review', async () => {
    const payments = [await open({ reference: 'R-1' }), await open({ reference: 'R-2' })]
    for (const payment of payments) await putInReview(payment)
    await open({ reference: 'R-3' })
    assert.deepEqual(await listed('?status=in-review'), ['R-2', 'R-1'])
    assert.deepEqual(await listed('?status=in-review&q=R-1'), ['R-1'])
    assert.match(await page(''), /href="\/dashboard\/payments\?status=in-review"\s*>Needs review</)
  })

  it('finds payments by the beginning of a reference, newest first, with any status', async () => {
    for (const reference of ['HK-10', 'HK-101', 'HK-102', 'hk-10', 'HK_10', 'H%']) {
      await open({ reference })
    }
    assert.deepEqual(await listed('?q=HK-10'), ['HK-102', 'HK-101', 'HK-10'])
    assert.deepEqual(await listed('?q=H%25'), ['H%'])
    assert.deepEqual(await listed('?q=HK-10&status=created'), ['HK-102', 'HK-101', 'HK-10'])
    assert.deepEqual(await listed('?q=HK-10&status=failed'), [])
  })

  it('says how to search when nothing is found', async () => {
    assert.match(
      await page('?q=Dragon'),
      /No payment matches\. Search for the beginning of a reference/,
    )
  })

  it('marks a payment whose last refund has failed', async () => {
    const marked = await open({ reference: 'F-1' })
    await addRefund(marked, 'succeeded')
    await addRefund(marked, 'failed')
    assert.match(await page('?q=F-1'), />Refund failed</)
    await addRefund(marked, 'succeeded')
    assert.doesNotMatch(await page('?q=F-1'), />Refund failed</)
    const shown = await page(`/${marked.id}`)
    assert.match(shown, /HK\$0\.01 · Refunded[^]*HK\$0\.01 · Failed · refused: No/)
  })

  it('leads to a timeline that begins with the last event', async () => {
    const { id } = await open({ reference: 'T-1' })
    await cancelPayment(deps, id)
    assert.match(await page(`/${id}`), /payment\.canceled[^]*payment\.created/)
  })
})
