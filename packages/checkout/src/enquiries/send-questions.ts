import type { EnquiryFilter, EnquiryRow, Exchange, RateLimiter } from '@tael/qfpay'
import type { Budget } from '../budget/budget.ts'
import type { ExchangeDraft } from '../exchanges/exchange.ts'
import type { Clock } from '../platform/clock.ts'
import { enquiryDrafts } from './enquiry-drafts.ts'
import { filterFor } from './enquiry-filter.ts'
import { laneOfQuestions, type Question } from './question.ts'
import { isLastEnquiry } from './schedule.ts'
import { verdictFor, type EnquiryVerdict } from './verdict.ts'

/** What it takes to ask the gateway. */
export type SendDeps = {
  /** Each of its requests takes its permit from the limiter, and is shown to the observer. */
  readonly enquireAll: (
    filter: EnquiryFilter,
    limiter: RateLimiter,
    observe: (exchange: Exchange) => void,
  ) => AsyncIterable<EnquiryRow>
  /** Records question and answer. */
  readonly record: (draft: ExchangeDraft) => void
  readonly budget: Budget
  readonly clock: Clock
}

type Answered = { readonly question: Question; readonly verdict: EnquiryVerdict }

/**
 * Sends a batch of questions in one request, which has its permit, and records what was said about each.
 * Throws if the gateway does not answer.
 */
export async function sendQuestions(
  deps: SendDeps,
  batch: readonly Question[],
): Promise<readonly Answered[]> {
  const exchanges: Exchange[] = []
  const record = (question: Question, verdict?: EnquiryVerdict): void =>
    draftsFor(question, {
      exchanges,
      verdict,
      askedWith: batch.length - 1,
      now: deps.clock.now(),
    }).forEach(deps.record)
  try {
    const rows = await rowsFor(deps, batch, exchanges)
    return batch.map((question) => {
      const verdict = verdictFor({ ...question.enquired, isAlone: batch.length === 1 }, rows)
      record(question, verdict)
      return { question, verdict }
    })
  } catch (error) {
    batch.forEach((question) => record(question))
    throw error
  }
}

async function rowsFor(
  { enquireAll, budget }: SendDeps,
  batch: readonly Question[],
  exchanges: Exchange[],
): Promise<readonly EnquiryRow[]> {
  const filter = filterFor(batch.map(({ enquired }) => enquired))
  const observe = (exchange: Exchange): void => void exchanges.push(exchange)
  const rows: EnquiryRow[] = []
  for await (const row of enquireAll(filter, permitsFor(batch, budget), observe)) rows.push(row)
  return rows
}

/** The batch has its first permit; further pages and retries wait for their own. */
function permitsFor(batch: readonly Question[], budget: Budget): RateLimiter {
  let isFirst = true
  return {
    async acquire({ signal }) {
      if (!isFirst) await budget.acquire(() => laneOfQuestions(batch), signal)
      isFirst = false
    },
  }
}

function draftsFor(
  { enquired, why }: Question,
  {
    exchanges,
    verdict,
    askedWith,
    now,
  }: {
    readonly exchanges: readonly Exchange[]
    readonly verdict: EnquiryVerdict | undefined
    readonly askedWith: number
    readonly now: Date
  },
): readonly ExchangeDraft[] {
  const { openedAt, enquireAt } = enquired
  const goesOn = verdict !== undefined && ['unpaid', 'missing', 'unreadable'].includes(verdict.kind)
  return enquiryDrafts(exchanges, {
    enquired,
    why,
    askedWith,
    ...(verdict && { verdict: verdict.kind }),
    ...(goesOn && !isLastEnquiry({ openedAt, now }) && { askAgainAt: enquireAt }),
  })
}
