import type { Account } from '../accounts/account.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Deps } from '../deps.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import { returnDraft } from '../exchanges/exchange.ts'
import { findAttempt, findAttempts, insertAttempt } from '../payments/attempt-store.ts'
import { countUnproven, type Attempt } from '../payments/attempt.ts'
import { withdrawPayment } from '../payments/cancel-payment.ts'
import { claimPlace } from '../payments/claim-place.ts'
import { lockPayment, writePayment } from '../payments/payment-store.ts'
import { transition, type Payment } from '../payments/payment.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { authorizePayer } from './authorize-payer.ts'
import { endAttempt } from './end-attempt.ts'
import { answerOf, launchAttempt, type OpenedAttempt } from './launch-attempt.ts'

/** A payer who comes back from authorizing, or who needs no authorization (Canada). */
export type OpenAttempt = {
  readonly account: Account
  readonly paymentId: string
  /** From the signed state: a repeated redirect carries the same. */
  readonly attemptId: string
  readonly browserHash: string
  /** The OAuth code; absent in Canada. */
  readonly code?: string
}

/** Anybody with a pay link can invent codes: each costs two writes and one of QFPay's 400 a minute. */
const MAX_UNPROVEN_AN_HOUR = 20
const REPEAT_WAIT_MS = 10_000
const REPEAT_POLL_MS = 100

/**
 * Records the attempt, then exchanges its code and asks the gateway, then records the answer.
 * | WeChat repeats this request, some 20 ms apart: the request that records the attempt first continues
 * alone, and the others wait for its answer. A process that dies on the way leaves a recorded attempt,
 * and Tael enquires about it like any other; its code is lost, so the payer starts over.
 */
export async function openAttempt(deps: Deps, request: OpenAttempt): Promise<OpenedAttempt> {
  const recorded = await recordAttempt(deps, request)
  if (recorded === 'closed' || recorded === 'too-many-attempts' || recorded === 'disabled') {
    return { kind: recorded }
  }
  if (recorded === 'repeated') {
    deps.exchanges.record(returnDraft('repeated', request.paymentId, deps.clock.now()))
    return answerOfFirst(deps, request.attemptId)
  }
  const payer = await authorizePayer(deps, request, recorded)
  if (payer.kind !== 'authorized') return payer
  const elsewhere = await leadElsewhere(deps, recorded, payer.openid)
  if (elsewhere !== undefined) return elsewhere
  return launchAttempt(deps, { ...request, ...recorded, openid: payer.openid })
}

/** Where a payer continues whom the link of this payment has served before, or who opened somebody else's. */
async function leadElsewhere(
  deps: Deps,
  { payment, attempt }: { readonly payment: Payment; readonly attempt: Attempt },
  openid: string | undefined,
): Promise<OpenedAttempt | undefined> {
  const hashes = openid === undefined ? undefined : deps.sealing.keyedHashes(openid, 'openid')
  const place = await claimPlace(deps, payment, hashes)
  if (place.kind === 'own') return undefined
  const reason =
    place.kind === 'other'
      ? `The payer has ${place.paymentId} of the same link`
      : 'Another payer has this payment'
  await endAttempt(deps, attempt, { by: 'given-up', reason })
  // Nobody else can pay it, so what it holds goes back at once.
  if (place.kind === 'other') await withdrawPayment(deps, payment.id)
  return { kind: 'elsewhere', to: place }
}

/** The write-ahead: from here on the gateway may know this number. */
async function recordAttempt(
  deps: Deps,
  request: OpenAttempt,
): Promise<
  { payment: Payment; attempt: Attempt } | 'repeated' | 'closed' | 'too-many-attempts' | 'disabled'
> {
  const { account, attemptId, browserHash, code } = request
  const now = deps.clock.now()
  return inTransaction(deps.database, async (trx) => {
    const payment = await lockPayment(trx, request.paymentId)
    const attempts = await findAttempts(trx, payment.id)
    if (attempts.some(({ id }) => id === attemptId)) return 'repeated'
    if (account.disabledAt !== undefined) return 'disabled'
    const opened = transition(payment, 'attempt-opened')
    if (opened.kind === 'refused' || payment.expiresAt <= now) return 'closed'
    const anHourAgo = new Date(now.getTime() - HOUR_MS)
    if (countUnproven(attempts, anHourAgo) >= MAX_UNPROVEN_AN_HOUR) return 'too-many-attempts'
    const attempt = await insertAttempt(trx, {
      id: attemptId,
      account_id: account.id,
      payment_id: payment.id,
      status: 'recorded',
      flow: account.settings.flow,
      code_hash: code === undefined ? null : deps.sealing.keyedHash(code, 'oauth code'),
      browser_hash: browserHash,
      openid_hash: null,
      launch_sealed: null,
      syssn: null,
      reason: null,
      opened_at: now,
      enquire_at: nextEnquiryAt({ openedAt: now, now }),
    })
    if (attempt === undefined) return 'repeated'
    await writePayment(trx, deps, {
      payment,
      ...(opened.kind === 'moved' && { set: { status: opened.to } }),
      events: [
        { type: 'attempt.recorded', data: { attempt: attemptId, flow: account.settings.flow } },
        ...(opened.kind === 'moved'
          ? [{ type: 'payment.pending' as const, data: { attempt: attemptId } }]
          : []),
      ],
    })
    return { payment, attempt }
  })
}

async function answerOfFirst(deps: Deps, attemptId: string): Promise<OpenedAttempt> {
  const until = deps.clock.now().getTime() + REPEAT_WAIT_MS
  for (;;) {
    const attempt = await findAttempt(deps.database.db, attemptId)
    // There is none under its number: another attempt has used the code.
    if (attempt === undefined) return { kind: 'restart' }
    const answer = answerOf(attempt)
    if (answer !== undefined) return answer
    if (deps.clock.now().getTime() >= until) return { kind: 'busy' }
    await deps.clock.sleep(REPEAT_POLL_MS)
  }
}
