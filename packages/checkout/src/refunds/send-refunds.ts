import { classify, isQfpayError, QfpayPendingError, QfpayRefusedError } from '@tael/qfpay'
import { findAccount } from '../accounts/find-account.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { changeCharge, lockCharge } from '../payments/change-charge.ts'
import { within } from '../platform/within.ts'
import { enquireRefund } from './enquire-refund.ts'
import { findRefund, findTurn, takeDueRefunds, updateRefund, wakeTurn } from './refund-store.ts'
import type { Refund, RefundFinding } from './refund.ts'
import { recordFinding } from './record-finding.ts'

const BATCH = 50
/** Longer than a request may take with its repetitions. */
const LEASE_MS = 2 * 60 * 1000
/** What has not had its turn until then is not sent any more: another process may soon have it. */
const SENT_WITHIN_MS = 60 * 1000

/**
 * Goes on with every refund that is due: sends what waits, asks about what was sent. Any number of
 * processes may do it at once; a lease gives each refund to one of them.
 */
export async function sendRefunds(deps: Deps): Promise<number> {
  const now = deps.clock.now()
  const leasedUntil = new Date(now.getTime() + LEASE_MS)
  const due = await takeDueRefunds(deps.database.db, { now, limit: BATCH, leasedUntil })
  await Promise.all(
    due.map((refund) =>
      goOn(deps, refund).catch((error: unknown) => {
        deps.log.warn('refund.unanswered', { refund: refund.id, error })
      }),
    ),
  )
  return due.length
}

async function goOn(deps: Deps, due: Refund): Promise<void> {
  if (due.status !== 'requested') {
    await enquireRefund(deps, due)
    return
  }
  const taken = await markSent(deps, due, new Date(deps.clock.now().getTime() + LEASE_MS))
  deps.changes.announce(due.paymentId)
  if (taken === undefined) return
  const finding = await send(deps, taken.refund, taken.originalSyssn)
  await recordFinding(deps, taken.refund, finding)
}

/** The write-ahead: what may reach the gateway is pending before it is sent. */
async function markSent(
  deps: Deps,
  due: Refund,
  leasedUntil: Date,
): Promise<{ readonly refund: Refund; readonly originalSyssn: string } | undefined> {
  return inTransaction(deps.database, async (trx) => {
    const charge = await lockCharge(trx, due.attemptId)
    const turn = await findTurn(trx, due.attemptId)
    const originalSyssn = charge?.attempt.syssn
    if (charge === undefined || originalSyssn === undefined) {
      throw new Error(`${due.attemptId} is charged but has no syssn`)
    }
    if (turn?.id !== due.id || turn.status !== 'requested') {
      // Another process has sent it meanwhile, or one before it has come back: its turn will wake it.
      const current = await findRefund(trx, due.id)
      if (current?.status === 'requested') await updateRefund(trx, current, { work_at: null })
      await wakeTurn(trx, due.attemptId, deps.clock.now())
      return undefined
    }
    await updateRefund(trx, turn, {
      status: 'pending',
      refusal: null,
      sent_at: deps.clock.now(),
      work_at: leasedUntil,
    })
    await changeCharge(trx, deps, {
      charge,
      events: [{ type: 'refund.pending', data: { refund: turn.id, amount: turn.amount } }],
    })
    const refund = await findRefund(trx, turn.id)
    return refund && { refund, originalSyssn }
  })
}

async function send(deps: Deps, refund: Refund, syssn: string): Promise<RefundFinding> {
  const account = await findAccount(deps, refund.accountId)
  try {
    const limit = {
      clock: deps.clock,
      ms: SENT_WITHIN_MS,
      reason: `${refund.id} had no turn and no answer within 60 s`,
    }
    const sent = await within(limit, (signal) =>
      deps.gateways(account).qfpay.refund({
        syssn,
        outTradeNo: refund.id,
        amount: refund.amount,
        currency: refund.currency,
        requestedAt: refund.sentAt ?? deps.clock.now(),
        about: refund.id,
        signal,
      }),
    )
    return { kind: 'done', syssn: sent.syssn }
  } catch (error) {
    if (!isQfpayError(error)) throw error
    const { respcd, outcome, code, message } = error
    deps.log.warn('refund.not_done', { refund: refund.id, respcd, outcome, reason: message })
    if (outcome === 'unknown') {
      return { kind: 'open', syssn: error instanceof QfpayPendingError ? error.syssn : undefined }
    }
    if (outcome === 'not-sent' && code !== 'configuration') return { kind: 'unsent' }
    if (respcd === undefined) return { kind: 'refused', message }
    const meaning = error instanceof QfpayRefusedError ? error.meaning : classify(respcd)
    return { kind: 'refused', message: meaning.meaning, meaning }
  }
}
