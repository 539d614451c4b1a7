import { classify } from '@tael/qfpay'
import type { NewAccount } from '../../src/accounts/account-settings.ts'
import type { Account } from '../../src/accounts/account.ts'
import { addAccount } from '../../src/accounts/add-account.ts'
import { applyVerdict } from '../../src/attempts/apply-verdict.ts'
import { inTransaction } from '../../src/database/transaction.ts'
import type { EnquiryVerdict } from '../../src/enquiries/verdict.ts'
import { readEvents } from '../../src/events/read-events.ts'
import { findAttempt } from '../../src/payments/attempt-store.ts'
import type { Attempt } from '../../src/payments/attempt.ts'
import { createPayment, type NewPayment } from '../../src/payments/create-payment.ts'
import type { Payment } from '../../src/payments/payment.ts'
import { TEST_ACCOUNT, type TestDeps } from './checkout.ts'

export async function openTestAccount(
  deps: TestDeps,
  changed: Partial<NewAccount> = {},
): Promise<Account> {
  return (await addAccount(deps, { ...TEST_ACCOUNT, ...changed })).account
}

export async function openTestPayment(
  deps: TestDeps,
  account: Account,
  changed: Partial<NewPayment> = {},
): Promise<Payment> {
  const requested = {
    reference: `order-${deps.newId('evt')}`,
    amount: 1099,
    currency: 'HKD',
    expiresIn: 3600,
    metadata: {},
    ...changed,
  }
  const created = await inTransaction(deps.database, (trx) =>
    createPayment(trx, deps, account, requested),
  )
  if (created.kind === 'disabled') throw new Error(`${account.id} is disabled`)
  return created.payment
}

/** An attempt that the gateway may know, as it stands when a process dies before the answer. */
export async function recordTestAttempt(deps: TestDeps, payment: Payment): Promise<Attempt> {
  const id = deps.newId('att')
  const openedAt = deps.clock.now()
  const { db } = deps.database
  const row = {
    id,
    account_id: payment.accountId,
    payment_id: payment.id,
    status: 'recorded' as const,
    flow: 'qfpay-account' as const,
    code_hash: null,
    browser_hash: 'a browser',
    openid_hash: null,
    launch_sealed: null,
    syssn: null,
    reason: null,
    opened_at: openedAt,
    enquire_at: openedAt,
  }
  await db.insertInto('attempt').values(row).execute()
  const attempt = await findAttempt(db, id)
  if (attempt === undefined) throw new Error(`${id} was not recorded`)
  return attempt
}

/** What the gateway says of an attempt that is paid. */
export function paidVerdict(
  attempt: Attempt,
  changed: Partial<Extract<EnquiryVerdict, { kind: 'paid' }>['transaction']> = {},
): EnquiryVerdict {
  const transaction = {
    outTradeNo: attempt.id,
    syssn: `20260302${attempt.id}`,
    orderType: 'payment',
    payType: '800207',
    respcd: '0000',
    outcome: 'succeeded' as const,
    meaning: classify('0000'),
    amount: 1099,
    currency: 'HKD',
    cancel: '0',
    raw: {},
    ...changed,
  }
  return { kind: 'paid', transaction }
}

export async function openPaidPayment(deps: TestDeps, account: Account): Promise<Payment> {
  const payment = await openTestPayment(deps, account)
  const attempt = await recordTestAttempt(deps, payment)
  await applyVerdict(deps, attempt, paidVerdict(attempt))
  return payment
}

export async function eventTypes(deps: TestDeps, payment: Payment): Promise<readonly string[]> {
  const { events } = await readEvents(deps, payment.id, { after: 0, limit: 100 })
  return events.map(({ type }) => type)
}
