import { classify } from '@tael/qfpay'
import { decide, type Decision } from '../../src/attempts/decision.ts'
import type { EnquiryVerdict } from '../../src/enquiries/verdict.ts'
import {
  changeAttempt,
  isUnderWay,
  type AttemptChange,
  type AttemptStatus,
} from '../../src/payments/attempt.ts'
import {
  takesAttempts,
  transition,
  type PaymentChange,
  type PaymentState,
} from '../../src/payments/payment.ts'
import { isInReview, withReview, type ReviewKey } from '../../src/payments/review.ts'

export const OPENED_AT = new Date('2026-03-02T04:00:00Z')
export const ASKED_FOR = { amount: 1099, currency: 'HKD' }
export const LATE_PAYMENTS = 'refund'

/** What the gateway says to a request for an order; `lost` when nobody learns it. */
const ORDER_ANSWERS = ['made', 'refused', 'stopped', 'lost'] as const
/** What an enquiry says; `wrong` is paid in another amount. */
const VERDICTS = ['paid', 'wrong', 'unpaid', 'missing', 'rejected'] as const
const ATTEMPTS = [0, 1] as const

export type Step =
  | { readonly kind: 'opens'; readonly answer: (typeof ORDER_ANSWERS)[number] }
  | { readonly kind: (typeof VERDICTS)[number]; readonly which: number }
  | { readonly kind: 'notified'; readonly which: number }
  | { readonly kind: 'deadline-passed' | 'canceled' | 'reviewed' }
  | { readonly kind: 'hours-pass'; readonly hours: number }

/** Everything that can happen to a payment, beside its refunds. */
export const STEPS: readonly Step[] = [
  ...ORDER_ANSWERS.map((answer) => ({ kind: 'opens', answer }) as const),
  ...ATTEMPTS.flatMap((which) => VERDICTS.map((kind) => ({ kind, which }))),
  ...ATTEMPTS.map((which) => ({ kind: 'notified', which }) as const),
  { kind: 'deadline-passed' },
  { kind: 'canceled' },
  { kind: 'reviewed' },
  { kind: 'hours-pass', hours: 1 },
  { kind: 'hours-pass', hours: 3 },
]

type AttemptInModels = {
  readonly status: AttemptStatus
  readonly openedAt: Date
  readonly notifiedAt: Date | undefined
  /** Whether the schedule asks about it. */
  readonly isAsked: boolean
  readonly fate: Extract<Decision, { kind: 'moved' }>['fate']
  /** How often an enquiry has shown what was asked for. */
  readonly proofs: number
}

export type Book = {
  readonly now: Date
  readonly payment: PaymentState
  readonly attempts: readonly AttemptInModels[]
}

/** What can be read of a payment: from the models, and from a database. */
export type Outline = {
  readonly status: PaymentState['status']
  /** The subject is an attempt's name. */
  readonly reviews: readonly ReviewKey[]
  readonly attempts: readonly {
    readonly status: AttemptStatus
    readonly isAsked: boolean
    readonly isKept: boolean
    readonly goesBack: boolean
  }[]
}

export function outlineOf({ payment, attempts }: Book): Outline {
  return {
    status: payment.status,
    reviews: payment.reviews.map(({ code, subject }) => ({ code, subject })),
    attempts: attempts.map(({ status, isAsked, fate }) => ({
      status,
      isAsked,
      isKept: fate === 'accepted',
      goesBack: fate !== undefined && fate !== 'accepted',
    })),
  }
}

const CREATED: Book = {
  now: OPENED_AT,
  payment: { status: 'created', reviews: [] },
  attempts: [],
}

/** What the models make of a history: the book before it, and after each of its steps. */
export function liveInModels(history: readonly Step[]): readonly [Book, ...Book[]] {
  const after: Book[] = []
  for (const step of history) after.push(take(after.at(-1) ?? CREATED, step))
  return [CREATED, ...after]
}

function take(book: Book, step: Step): Book {
  switch (step.kind) {
    case 'opens':
      return open(book, step.answer)
    case 'notified':
      return changed(book, step.which, (attempt) => ({
        ...attempt,
        notifiedAt: book.now,
        isAsked: attempt.status !== 'succeeded',
      }))
    case 'hours-pass':
      return { ...book, now: new Date(book.now.getTime() + step.hours * 60 * 60_000) }
    case 'deadline-passed':
    case 'canceled':
      return moved(book, step.kind)
    case 'reviewed':
      return review(book)
    case 'paid':
    case 'wrong':
    case 'unpaid':
    case 'missing':
    case 'rejected':
      return applyVerdict(book, step.which, step.kind)
  }
}

