import { QfpayError, QfpayRefusedError, type CreatedPayment, type PayParams } from '@tael/qfpay'
import { notificationUrl, type Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { bindToBrowser, nameOpenid } from '../payments/attempt-store.ts'
import { changeAttempt, type Attempt } from '../payments/attempt.ts'
import { changePayment, type Step } from '../payments/change-payment.ts'
import type { Place } from '../payments/claim-place.ts'
import {
  findPayment,
  findPaymentWithAttempts,
  type PaymentWithAttempts,
} from '../payments/payment-store.ts'
import { takesAttempts, type Payment } from '../payments/payment.ts'
import { sealContext } from '../platform/seal-context.ts'
import { endAttempt } from './end-attempt.ts'
import { enquireAttempts } from './enquire-attempt.ts'
import { readPayerIdentity } from './read-payer-identity.ts'
import { findEarlier, handOver, resumeEarlier, type OpenidHashes } from './resume-earlier.ts'

/** What opens WeChat's payment module: parameters for the bridge, or an address (Canada). */
export type Launch = { readonly payParams: PayParams } | { readonly payUrl: string }

/** The result of a payer's try to pay. */
export type OpenedAttempt =
  /**
   * An attempt of this payer can be launched: this one, or an earlier one that is still payable. With `launch` if it
   * is this one, launched just now, and the payment still waits to be paid.
   */
  | { readonly kind: 'launched'; readonly launch?: Launch }
  /** The authorization is used up; the payer has to start over. */
  | { readonly kind: 'restart' }
  /** QFPay or WeChat could not be reached, or did not answer. */
  | { readonly kind: 'busy' }
  /** WeChat shows a preview of the page: there is no real payer. */
  | { readonly kind: 'snapshot' }
  /** QFPay accepts no such amount, or none now. */
  | { readonly kind: 'amount' }
  /** The merchant's account refuses. */
  | { readonly kind: 'account' }
  /** The account accepts no new payments. */
  | { readonly kind: 'disabled' }
  /** The payment accepts no more attempts. */
  | { readonly kind: 'closed' }
  /** The payer continues with another payment of the same link, or begins there. */
  | { readonly kind: 'elsewhere'; readonly to: Exclude<Place, { kind: 'own' }> }
  /** The payment accepts no more attempts within the hour: too many failed. */
  | { readonly kind: 'too-many-attempts' }

type LaunchRequest = {
  readonly account: Account
  readonly payment: Payment
  readonly attempt: Attempt
  readonly browserHash: string
  readonly openid: string | undefined
}

/** The gateway's risk control has stopped this order; QFPay says never to retry it. */
const RISK_STOP = '1294'

/** Above the channel's limit; 1297 may also mean that the bank is busy. */
const AMOUNT_REFUSED: readonly (string | undefined)[] = ['1123', '1297']

/** How long a payer waits to learn whether another one has paid. */
const PROOF_MS = 5_000

/** Asks the gateway for the attempt's order, unless this payer holds one that is still payable. */
export async function launchAttempt(deps: Deps, request: LaunchRequest): Promise<OpenedAttempt> {
  const openidHashes =
    request.openid === undefined ? undefined : deps.sealing.keyedHashes(request.openid, 'openid')
  const read = await findPaymentWithAttempts(deps.database.db, request.payment.id)
  if (read === undefined) throw new Error(`${request.payment.id} vanished`)
  if (await resumeEarlier(deps, request, { read, openidHashes })) return { kind: 'launched' }
  if (!(await isStillUnpaid(deps, request.attempt, read.attempts))) return { kind: 'closed' }
  const created = await createOrder(deps, request)
  if ('kind' in created) {
    // WeChat has identified this payer: an outage at QFPay must not count as invented codes.
    const isOutage = created.kind === 'busy' || created.kind === 'amount'
    if (isOutage && openidHashes !== undefined) {
      await nameOpenid(deps.database.db, request.attempt, openidHashes[0])
    }
    return created
  }
  return recordLaunch(deps, request, { read, created, openidHashes })
}

/** What a payer can do whose attempt is recorded or launched; undefined while that is unknown. */
export function answerOf({
  status,
  syssn,
}: Pick<Attempt, 'status' | 'syssn'>): OpenedAttempt | undefined {
  switch (status) {
    case 'recorded':
      // Ordered and never launched: its payer continued with the order of another tab.
      return syssn === undefined ? undefined : { kind: 'launched' }
    case 'failed':
      return { kind: 'restart' }
    // The pay page shows its status, or the order that the payer continued with.
    case 'launched':
    case 'succeeded':
    case 'lapsed':
      return { kind: 'launched' }
  }
}

export function readLaunch(deps: Pick<Deps, 'sealing'>, attempt: Attempt): Launch | undefined {
  if (attempt.launchSealed === undefined) return undefined
  return JSON.parse(
    deps.sealing.open(attempt.launchSealed, sealContext.launch(attempt.id)),
  ) as Launch
}

/** The payer of another order may have paid it a moment ago: with a second order, two would pay. */
async function isStillUnpaid(
  deps: Deps,
  attempt: Attempt,
  attempts: readonly Attempt[],
): Promise<boolean> {
  const ordered = attempts.filter(({ syssn, enquireAt }) => syssn && enquireAt)
  if (ordered.length === 0) return true
  await enquireAttempts(deps, ordered, { withinMs: PROOF_MS, why: 'ordering' })
  const payment = await findPayment(deps.database.db, attempt.paymentId)
  if (payment && takesAttempts(payment)) return true
  await endAttempt(deps, attempt, { by: 'given-up', reason: 'The payment ended meanwhile' })
  return false
}

async function createOrder(
  deps: Deps,
  { account, payment, attempt, openid }: LaunchRequest,
): Promise<CreatedPayment | OpenedAttempt> {
  try {
    return await deps.gateways(account).qfpay.createPayment({
      outTradeNo: attempt.id,
      amount: payment.amount,
      currency: payment.currency,
      createdAt: attempt.openedAt,
      payType: account.settings.payType,
      notifyUrl: notificationUrl(account, deps.publicUrl),
      about: attempt.id,
      ...(openid !== undefined && { openid }),
      ...(payment.description !== undefined && { goodsName: payment.description }),
      ...(payment.limitPay !== undefined && { limitPay: payment.limitPay }),
      ...(payment.payerIdentitySealed !== undefined && {
        extendInfo: readPayerIdentity(deps, payment),
      }),
      ...(account.settings.flow === 'canada' && {
        returnUrl: `${deps.publicUrl}/pay/${payment.id}/return`,
      }),
    })
  } catch (error) {
    return refusedOrder(deps, attempt, error)
  }
}

/** A lost answer is not a failure: the attempt stays recorded, and enquiries will tell. */
async function refusedOrder(deps: Deps, attempt: Attempt, error: unknown): Promise<OpenedAttempt> {
  if (!(error instanceof QfpayError)) throw error
  deps.log.warn('attempt.not_launched', {
    attempt: attempt.id,
    respcd: error.respcd,
    outcome: error.outcome,
    reason: error.message,
    hint: error.hint,
  })
  const isAmount = AMOUNT_REFUSED.includes(error.respcd)
  if (error.outcome === 'unknown') return { kind: isAmount ? 'amount' : 'busy' }
  await endAttempt(deps, attempt, {
    by: 'refused',
    reason: error.message,
    ...(error.respcd !== undefined && { respcd: error.respcd }),
    stopsPayment: error.respcd === RISK_STOP,
  })
  if (isAmount) return { kind: 'amount' }
  if (error.outcome === 'not-sent' && error.code !== 'configuration') return { kind: 'busy' }
  const isOurs = !(error instanceof QfpayRefusedError) || error.meaning.kind === 'caller'
  return { kind: isOurs ? 'account' : 'restart' }
}

async function recordLaunch(
  deps: Deps,
  request: LaunchRequest,
  answer: {
    readonly read: PaymentWithAttempts
    readonly created: CreatedPayment
    readonly openidHashes: OpenidHashes
  },
): Promise<OpenedAttempt> {
  const { created, openidHashes } = answer
  const openidHash = openidHashes?.[0] ?? null
  const launch: Launch | undefined = created.payParams
    ? { payParams: created.payParams }
    : created.payUrl !== undefined
      ? { payUrl: created.payUrl }
      : undefined
  if (launch === undefined) {
    deps.log.error('attempt.nothing_to_launch', { attempt: request.attempt.id })
    return { kind: 'account' }
  }
  const { browserHash } = request
  const decide = ({ payment, attempts }: PaymentWithAttempts): Step<OpenedAttempt> => {
    const attempt = attempts.find(({ id }) => id === request.attempt.id)
    const to = attempt && changeAttempt(attempt.status, 'launched').to
    if (attempt === undefined || to === undefined) {
      return { result: (attempt && answerOf(attempt)) ?? { kind: 'restart' } }
    }
    const order = { syssn: created.syssn, openid_hash: openidHash }
    const earlier = findEarlier(deps, attempts, { attempt, openidHashes, browserHash })
    if (earlier !== undefined) {
      // Two tabs raced: nobody ever holds this order's parameters, so nobody can pay it.
      return handOver(request, earlier, { attempt, set: order }, { kind: 'launched' })
    }
    const sealed = deps.sealing.seal(JSON.stringify(launch), sealContext.launch(attempt.id))
    const held = attempts.filter((each) => each.browserHashes.includes(browserHash))
    const isBound = held.length === 1 && held[0] === attempt
    const data = { attempt: attempt.id, syssn: created.syssn, respcd: created.respcd }
    const isWaiting = takesAttempts(payment) && payment.expiresAt > deps.clock.now()
    return {
      result: { kind: 'launched', ...(isWaiting && { launch }) },
      write: {
        attempt: { attempt, set: { ...order, status: to, launch_sealed: sealed } },
        events: [{ type: 'attempt.launched', data }],
      },
      ...(!isBound && { further: (trx) => bindToBrowser(trx, attempt, browserHash) }),
    }
  }
  return changePayment(deps, request.payment.id, decide, answer.read)
}
