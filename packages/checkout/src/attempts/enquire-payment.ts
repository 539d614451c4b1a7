import type { Acting } from '../audit/actor.ts'
import { recordReading } from '../audit/record-reading.ts'
import type { Deps } from '../deps.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import type { Payment } from '../payments/payment.ts'
import { readAttempts } from '../payments/read-payments.ts'
import { inTime } from '../platform/within.ts'
import { enquireRefund } from '../refunds/enquire-refund.ts'
import { readRefunds } from '../refunds/read-refunds.ts'
import { enquireAttempts } from './enquire-attempt.ts'

/** A person waits for the answer; one that takes longer appears on the timeline. */
const WITHIN_MS = 8_000
const MAX_ASKED = 20

export type PaymentEnquired =
  /** No payer has authorized, so QFPay has nothing to say. */
  | 'no-order'
  /** QFPay has not answered in time; the schedule asks again. */
  | 'unanswered'
  | EnquiryVerdict['kind']

/**
 * Asks QFPay about a payment's orders and open refunds now, because a person wants to know. The questions wait for
 * their permits as a payer's do, and share a request where they can.
 */
export async function enquirePayment(
  deps: Deps & Acting,
  payment: Pick<Payment, 'id' | 'accountId'>,
): Promise<PaymentEnquired> {
  const { id, accountId } = payment
  await recordReading(deps, {
    action: 'payment.enquired',
    subject: { type: 'payment', id, accountId },
  })
  const attempts = (await readAttempts(deps, payment.id)).slice(-MAX_ASKED)
  if (attempts.length === 0) return 'no-order'
  const { refunds } = await readRefunds(deps, payment.id, { limit: MAX_ASKED })
  const asked = refunds
    .filter(({ status }) => status === 'pending')
    .map((refund) =>
      enquireRefund(deps, refund, 'asked').catch((error: unknown) => {
        deps.log.warn('refund.unanswered', { refund: refund.id, error })
      }),
    )
  const [verdicts] = await Promise.all([
    enquireAttempts(deps, attempts, { withinMs: WITHIN_MS, why: 'asked' }),
    inTime({ clock: deps.clock, ms: WITHIN_MS }, Promise.all(asked)),
  ])
  deps.changes.announce(payment.id)
  // The answers come in any order; the newest attempt says how the payment stands.
  const kinds = attempts.flatMap((attempt) => verdicts.get(attempt.id) ?? [])
  return kinds.find((kind) => kind === 'paid') ?? kinds.at(-1) ?? 'unanswered'
}
