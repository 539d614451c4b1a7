import type { Log } from '../platform/log.ts'
import { backOff, isOutage, NO_BACKOFF } from './backoff.ts'
import { createBatchLimits, refusesLists, SINGLY_MS } from './batch-limits.ts'
import { createMissingOrders } from './missing-orders.ts'
import {
  keyOf,
  laneFor,
  laneOfQuestions,
  nextQuestions,
  type Enquired,
  type EnquiryReason,
  type Question,
} from './question.ts'
import { sendQuestions, type SendDeps } from './send-questions.ts'
import type { EnquiryVerdict } from './verdict.ts'

/** Asks the gateway what happened to attempts and refunds; many questions in one request. */
export type Enquirer = {
  /**
   * Throws if the gateway does not answer. Questions of the schedule, the default, and others for which
   * nobody waits are refused immediately while the gateway is in trouble.
   */
  readonly ask: (enquired: Enquired, why?: EnquiryReason) => Promise<EnquiryVerdict>
  /** Rejects every question that has not been sent, so that a process can end. */
  readonly giveUp: (reason: Error) => void
}

/** A notification and the payer's return come together and share one request. */
const COLLECT_MS = 100
/** A gateway that hangs on one request must not stop the others. */
const MAX_IN_FLIGHT = 4
/** Enquiries leave every second permit to payers who want to pay. */
const PERMITS_PER_REQUEST = 2

type Deps = SendDeps & {
  readonly random: () => number
  readonly log: Log
}

/**
 * Collects questions while it waits for a permit, and sends them together. All callers that ask about an
 * attempt before its question is sent get the same answer.
 */
export function createEnquirer(deps: Deps): Enquirer {
  const { budget, clock, log } = deps
  const now = (): number => clock.now().getTime()
  /** Questions that have not been sent, by the id of what they ask about. */
  const questions = new Map<string, Question>()
  const inFlight = new Set<Promise<void>>()
  const limits = createBatchLimits(now)
  const missing = createMissingOrders(now)
  let backoff = NO_BACKOFF
  let nextRequestAt = 0
  let turn = 0
  let isRunning = false
  let sleep = new AbortController()

  async function run(): Promise<void> {
    try {
      while (questions.size > 0) await sendNext()
    } catch (error) {
      refuseAll(error)
    } finally {
      isRunning = false
    }
  }

  async function sendNext(): Promise<void> {
    const collectedAt = isFull() ? 0 : Math.max(nextRequestAt, now() + COLLECT_MS)
    await sleepUntil(Math.max(backoff.until, collectedAt))
    if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight)
    await budget.acquire(() => laneOfQuestions(questions.values()))
    const batch = nextBatch()
    turn += 1
    // All were refused while they waited.
    if (batch.length === 0) return
    batch.forEach(({ enquired }) => questions.delete(keyOf(enquired)))
    nextRequestAt = now() + PERMITS_PER_REQUEST * budget.spacingMs
    const request = send(batch).finally(() => inFlight.delete(request))
    inFlight.add(request)
  }

  /** Whether the next request is full; a request for a lone question leaves time to others. */
  function isFull(): boolean {
    return questions.size >= limits.now() && nextBatch().length >= limits.now()
  }

  function nextBatch(): readonly Question[] {
    return nextQuestions([...questions.values()], {
      limit: limits.now(),
      now: now(),
      turn,
    })
  }

  async function sleepUntil(instant: number): Promise<void> {
    if (instant <= now()) return
    sleep = new AbortController()
    await clock.sleep(instant - now(), sleep.signal).catch(() => undefined)
  }

  async function send(batch: readonly Question[]): Promise<void> {
    try {
      const answered = await sendQuestions(deps, batch)
      backoff = NO_BACKOFF
      for (const { question, verdict } of answered) conclude(question, verdict, batch.length)
    } catch (error) {
      fail(batch, error)
    }
  }

  function conclude(question: Question, verdict: EnquiryVerdict, batchSize: number): void {
    const { id } = question.enquired
    limits.noteAnswered(id)
    if (verdict.kind !== 'missing') missing.noteFound(question)
    const further =
      verdict.kind === 'missing' ? missing.lookFurther(question, batchSize) : undefined
    if (further === undefined) question.resolve(verdict)
    else askAgain(further)
  }

  function fail(batch: readonly Question[], error: unknown): void {
    if (batch.length > 1 && refusesLists(error)) {
      log.warn('enquiries.lists_refused', { singly_ms: SINGLY_MS, error })
      limits.noteListsRefused()
      batch.forEach(askAgain)
      return
    }
    if (isOutage(error)) {
      backoff = backOff(backoff, { error, now: now(), random: deps.random() })
      const { failures, until } = backoff
      log.warn('enquiries.backing_off', { failures, rest_ms: until - now(), error })
      limits.noteUnanswered(batch, failures)
    }
    batch.forEach(({ reject }) => reject(error))
  }

  function askAgain(question: Question): void {
    const newer = questions.get(keyOf(question.enquired))
    if (newer === undefined) put(question)
    else newer.answer.then(question.resolve, question.reject)
  }

  function put(question: Question): void {
    questions.set(keyOf(question.enquired), question)
    budget.reconsider()
    if (isRunning) return
    isRunning = true
    void run()
  }

  function refuseAll(reason: unknown): void {
    questions.forEach(({ reject }) => reject(reason))
    questions.clear()
  }

  return {
    giveUp(reason) {
      refuseAll(reason)
      sleep.abort()
    },
    ask(enquired, why = 'scheduled') {
      const lane = laneFor(why)
      const asked = questions.get(keyOf(enquired))
      if (asked !== undefined && (asked.lane === lane || lane === 'scheduled')) return asked.answer
      if (lane === 'scheduled' && now() < backoff.until) {
        return Promise.reject(new Error('The gateway is in trouble; the schedule asks later.'))
      }
      if (asked !== undefined) {
        put({ ...asked, lane, why })
        return asked.answer
      }
      const { promise, resolve, reject } = Promise.withResolvers<EnquiryVerdict>()
      const atMost = limits.of(enquired.id)
      put({ enquired, lane, why, askedAt: now(), atMost, answer: promise, resolve, reject })
      return promise
    },
  }
}
