import {
  isQfpayError,
  QfpayRateLimitError,
  type EnquiryFilter,
  type EnquiryRow,
  type Exchange,
  type RateLimiter,
} from '@tael/qfpay'
import type { Budget } from '../budget/budget.ts'
import type { ExchangeDraft } from '../exchanges/exchange.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { enquiryDrafts } from './enquiry-drafts.ts'
import {
  laneFor,
  nextQuestions,
  type Enquired,
  type EnquiryLane,
  type EnquiryReason,
  type Question,
} from './question.ts'
import { isLastEnquiry } from './schedule.ts'
import { verdictFor, type EnquiryVerdict } from './verdict.ts'

/** Asks the gateway what happened to attempts; many questions in one request. */
export type Enquirer = {
  /**
   * Throws when the gateway gives no answer. The schedule, which asks unless said otherwise, is
   * refused at once while the gateway is in trouble, like all for whom nobody waits.
   */
  readonly ask: (attempt: Enquired, why?: EnquiryReason) => Promise<EnquiryVerdict>
  /** Refuses every question that has not been sent, so that a process can end. */
  readonly giveUp: (reason: Error) => void
}

/** QFPay answers at most 100 rows a page; a full page would make us ask for a second one. */
const BATCH = 99
/** A notification and the payer's return come together and make one request. */
const COLLECT_MS = 100
/** A gateway that hangs on one request must not stop the others. */
const IN_FLIGHT = 4
/** Enquiries leave every second turn to those who want to pay. */
const TURNS = 2
/** How long a gateway that refuses lists is asked one by one before a list is tried again. */
const SINGLY_MS = 10 * 60_000
/** So many in a row without an answer are no one order's fault: a list of 99 is halved seven times. */
const OUTAGE_FAILURES = 8
const FIRST_REST_MS = 1_000
const LONGEST_REST_MS = 30_000
/** The longest window of QFPay's own limit; payers wait for no number beyond it. */
const LONGEST_ASKED_REST_MS = 60_000
/** QFPay: malformed request, bad parameter. */
const LIST_REFUSALS = ['1103', '1104']

type Deps = {
  /** Each request of it takes its turn from the limiter, and is shown to the observer. */
  readonly enquireAll: (
    filter: EnquiryFilter,
    turns: RateLimiter,
    observe: (exchange: Exchange) => void,
  ) => AsyncIterable<EnquiryRow>
  /** Keeps what was asked and answered. */
  readonly record: (draft: ExchangeDraft) => void
  readonly budget: Budget
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}

/**
 * Collects questions while it waits for its turn and sends them together. Whoever asks about an
 * attempt that waits to be asked about gets the same answer.
 */
