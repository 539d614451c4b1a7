import type { Deps } from '../deps.ts'
import { changeAttempt, type Attempt, type AttemptChange } from '../payments/attempt.ts'
import { changePayment } from '../payments/change-payment.ts'
import { transition } from '../payments/payment.ts'

/** Ends an attempt that nobody can pay any more. Changes nothing if another process was faster. */
export async function endAttempt(
  deps: Deps,
  { id, paymentId }: Attempt,
  end: {
    readonly by: Extract<AttemptChange, 'refused' | 'given-up'>
    readonly reason: string
    readonly respcd?: string
    /** No other attempt could succeed either, so the payment fails with it. */
    readonly stopsPayment?: boolean
  },
): Promise<void> {
  const { reason, respcd } = end
  await changePayment(deps, paymentId, ({ payment, attempts }) => {
    const attempt = attempts.find((each) => each.id === id)
    const to = attempt && changeAttempt(attempt.status, end.by).to
    if (attempt === undefined || to === undefined) return { result: undefined }
    const stops = end.stopsPayment === true && transition(payment, 'stopped').kind === 'moved'
    const data = { attempt: id, reason, respcd }
    return {
      result: undefined,
      write: {
        ...(stops && { set: { status: 'failed' as const } }),
        attempt: { attempt, set: { status: to, reason, launch_sealed: null, enquire_at: null } },
        events: [
          { type: to === 'failed' ? 'attempt.failed' : 'attempt.lapsed', data },
          ...(stops ? [{ type: 'payment.failed' as const, data }] : []),
        ],
      },
    }
  })
  deps.changes.announce(paymentId)
}
