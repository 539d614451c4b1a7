import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { nextEnquiryAt } from '../enquiries/schedule.ts'
import { returnDraft } from '../exchanges/exchange.ts'
import { findAttempt } from '../payments/attempt-store.ts'
import { countUnproven, newAttempt, type Attempt } from '../payments/attempt.ts'
import { withdrawPayment } from '../payments/cancel-payment.ts'
import { changePayment, type Step } from '../payments/change-payment.ts'
import { claimPlace } from '../payments/claim-place.ts'
import type { PaymentWithAttempts } from '../payments/payment-store.ts'
import { transition, type Payment } from '../payments/payment.ts'
import { HOUR_MS } from '../platform/durations.ts'
import { authorizePayer } from './authorize-payer.ts'
import { endAttempt } from './end-attempt.ts'
import { answerOf, launchAttempt, type OpenedAttempt } from './launch-attempt.ts'

/** A payer who comes back from authorizing, or who needs no authorization (Canada). */
export type OpenAttempt = {
  readonly account: Account
  /** As the page has read it. */
  readonly opened: PaymentWithAttempts
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
    deps.exchanges.record(returnDraft('repeated', request.opened.payment.id, deps.clock.now()))
    return answerOfFirst(deps, request.attemptId)
  }
  const payer = await authorizePayer(deps, request, recorded)
  if (payer.kind !== 'authorized') return payer
  const elsewhere = await leadElsewhere(deps, recorded, payer.openid)
  if (elsewhere !== undefined) return elsewhere
  return launchAttempt(deps, { ...request, ...recorded, openid: payer.openid })
}

/** Where a payer continues if the payment's link has served them before, or if the payment is somebody else's. */
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
  // Nobody else can pay it, so its link gets back immediately what it holds.
  if (place.kind === 'other') await withdrawPayment(deps, payment.id)
  return { kind: 'elsewhere', to: place }
}

type Recorded =
  | { readonly payment: Payment; readonly attempt: Attempt }
  | 'repeated'
  | 'closed'
  | 'too-many-attempts'
  | 'disabled'

/** The write-ahead: from here on the gateway may know this number. */
async function recordAttempt(deps: Deps, request: OpenAttempt): Promise<Recorded> {
  const { account, opened, attemptId, code } = request
  const now = deps.clock.now()
  const anHourAgo = new Date(now.getTime() - HOUR_MS)
  const decide = ({ payment, attempts }: PaymentWithAttempts): Step<Recorded> => {
    if (attempts.some(({ id }) => id === attemptId)) return { result: 'repeated' }
    if (account.disabledAt !== undefined) return { result: 'disabled' }
    const move = transition(payment, 'attempt-opened')
    if (move.kind === 'refused' || payment.expiresAt <= now) return { result: 'closed' }
    const unproven = countUnproven(attempts, anHourAgo)
    if (unproven >= MAX_UNPROVEN_AN_HOUR) return { result: 'too-many-attempts' }
    const attempt = newAttempt({
      id: attemptId,
      accountId: account.id,
      paymentId: payment.id,
      flow: account.settings.flow,
      browserHashes: [request.browserHash],
      openedAt: now,
      enquireAt: nextEnquiryAt({ openedAt: now, now }),
    })
    const codeHash = code === undefined ? undefined : deps.sealing.keyedHash(code, 'oauth code')
    return {
      result: { payment, attempt },
      write: {
        ...(move.kind === 'moved' && { set: { status: move.to } }),
        attempt: { attempt, insert: { codeHash } },
        events: [
          { type: 'attempt.recorded', data: { attempt: attemptId, flow: attempt.flow } },
          ...(move.kind === 'moved'
            ? [{ type: 'payment.pending' as const, data: { attempt: attemptId } }]
            : []),
        ],
      },
      ifTaken: 'repeated',
    }
  }
  return changePayment(deps, opened.payment.id, decide, opened)
}

async function answerOfFirst(deps: Deps, attemptId: string): Promise<OpenedAttempt> {
  const until = deps.clock.now().getTime() + REPEAT_WAIT_MS
  for (;;) {
    const attempt = await findAttempt(deps.database.db, attemptId)
    // No attempt has this number: another one has used the code.
    if (attempt === undefined) return { kind: 'restart' }
    const answer = answerOf(attempt)
    if (answer !== undefined) return answer
    if (deps.clock.now().getTime() >= until) return { kind: 'busy' }
    await deps.clock.sleep(REPEAT_POLL_MS)
  }
}
