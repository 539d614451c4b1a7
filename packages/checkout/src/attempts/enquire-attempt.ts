import type { Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import type { EnquiryReason } from '../enquiries/question.ts'
import type { EnquiryVerdict } from '../enquiries/verdict.ts'
import type { Attempt } from '../payments/attempt.ts'
import { inTime } from '../platform/within.ts'
import { applyVerdict } from './apply-verdict.ts'

/** Asks about an attempt now, and records the answer. Throws if there is no answer. */
export async function enquireAttempt(
  deps: Deps,
  attempt: Attempt,
  why: EnquiryReason = 'waiting',
): Promise<EnquiryVerdict> {
  return enquireWith(deps, await readAccount(deps, attempt.accountId), { attempt, why })
}

async function enquireWith(
  deps: Deps,
  account: Account,
  { attempt, why }: { readonly attempt: Attempt; readonly why: EnquiryReason },
): Promise<EnquiryVerdict> {
  const verdict = await deps.gateways(account).enquirer.ask(attempt, why)
  deps.log.debug('attempt.enquired', { attempt: attempt.id, verdict: verdict.kind })
  await applyOnce(deps, attempt, verdict)
  return verdict
}

const applied = new WeakMap<EnquiryVerdict, Promise<void>>()

/** A notification and the payer's return share an answer: it is applied once. */
async function applyOnce(deps: Deps, attempt: Attempt, verdict: EnquiryVerdict): Promise<void> {
  const applying = applied.get(verdict) ?? applyVerdict(deps, attempt, verdict)
  applied.set(verdict, applying)
  return applying
}

/**
 * Asks about each of the attempts; leaves those without a timely answer to the schedule.
 * Returns the timely answers, by the attempts' ids.
 */
export async function enquireAttempts(
  deps: Deps,
  attempts: readonly Attempt[],
  {
    withinMs,
    why = 'waiting',
    onUnanswered = () => Promise.resolve(),
  }: {
    readonly withinMs: number
    readonly why?: EnquiryReason
    readonly onUnanswered?: (attempt: Attempt) => Promise<void>
  },
): Promise<ReadonlyMap<string, EnquiryVerdict['kind']>> {
  const verdicts = new Map<string, EnquiryVerdict['kind']>()
  const accounts = new Map<string, Promise<Account>>()
  const accountOf = ({ accountId }: Attempt): Promise<Account> => {
    const account = accounts.get(accountId) ?? readAccount(deps, accountId)
    accounts.set(accountId, account)
    return account
  }
  const answers = attempts.map(async (attempt) => {
    try {
      const verdict = await enquireWith(deps, await accountOf(attempt), { attempt, why })
      verdicts.set(attempt.id, verdict.kind)
    } catch (error) {
      deps.log.warn('enquiry.unanswered', { attempt: attempt.id, error })
      await onUnanswered(attempt)
    }
  })
  await inTime({ clock: deps.clock, ms: withinMs }, Promise.all(answers))
  return new Map(verdicts)
}
