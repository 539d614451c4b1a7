import type { Deps } from '../deps.ts'
import { bindToBrowser, type AttemptWrite } from '../payments/attempt-store.ts'
import { canBeResumed, changeAttempt, type Attempt } from '../payments/attempt.ts'
import { changePayment, type Step } from '../payments/change-payment.ts'
import type { PaymentWithAttempts } from '../payments/payment-store.ts'

/** Under each TAEL_SECRET, newest first: finds a payer's order again after it was rolled. */
export type OpenidHashes = readonly [string, ...string[]] | undefined

/** The browser that wants to launch an attempt. */
type Browser = { readonly attempt: Attempt; readonly browserHash: string }

/** An out_trade_no can be paid only once, so a payer who has one gets the same one again. */
export async function resumeEarlier(
  deps: Deps,
  request: Browser,
  {
    read,
    openidHashes,
  }: { readonly read: PaymentWithAttempts; readonly openidHashes: OpenidHashes },
): Promise<boolean> {
  const { attempt, browserHash } = request
  const payer = { attempt, browserHash, openidHashes }
  const decide = ({ attempts }: PaymentWithAttempts): Step<boolean> => {
    const earlier = findEarlier(deps, attempts, payer)
    if (earlier === undefined) return { result: false }
    const current = attempts.find(({ id }) => id === attempt.id)
    const to = current && changeAttempt(current.status, 'given-up').to
    const reason = `The payer continued with ${earlier.id}`
    const given = current && to && { status: to, reason, enquire_at: null }
    return handOver(request, earlier, given && { attempt: current, set: given }, true)
  }
  return changePayment(deps, attempt.paymentId, decide, read)
}

/** The browser continues with an earlier order. */
export function handOver<Result>(
  { attempt, browserHash }: Browser,
  earlier: Attempt,
  change: AttemptWrite | undefined,
  result: Result,
): Step<Result> {
  return {
    result,
    write: {
      attempt: change,
      events: [{ type: 'attempt.resumed', data: { attempt: attempt.id, resumed: earlier.id } }],
    },
    further: (trx) => bindToBrowser(trx, earlier, browserHash),
  }
}

export function findEarlier(
  deps: Pick<Deps, 'clock'>,
  attempts: readonly Attempt[],
  payer: Browser & { readonly openidHashes: OpenidHashes },
): Attempt | undefined {
  return attempts.find(
    (other) =>
      other.id !== payer.attempt.id &&
      canBeResumed(other, deps.clock.now()) &&
      // In Canada nobody identifies the payer, so the browser stands for them.
      (payer.openidHashes === undefined
        ? other.browserHashes.includes(payer.browserHash)
        : payer.openidHashes.includes(other.openidHash ?? '')),
  )
}
