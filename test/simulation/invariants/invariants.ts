import type { Row } from '../../../packages/checkout/test/support/sessions.ts'
import type { World } from '../world.ts'
import { approvedFirst, auditHolds } from './approvals.ts'
import { budgetKept, lateRunsAlarm, nothingTold, nothingUnexplained } from './behavior.ts'
import { isUnheard, paymentOf, readBooks, wasReviewed, type Books } from './books.ts'
import { linksAgree, payersServedOnce } from './links.ts'
import {
  booksAgree,
  keptOnce,
  lateGoesBack,
  provedFirst,
  reconciled,
  refundsAgree,
  toldTheTruth,
} from './money.ts'
import {
  acknowledgedStays,
  eventsBounded,
  eventsTellAll,
  refundsOnce,
  webhooksFollow,
} from './records.ts'

/** A promise that did not hold. */
export type Broken = { readonly invariant: string; readonly detail: string }

type Judge = (books: Books, world: World) => readonly string[] | Promise<readonly string[]>

/** What is judged when a run is over. */
const AFTERWARDS: Readonly<Record<string, Judge>> = {
  'books-agree': booksAgree,
  'kept-once': keptOnce,
  'late-goes-back': lateGoesBack,
  'refunds-agree': refundsAgree,
  'refunds-once': refundsOnce,
  'approved-first': approvedFirst,
  'audit-holds': auditHolds,
  'proved-first': provedFirst,
  reconciled,
  'told-the-truth': toldTheTruth,
  'links-agree': linksAgree,
  'served-once': payersServedOnce,
  'events-tell-all': eventsTellAll,
  'events-bounded': eventsBounded,
  'acknowledged-stays': acknowledgedStays,
  'webhooks-follow': webhooksFollow,
  'budget-kept': budgetKept,
  'late-runs-alarm': lateRunsAlarm,
  'nothing-told': nothingTold,
  'nothing-unexplained': nothingUnexplained,
}

/** And what is seen at the moment it happens, or because a run never comes to its end. */
const AT_ONCE = [
  'code-once',
  'order-once',
  'recorded-first',
  'no-call-in-transaction',
  'refuses-what-is-wrong',
  'same-answer',
  'older-secrets-go',
  'every-refund-ends',
  'operators-are-served',
  'payers-are-told',
  'payers-first',
  'nothing-left-undone',
] as const

export const INVARIANTS: readonly string[] = [...Object.keys(AFTERWARDS), ...AT_ONCE]

/** Before reconciliation mends anything: what enquiries and notifications alone must have found. */
export async function judgeUnaided(world: World): Promise<readonly Broken[]> {
  const books = await readBooks(world)
  // What a person has let go before the run is over comes back to somebody with the reconciliation.
  const isHeard = (payment: Row | undefined): boolean =>
    !isUnheard(payment, world) && !wasReviewed(books, payment)
  const heard = {
    ...books,
    payments: books.payments.filter(isHeard),
    attempts: books.attempts.filter(({ id }) => isHeard(paymentOf(books, String(id)))),
    charges: books.charges.filter(({ outTradeNo }) => isHeard(paymentOf(books, outTradeNo))),
  }
  return booksAgree(heard).map((detail) => ({
    invariant: 'books-agree',
    detail: `before reconciliation: ${detail}`,
  }))
}

export async function judge(world: World): Promise<readonly Broken[]> {
  const books = await readBooks(world)
  const broken: Broken[] = [...world.evidence.broken]
  for (const [invariant, found] of Object.entries(AFTERWARDS)) {
    const details = await found(books, world)
    broken.push(...details.map((detail) => ({ invariant, detail })))
  }
  return broken
}
