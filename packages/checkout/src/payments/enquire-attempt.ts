import { findAccount } from '../accounts/find-account.ts'
import { type Deps } from '../deps.ts'
import { type Attempt } from './attempt.ts'
import { settleAttempt } from './settle-attempt.ts'

/** Asks about an attempt now, and settles what the answer says. Throws when there is no answer. */
export async function enquireAttempt(deps: Deps, attempt: Attempt): Promise<void> {
  const account = await findAccount(deps, attempt.accountId)
  const verdict = await deps.gateways(account).enquirer.ask(attempt)
  deps.log.debug('attempt.enquired', { attempt: attempt.id, verdict: verdict.kind })
  await settleAttempt(deps, attempt, verdict)
}