export function createEnquirer(deps: Deps): Enquirer {
  const { budget, clock, log } = deps
  const questions = new Map<string, Question>()
  const inFlight = new Set<Promise<void>>()
  const now = (): number => clock.now().getTime()
  let isRunning = false
  let nextAt = 0
  let singlyUntil = 0
  /** Of requests so far. */
  let turns = 0
  /** Until when a list is believed that does not show an attempt: asked alone, it was missing too. */
  const missing = new Map<string, number>()
  let trouble = { failures: 0, until: 0 }
  /** How many may share the next request of those whose last one had no answer. */
  const suspects = new Map<string, number>()
  let nap: AbortController | undefined
  let turn: { readonly lane: EnquiryLane; readonly hurry: AbortController } | undefined

  async function run(): Promise<void> {
    try {
      await askAll()
    } catch (error) {
      questions.forEach(({ reject }) => reject(error))
      questions.clear()
    } finally {
      isRunning = false
    }
  }

  async function askAll(): Promise<void> {
    while (questions.size > 0) {
      const calmAt = isFull() ? 0 : Math.max(nextAt, now() + COLLECT_MS)
      await sleepUntil(Math.max(trouble.until, calmAt))
      if (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight)
      const lane = await takeTurn()
      const batch = next()
      turns += 1
      // Everybody has given up meanwhile.
      if (batch.length === 0) continue
      batch.forEach(({ attempt }) => questions.delete(attempt.id))
      nextAt = now() + TURNS * budget.spacingMs
      const asking = answer(batch, lane).finally(() => inFlight.delete(asking))
      inFlight.add(asking)
    }
  }

  function most(): number {
    return now() < singlyUntil ? 1 : BATCH
  }

  function next(): readonly Question[] {
    return nextQuestions([...questions.values()], { most: most(), now: now(), turn: turns })
  }

  /** Whether the next request leaves no room; one for a lone question leaves time to others. */
  function isFull(): boolean {
    return questions.size >= most() && next().length >= most()
  }

  async function sleepUntil(instant: number): Promise<void> {
    if (instant <= now()) return
    nap = new AbortController()
    await clock.sleep(instant - now(), nap.signal).catch(() => undefined)
  }

  /** A payer who comes while the schedule waits for its turn makes it the turn of a payer. */
  async function takeTurn(): Promise<EnquiryLane> {
    for (;;) {
      const isWaitedFor = [...questions.values()].some(({ lane }) => lane === 'waiting')
      const lane: EnquiryLane = isWaitedFor ? 'waiting' : 'scheduled'
      const hurry = new AbortController()
      turn = { lane, hurry }
      try {
        await budget.acquire(lane, hurry.signal)
        return lane
      } catch (error) {
        if (questions.size === 0) return lane
        if (!hurry.signal.aborted) throw error
      } finally {
        turn = undefined
      }
    }
  }

  async function answer(batch: readonly Question[], lane: EnquiryLane): Promise<void> {
    const exchanges: Exchange[] = []
    const observe = (exchange: Exchange): void => void exchanges.push(exchange)
    const record = (question: Question, verdict?: EnquiryVerdict): void =>
      draftsFor(exchanges, question, {
        verdict,
        askedWith: batch.length - 1,
        now: clock.now(),
      }).forEach(deps.record)
    try {
      const rows: EnquiryRow[] = []
      const filter = filterFor(batch.map(({ attempt }) => attempt))
      for await (const row of deps.enquireAll(filter, turnsOf(lane), observe)) rows.push(row)
      trouble = { failures: 0, until: 0 }
      for (const question of batch) {
        const verdict = verdictFor(question.attempt, rows)
        suspects.delete(question.attempt.id)
        if (verdict.kind !== 'missing') missing.delete(question.attempt.id)
        record(question, verdict)
        const further = verdict.kind === 'missing' ? lookFurther(question, batch) : undefined
        if (further === undefined) question.resolve(verdict)
        else again(further)
      }
    } catch (error) {
      batch.forEach((question) => record(question))
      if (batch.length > 1 && refusesLists(error)) {
        log.warn('enquiries.lists_refused', { singly_ms: SINGLY_MS, error })
        singlyUntil = now() + SINGLY_MS
        batch.forEach(again)
        return
      }
      if (isTrouble(error)) {
        backOff(error)
        suspect(batch)
      }
      batch.forEach(({ reject }) => reject(error))
    }
  }

  /** The turn that was waited for is the first; further pages and repeats wait for their own. */
  function turnsOf(lane: EnquiryLane): RateLimiter {
    let isFirst = true
    return {
      async acquire({ signal }) {
        if (!isFirst) await budget.acquire(lane, signal)
        isFirst = false
      },
    }
  }

  function backOff(error: unknown): void {
    const failures = trouble.failures + 1
    const longest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1))
    const asked = error instanceof QfpayRateLimitError ? (error.retryAfterMs ?? 0) : 0
    const restMs = Math.max(
      Math.min(asked, LONGEST_ASKED_REST_MS),
      Math.round((longest / 2) * (1 + deps.random())),
    )
    trouble = { failures, until: Math.max(trouble.until, now() + restMs) }
    log.warn('enquiries.backing_off', { failures, rest_ms: restMs, error })
  }

  /** One order that QFPay cannot answer about must not take the others along every time. */
  function suspect(batch: readonly Question[]): void {
    // No order is at fault when nothing at all is answered: halves would only make more requests.
    if (batch.length > 1 && trouble.failures >= OUTAGE_FAILURES) {
      suspects.clear()
      return
    }
    const half = Math.ceil(batch.length / 2)
    for (const { attempt } of batch) suspects.set(attempt.id, half)
  }

  /** How else to look for what was not found; undefined when it is missing. */
  function lookFurther(question: Question, batch: readonly Question[]): Question | undefined {
    const { id, openedAt, orderType, isSentWhenMissing = false } = question.attempt
    const further = otherWay(question, batch.length)
    // Refunds have no last word.
    const isLast = orderType !== 'refund' && isLastEnquiry({ openedAt, now: clock.now() })
    if (isLast) missing.delete(id)
    else if (further === undefined) remember(id, 2 * now() - openedAt.getTime())
    const isKnown = !isSentWhenMissing && now() < (missing.get(id) ?? 0)
    return isKnown ? undefined : further
  }

  function remember(id: string, until: number): void {
    for (const [known, end] of missing) if (end <= now()) missing.delete(known)
    missing.set(id, until)
  }

  function again(question: Question): void {
    const newer = questions.get(question.attempt.id)
    if (newer === undefined) put(question)
    else newer.answer.then(question.resolve, question.reject)
  }

  function put(question: Question): void {
    questions.set(question.attempt.id, question)
    if (question.lane === 'waiting' && turn?.lane === 'scheduled') turn.hurry.abort()
    if (isRunning) return
    isRunning = true
    void run()
  }

  return {
    giveUp(reason) {
      questions.forEach(({ reject }) => reject(reason))
      questions.clear()
      nap?.abort()
      turn?.hurry.abort()
    },
    ask(attempt, why = 'scheduled') {
      const lane = laneFor(why)
      const asked = questions.get(attempt.id)
      if (asked !== undefined && (asked.lane === lane || lane === 'scheduled')) return asked.answer
      if (lane === 'scheduled' && now() < trouble.until) {
        return Promise.reject(new Error('The gateway is in trouble; the schedule asks later.'))
      }
      if (asked !== undefined) {
        put({ ...asked, lane, why })
        return asked.answer
      }
      const { promise, resolve, reject } = Promise.withResolvers<EnquiryVerdict>()
      const atMost = suspects.get(attempt.id) ?? BATCH
      put({ attempt, lane, why, askedAt: now(), atMost, answer: promise, resolve, reject })
      return promise
    },
  }
}

