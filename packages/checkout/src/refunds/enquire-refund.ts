import { findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../deps.ts'
import type { Enquired, EnquiryReason } from '../enquiries/question.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { recordFinding } from './record-finding.ts'
import { findingOf, type Refund } from './refund.ts'

/** Asks QFPay about a refund by its own number, and writes down what the answer says. */
export async function enquireRefund(
  deps: Deps,
  refund: Refund,
  why: EnquiryReason = 'refunding',
): Promise<EnquiryVerdict> {
  const account = await findAccount(deps, refund.accountId)
  const verdict = await deps.gateways(account).enquirer.ask(
    {
      id: refund.id,
      // By our number: its row is known by that, whatever number an unfinished answer has named.
      syssn: undefined,
      openedAt: refund.createdAt,
      recorded: recordedOf(refund, deps.clock.now()),
      orderType: 'refund',
    },
    why,
  )
  deps.log.debug('refund.enquired', { refund: refund.id, verdict: verdict.kind })
  await recordFinding(deps, refund, findingOf(refund, verdict))
  return verdict
}

const DAY_MS = 24 * 60 * 60_000

/**
 * It may be sent many times, and QFPay may take its time: whenever since it was asked for. A day more
 * at both ends costs nothing, as it is found by its number, and outlasts a zone that is wrong.
 */
function recordedOf({ createdAt }: Refund, now: Date): NonNullable<Enquired['recorded']> {
  return { from: new Date(createdAt.getTime() - DAY_MS), to: new Date(now.getTime() + DAY_MS) }
}
