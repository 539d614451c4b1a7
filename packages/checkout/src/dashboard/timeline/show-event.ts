import type { Event } from '../../events/event.ts'
import { displayAmount } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import type { Language } from '../../language/language.ts'
import { isCodeAlone } from '../../payments/review-message.ts'
import { REVIEW_CODES, type Review } from '../../payments/review.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { reviewTitle, sayFound } from '../reviews/explain-review.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { Fact } from '../shell/view.ts'
import type { EventRow } from './event-row.ts'
import { eventTexts } from './event-texts.ts'
import { eventTitle } from './explain.ts'

type Shown = {
  readonly payment: { readonly currency: string }
  readonly language: Language
  readonly timeZone: string
}

/** An event as a person reads it; `raw` has every field as it was written. */
export function eventRow(event: Event, shown: Shown): EventRow {
  const { by } = event.data
  return {
    at: event.createdAt.getTime(),
    title: eventTitle(event.type, shown.language),
    name: event.type,
    actor: by === 'merchant' || by === 'operator' ? by : ACTORS[event.type],
    details: detailsOf(event, shown),
    raw: JSON.stringify(
      { id: event.id, type: event.type, sequence: event.sequence, data: event.data },
      undefined,
      2,
    ),
    isProblem: PROBLEMS.includes(event.type),
  }
}

/** An amount with its currency, and instants in the zone of the page. */
function detailsOf(
  { type, data }: Pick<Event, 'type' | 'data'>,
  { payment, language, timeZone }: Shown,
): readonly Fact[] {
  const names: Readonly<Record<string, string>> = eventTexts[language].fact
  const { amount, currency = payment.currency, ...rest } = data
  const isSum = typeof amount === 'number' && typeof currency === 'string'
  const sum = isSum ? { amount: displayAmount(amount, currency) } : {}
  const code = REVIEW_CODES.find((each) => each === data['code'])
  const facts = Object.entries({ ...sum, ...(isSum ? rest : data) })
  return facts
    .filter(([name]) => !isSaidAlready(name))
    .map(([name, value]) => ({ name: names[name] ?? name, value: said(name, value) }))

  /** A review's title says what its message does, or the message its facts. */
  function isSaidAlready(name: string): boolean {
    if (code === undefined) return false
    return name === 'facts' || (name === 'message' && isCodeAlone(code))
  }

  function said(name: string, value: unknown): string {
    if (type === 'payment.reviewed' && name === 'reviews') return sayReviews(value, language)
    if (name === 'code' && code !== undefined) return reviewTitle(code, language)
    if (typeof value !== 'string') return JSON.stringify(value)
    if (name === 'message' && code !== undefined) {
      return sayFound({ facts: data['facts'], message: value }, language)
    }
    if (INSTANT.test(value)) return displayTime(Date.parse(value), timeZone, language)
    // The merchant gives the reason of a refund; the others are Tael's.
    const isOurs = name === 'message' || (name === 'reason' && type !== 'refund.requested')
    if (isOurs) return inLanguage(value, language)
    return wordsOf(name, language)[value] ?? value
  }
}

function sayReviews(reviews: unknown, language: Language): string {
  return (reviews as readonly Review[])
    .map(({ code }) => reviewTitle(code, language))
    .join(language === 'en' ? '; ' : '；')
}

/** What the values of a fact are called, if they are few. */
function wordsOf(name: string, language: Language): Readonly<Record<string, string>> {
  if (language === 'en') return {}
  const { paymentStatus, method } = dashboardTexts[language]
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    was: paymentStatus,
    flow: method,
    cause: eventTexts[language].cause,
  }
  return words[name] ?? {}
}

/** As `Date` writes it. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const ACTORS: Readonly<Record<Event['type'], EventRow['actor']>> = {
  'payment.created': 'merchant',
  'payment.pending': 'payer',
  'payment.succeeded': 'tael',
  'payment.failed': 'gateway',
  'payment.expired': 'tael',
  'payment.canceled': 'merchant',
  'payment.review_opened': 'tael',
  'payment.reviewed': 'operator',
  'payment.paid_twice': 'tael',
  'attempt.recorded': 'payer',
  'attempt.launched': 'gateway',
  'attempt.resumed': 'payer',
  'attempt.succeeded': 'gateway',
  'attempt.failed': 'gateway',
  'attempt.lapsed': 'tael',
  'payment.paid_late': 'tael',
  'refund.requested': 'merchant',
  'refund.awaiting_approval': 'tael',
  'refund.approved': 'operator',
  'refund.pending': 'tael',
  'refund.postponed': 'gateway',
  'refund.succeeded': 'gateway',
  'refund.failed': 'gateway',
  'notification.received': 'gateway',
  'reconciliation.completed': 'tael',
}

const PROBLEMS: readonly Event['type'][] = [
  'payment.failed',
  'payment.review_opened',
  'payment.paid_twice',
  'payment.paid_late',
  'attempt.failed',
  'refund.failed',
]
