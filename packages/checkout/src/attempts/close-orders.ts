import { isQfpayError } from '@tael/qfpay'
import { readAccount } from '../accounts/read-accounts.ts'
import { accountWork } from '../database/account-work.ts'
import type { Deps } from '../deps.ts'
import {
  CLOSINGS,
  FIRST_CLOSING,
  clearClosing,
  takeDueAttempts,
} from '../payments/attempt-store.ts'
import { isUnderWay, type Attempt } from '../payments/attempt.ts'
import { nextClosingAt } from '../payments/closing.ts'
import { findPayment } from '../payments/payment-store.ts'
import { BEGUN_WITHIN_MS } from '../platform/rounds.ts'
import { enquireAttempt } from './enquire-attempt.ts'

/** How many orders of one account a process closes at the same time. */
const AT_ONCE = 20

/**
 * Asks the gateway to close orders of payments that are over, so that nobody pays them. Closing
 * proves nothing and nothing depends on it: enquiries continue as before.
 */
export const closingWork = accountWork<Deps>(
  { name: 'close', firstDue: FIRST_CLOSING },
  CLOSINGS,
  (deps, accountId) =>
    deps.rounds.run('close', () => closeOrders(deps, accountId), BEGUN_WITHIN_MS),
)

async function closeOrders(deps: Deps, accountId: string): Promise<number> {
  const now = deps.clock.now()
  const take = { now, limit: AT_ONCE, nextAt: nextClosingAt, accountId }
  const due = await takeDueAttempts(deps.database.db, CLOSINGS, take)
  await Promise.all(
    due.map((attempt) =>
      closeOrder(deps, attempt).catch((error: unknown) => {
        deps.log.warn('closing.unanswered', { attempt: attempt.id, error })
      }),
    ),
  )
  return due.length
}

async function closeOrder(deps: Deps, attempt: Attempt): Promise<void> {
  const stopClosing = (): Promise<void> => clearClosing(deps.database.db, attempt.id)
  if (!isUnderWay(attempt.status)) return stopClosing()
  // Where a gateway closes paid orders, it refunds them.
  const { kind } = await enquireAttempt(deps, attempt, 'closing')
  if (kind === 'missing') return
  if (kind !== 'unpaid') return stopClosing()
  if (await askToClose(deps, attempt)) await stopClosing()
  await enquireAttempt(deps, attempt, 'closing')
}

/** False if the result is unknown, or nothing happened: then Tael retries. */
async function askToClose(deps: Deps, attempt: Attempt): Promise<boolean> {
  const account = await readAccount(deps, attempt.accountId)
  const payment = await findPayment(deps.database.db, attempt.paymentId)
  if (payment === undefined) throw new Error(`${attempt.id} is an attempt of no payment`)
  try {
    const { kind, respcd } = await deps.gateways(account).qfpay.close({
      outTradeNo: attempt.id,
      amount: payment.amount,
      currency: payment.currency,
      createdAt: attempt.openedAt,
      about: attempt.id,
    })
    deps.log.info('closing.answered', { attempt: attempt.id, kind, respcd })
    return true
  } catch (error) {
    if (!isQfpayError(error)) throw error
    const { respcd, outcome, message } = error
    deps.log.warn('closing.not_done', { attempt: attempt.id, respcd, outcome, reason: message })
    return outcome === 'rejected'
  }
}