/**
 * How else to look for what was not found. A gateway may read a list as one number, or look for a
 * syssn within a month only; that must not end a payment. Undefined: it is missing.
 */
function otherWay(question: Question, asked: number): Question | undefined {
  const { attempt } = question
  if (asked === 1 && attempt.syssn === undefined) return undefined
  return { ...question, attempt: { ...attempt, syssn: undefined }, atMost: 1 }
}

function draftsFor(
  exchanges: readonly Exchange[],
  { attempt, why }: Question,
  {
    verdict,
    askedWith,
    now,
  }: {
    readonly verdict: EnquiryVerdict | undefined
    readonly askedWith: number
    readonly now: Date
  },
): readonly ExchangeDraft[] {
  const { openedAt, enquireAt } = attempt
  const goesOn = verdict !== undefined && ['unpaid', 'missing', 'unreadable'].includes(verdict.kind)
  return enquiryDrafts(exchanges, {
    enquired: attempt,
    why,
    askedWith,
    ...(verdict && { verdict: verdict.kind }),
    ...(goesOn && !isLastEnquiry({ openedAt, now }) && { askAgainAt: enquireAt }),
  })
}

function refusesLists(error: unknown): boolean {
  return isQfpayError(error) && LIST_REFUSALS.includes(error.respcd ?? '')
}

function isTrouble(error: unknown): boolean {
  return isQfpayError(error) && ['rate-limited', 'reply', 'network', 'pending'].includes(error.code)
}

const HOUR_MS = 60 * 60 * 1000
/** By our number alone a day costs nothing, and outlasts an account's zone that is wrong. */
const DAY_MS = 24 * HOUR_MS

function filterFor(attempts: readonly Enquired[]): EnquiryFilter {
  // Without a range QFPay looks at the current month only, and an order may be a month's last.
  const spans = attempts.map(spanOf)
  const range = {
    from: new Date(Math.min(...spans.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...spans.map(({ to }) => to.getTime()))),
  }
  const syssns = attempts.flatMap(({ syssn }) => syssn ?? [])
  return syssns.length > 0
    ? { ...range, syssn: syssns }
    : { ...range, outTradeNo: attempts.map(({ id }) => id) }
}

function spanOf(enquired: Enquired): { readonly from: Date; readonly to: Date } {
  const { openedAt, recorded, syssn } = enquired
  const around = syssn === undefined ? DAY_MS : HOUR_MS
  const opened = openedAt.getTime()
  return recorded ?? { from: new Date(opened - around), to: new Date(opened + around) }
}
