import type { Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import type { Enquired, EnquiryReason } from '../enquiries/question.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import { DAY_MS } from '../platform/durations.ts'
import { applyFinding } from './apply-finding.ts'
import { findingAmong, numberOf, numbersOf, type Refund, type RefundFinding } from './refund.ts'

/** Asks QFPay about a refund by its own numbers, and records the answers. */
export async function enquireRefund(
  deps: Deps,
  refund: Refund,
  why: EnquiryReason = 'refunding',
): Promise<EnquiryVerdict> {
  const account = await readAccount(deps, refund.accountId)
  const { verdict, finding } = await askAboutRefund(deps, account, refund, why)
  await applyFinding(deps, account, refund, { finding })
  return verdict
}

/** Asks, and records nothing. Returns the verdict about the number that moved money, or the last one. */
export async function askAboutRefund(
  deps: Deps,
  account: Account,
  refund: Refund,
  why: EnquiryReason = 'refunding',
): Promise<{ readonly verdict: EnquiryVerdict; readonly finding: RefundFinding }> {
  const { enquirer } = deps.gateways(account)
  const recorded = recordedSince(refund.createdAt, deps.clock.now())
  const newest = numberOf(refund)
  const verdicts = await Promise.all(
    numbersOf(refund).map((id) =>
      enquirer.ask(
        {
          id,
          // By our number, which identifies its row whatever number an unfinished answer has named.
          syssn: undefined,
          openedAt: refund.createdAt,
          recorded,
          orderType: 'refund',
          isSentWhenMissing: id === newest,
        },
        why,
      ),
    ),
  )
  const verdict = verdicts.find(({ kind }) => kind === 'paid') ??
    verdicts.at(-1) ?? { kind: 'missing' }
  deps.log.debug('refund.enquired', { refund: refund.id, verdict: verdict.kind })
  return { verdict, finding: findingAmong(refund, verdicts) }
}

/**
 * Tael may send a refund many times, and QFPay may take its time, so its row may lie anywhere since the request. A
 * day more at both ends costs nothing, because its number finds it, and covers an account with a wrong time zone.
 */
export function recordedSince(since: Date, now: Date): NonNullable<Enquired['recorded']> {
  return { from: new Date(since.getTime() - DAY_MS), to: new Date(now.getTime() + DAY_MS) }
}