function open(book: Book, answer: (typeof ORDER_ANSWERS)[number]): Book {
  if (!takesAttempts(book.payment)) return book
  const recorded: AttemptInModels = {
    status: 'recorded',
    openedAt: book.now,
    notifiedAt: undefined,
    isAsked: true,
    fate: undefined,
    proofs: 0,
  }
  const opened = moved({ ...book, attempts: [...book.attempts, recorded] }, 'attempt-opened')
  const which = book.attempts.length
  switch (answer) {
    case 'lost':
      return opened
    case 'made':
      return changed(opened, which, (attempt) => ended(attempt, 'launched'))
    case 'refused':
      return changed(opened, which, (attempt) => ended(attempt, 'refused'))
    case 'stopped':
      return moved(
        changed(opened, which, (attempt) => ended(attempt, 'refused')),
        'stopped',
      )
  }
}

function applyVerdict(book: Book, which: number, kind: (typeof VERDICTS)[number]): Book {
  const attempt = book.attempts[which]
  if (attempt === undefined) return book
  const id = nameOf(which)
  const decision = decide(
    { ...book.payment, ...ASKED_FOR },
    { ...attempt, id },
    verdictOf(kind, id),
    { now: book.now, latePayments: LATE_PAYMENTS },
  )
  const proved = changed(book, which, (one) => ({
    ...one,
    proofs: one.proofs + (kind === 'paid' ? 1 : 0),
  }))
  switch (decision.kind) {
    case 'unchanged':
      return proved
    case 'given-up':
      return changed(proved, which, (one) => ({ ...one, isAsked: false }))
    case 'needs-review': {
      const reviews = withReview(book.payment.reviews, decision.review)
      return {
        ...changed(proved, which, (one) => ({ ...one, isAsked: false })),
        payment: { ...book.payment, reviews },
      }
    }
    case 'moved': {
      const { to, isOver, fate } = decision
      const decided = changed(proved, which, (one) => ({
        ...one,
        status: to,
        isAsked: !isOver && one.isAsked,
        fate,
      }))
      return fate === 'accepted' ? moved(decided, 'paid') : decided
    }
  }
}

function review(book: Book): Book {
  if (!isInReview(book.payment)) return book
  return {
    ...book,
    payment: { ...book.payment, reviews: [] },
    attempts: book.attempts.map((attempt) =>
      isUnderWay(attempt.status) && !attempt.isAsked ? ended(attempt, 'given-up') : attempt,
    ),
  }
}

function moved(book: Book, change: PaymentChange): Book {
  const move = transition(book.payment, change)
  return move.kind === 'moved' ? { ...book, payment: { ...book.payment, status: move.to } } : book
}

function ended(attempt: AttemptInModels, change: AttemptChange): AttemptInModels {
  const { to = attempt.status } = changeAttempt(attempt.status, change)
  return { ...attempt, status: to, isAsked: attempt.isAsked && isUnderWay(to) }
}

function changed(
  book: Book,
  which: number,
  change: (attempt: AttemptInModels) => AttemptInModels,
): Book {
  const attempts = book.attempts.map((one, index) => (index === which ? change(one) : one))
  return { ...book, attempts }
}

/** What an attempt is called in the reviews. */
export function nameOf(which: number): string {
  return `attempt ${which}`
}

export function verdictOf(kind: (typeof VERDICTS)[number], id: string): EnquiryVerdict {
  switch (kind) {
    case 'paid':
    case 'wrong': {
      const { amount, currency } = ASKED_FOR
      const transaction = {
        outTradeNo: id,
        syssn: '20260302000200020012345678',
        orderType: 'payment',
        payType: '800207',
        respcd: '0000',
        outcome: 'succeeded' as const,
        meaning: classify('0000'),
        amount: kind === 'paid' ? amount : 1,
        currency,
        cancel: '0',
        raw: {},
      }
      return { kind: 'paid', transaction }
    }
    case 'rejected':
      return { kind, respcd: '1204', meaning: classify('1204') }
    case 'unpaid':
    case 'missing':
      return { kind }
  }
}
