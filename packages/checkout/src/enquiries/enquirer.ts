import { type EnquiryFilter, type Transaction } from '@tael/qfpay'
import { type Clock } from '../platform/clock.ts'
import { verdictFor, type EnquiryVerdict } from './verdict.ts'

/** What an enquiry is about: an attempt, by the numbers under which the gateway knows it. */
export type Enquired = {
  readonly id: string
  readonly syssn: string | undefined
  readonly openedAt: Date
}

/** Asks the gateway what happened to attempts; many questions in one request. */
export type Enquirer = { readonly ask: (attempt: Enquired) => Promise<EnquiryVerdict> }

/** QFPay answers at most 100 rows a page. */
const BATCH = 100
/** Between two requests: five a second stay under 400 a minute with room for the payments themselves. */
const SPACING_MS = 250
const HOUR_MS = 60 * 60 * 1000

type Question = {
  readonly attempt: Enquired
  readonly answer: Promise<EnquiryVerdict>
  readonly resolve: (verdict: EnquiryVerdict) => void
  readonly reject: (reason: unknown) => void
}

/**
 * Collects questions while a request is under way and sends them together in the next one. Whoever
 * asks about an attempt that is asked about already gets the same answer.
 */
export function createEnquirer(deps: {
  readonly enquireAll: (filter: EnquiryFilter) => AsyncIterable<Transaction>
  readonly clock: Clock
}): Enquirer {
  const questions = new Map<string, Question>()
  let isRunning = false

  async function run(): Promise<void> {
    while (questions.size > 0) {
      await deps.clock.sleep(SPACING_MS)
      const batch = nextBatch([...questions.values()])
      batch.forEach(({ attempt }) => questions.delete(attempt.id))
      await answer(batch)
    }
    isRunning = false
  }

  async function answer(batch: readonly Question[]): Promise<void> {
    try {
      const rows: Transaction[] = []
      for await (const row of deps.enquireAll(filterFor(batch.map(({ attempt }) => attempt)))) {
        rows.push(row)
      }
      batch.forEach(({ attempt, resolve }) => resolve(verdictFor(attempt.id, rows)))
    } catch (error) {
      batch.forEach(({ reject }) => reject(error))
    }
  }

  return {
    ask(attempt) {
      const asked = questions.get(attempt.id)
      if (asked !== undefined) return asked.answer
      const { promise, resolve, reject } = Promise.withResolvers<EnquiryVerdict>()
      questions.set(attempt.id, { attempt, answer: promise, resolve, reject })
      if (!isRunning) {
        isRunning = true
        void run()
      }
      return promise
    },
  }
}

/** The longest waiting first; by syssn or by out_trade_no, as one request can't do both. */
function nextBatch(questions: readonly Question[]): readonly Question[] {
  const byNumber = questions[0]?.attempt.syssn !== undefined
  return questions
    .filter(({ attempt }) => (attempt.syssn !== undefined) === byNumber)
    .slice(0, BATCH)
}

function filterFor(attempts: readonly Enquired[]): EnquiryFilter {
  const numbers = attempts.flatMap(({ syssn }) => (syssn === undefined ? [] : [syssn]))
  if (numbers.length > 0) return { syssn: numbers }
  // Without a range QFPay looks at the current month only, and an order may be a month's last.
  const opened = attempts.map(({ openedAt }) => openedAt.getTime())
  return {
    outTradeNo: attempts.map(({ id }) => id),
    from: new Date(Math.min(...opened) - HOUR_MS),
    to: new Date(Math.max(...opened) + HOUR_MS),
  }
}
