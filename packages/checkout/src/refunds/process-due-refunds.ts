import {
  classify,
  isQfpayError,
  QfpayPendingError,
  QfpayRefusedError,
  type QfpayClient,
} from '@tael/qfpay'
import type { Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import { accountWork } from '../database/account-work.ts'
import type { Deps } from '../deps.ts'
import { changeCharge } from '../payments/change-charge.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { BEGUN_WITHIN_MS } from '../platform/rounds.ts'
import { within } from '../platform/within.ts'
import { applyFinding } from './apply-finding.ts'
import { changeRefund } from './change-refund.ts'
import { expireApproval } from './end-approval.ts'
import { askAboutRefund, enquireRefund } from './enquire-refund.ts'
import { noteOverdue } from './note-overdue.ts'
import {
  FIRST_REFUND_WORK,
  REFUND_WORK,
  findRefund,
  findNextRefund,
  takeDueRefunds,
  updateRefund,
  wakeNextRefund,
} from './refund-store.ts'
import { isAsTaken, isOut, numberOf, type Refund, type RefundFinding } from './refund.ts'

/** How many refunds of one account a process handles at the same time. */
const AT_ONCE = 8
/** Longer than a request may take with its retries, after the wait for its permit. */
const LEASE_MS = 3 * MINUTE_MS
/** A refund without a permit by then waits for the next round, and other processes may take it. */
const PERMIT_WITHIN_MS = MINUTE_MS
/** If there is no answer by then, Tael enquires. */
const SENT_WITHIN_MS = MINUTE_MS

/**
 * Continues every due refund: sends the waiting ones, asks about the sent ones. Any number of processes may
 * do it at the same time; a lease gives each refund to one of them.
 */
export const refundWork = accountWork<Deps>(
  { name: 'refund', firstDue: FIRST_REFUND_WORK },
  REFUND_WORK,
  (deps, accountId) =>
    deps.rounds.run('refund', () => continueDue(deps, accountId), BEGUN_WITHIN_MS),
)

async function continueDue(deps: Deps, accountId: string): Promise<number> {
  const now = deps.clock.now()
  const leasedUntil = new Date(now.getTime() + LEASE_MS)
  const take = { now, limit: AT_ONCE, leasedUntil, accountId }
  const due = await takeDueRefunds(deps.database.db, take)
  await Promise.all(
    due.map((refund) =>
      advance(deps, refund).catch(async (error: unknown) => {
        deps.log.warn('refund.unanswered', { refund: refund.id, error })
        await noteOverdue(deps, refund)
      }),
    ),
  )
  return due.length
}

async function advance(deps: Deps, due: Refund): Promise<void> {
  if (due.status === 'awaiting_approval') {
    await expireApproval(deps, due)
    return
  }
  if (due.status !== 'requested') {
    await enquireRefund(deps, due)
    return
  }
  if (due.refusal !== undefined && !(await isNotDone(deps, due))) return
  const { account, client } = await takePermit(deps, due)
  const taken = await markSent(deps, due, new Date(deps.clock.now().getTime() + LEASE_MS))
  if (taken === undefined) return
  const finding = await send(deps, client, taken)
  await applyFinding(deps, account, taken.refund, { finding })
}

/** Whether an enquiry, too, says that QFPay did nothing of what it has postponed. */
async function isNotDone(deps: Deps, due: Refund): Promise<boolean> {
  const account = await readAccount(deps, due.accountId)
  const { finding } = await askAboutRefund(deps, account, due)
  if (finding.kind !== 'done' && !isOut(finding)) return true
  await applyFinding(deps, account, due, { finding })
  return false
}

/** Before it is pending: a refund without a permit has not changed. */
async function takePermit(
  deps: Deps,
  { id, accountId }: Refund,
): Promise<{ readonly account: Account; readonly client: QfpayClient }> {
  const account = await readAccount(deps, accountId)
  const limit = {
    clock: deps.clock,
    ms: PERMIT_WITHIN_MS,
    reason: `${id} got no permit within 60 s; it is due again when its lease ends`,
  }
  const client = await within(limit, (signal) =>
    deps.gateways(account).takePermit('/trade/v1/refund', signal),
  )
  return { account, client }
}

type Taken = { readonly refund: Refund; readonly originalSyssn: string }

/** The write-ahead: a refund that may reach the gateway is pending before it is sent. */
async function markSent(deps: Deps, due: Refund, leasedUntil: Date): Promise<Taken | undefined> {
  return changeRefund(deps, due, async (trx, { charge, refund: current, now }) => {
    const originalSyssn = charge.attempt.syssn
    if (originalSyssn === undefined) {
      throw new Error(`${due.attemptId} is charged but has no syssn`)
    }
    // Its lease ran out, and another process has sent it: whatever came of that, nobody has asked about it here.
    if (!isAsTaken(current, due)) return undefined
    const next = await findNextRefund(trx, { attemptId: due.attemptId, now, taken: due.id })
    if (next?.id !== due.id) {
      // An earlier one is back: its end will wake this one.
      await updateRefund(trx, current, { work_at: null })
      await wakeNextRefund(trx, due.attemptId, now)
      return undefined
    }
    await updateRefund(trx, next, {
      status: 'pending',
      refusal: null,
      sent_at: now,
      work_at: leasedUntil,
      // QFPay may have kept the number that it has refused.
      ...(next.refusal !== undefined && { numbers: next.numbers + 1 }),
    })
    // One event, and another after each refusal: however often it is sent, the events stay few.
    const isNews = next.sentAt === undefined || next.refusal !== undefined
    const pending = {
      type: 'refund.pending' as const,
      data: { refund: next.id, amount: next.amount },
    }
    await changeCharge(trx, deps, { charge, events: isNews ? [pending] : [] })
    const refund = await findRefund(trx, next.id)
    return refund && { refund, originalSyssn }
  })
}

async function send(
  deps: Deps,
  qfpay: QfpayClient,
  { refund, originalSyssn }: Taken,
): Promise<RefundFinding> {
  try {
    const limit = {
      clock: deps.clock,
      ms: SENT_WITHIN_MS,
      reason: `${refund.id} had no answer within 60 s`,
    }
    const sent = await within(limit, (signal) =>
      qfpay.refund({
        syssn: originalSyssn,
        outTradeNo: numberOf(refund),
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
