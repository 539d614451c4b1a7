import { findAccount } from '../accounts/find-account.ts'
import type { Deps } from '../deps.ts'
import type { EnquiryReason } from '../enquiries/question.ts'
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
      openedAt: refund.sentAt ?? refund.createdAt,
      orderType: 'refund',
    },
    why,
  )
  deps.log.debug('refund.enquired', { refund: refund.id, verdict: verdict.kind })
  await recordFinding(deps, refund, findingOf(refund, verdict))
  return verdict
}
