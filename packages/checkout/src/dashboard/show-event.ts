import type { Event } from '../events/event.ts'
import { displayAmount } from '../language/display-amount.ts'
import { displayTime } from '../language/display-time.ts'
import type { Language } from '../language/language.ts'
import { eventTitle } from './explain.ts'
import type { EventRow, Fact } from './pages/view.ts'

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
    details: detailsOf(event.data, shown),
    raw: JSON.stringify(
      { id: event.id, type: event.type, sequence: event.sequence, data: event.data },
      undefined,
      2,
    ),
    isProblem: PROBLEMS.includes(event.type),
  }
}

/** An amount with its currency, and instants in the zone of the page. */
function detailsOf(data: Event['data'], { payment, language, timeZone }: Shown): readonly Fact[] {
  const { amount, currency = payment.currency, ...rest } = data
  if (typeof amount !== 'number' || typeof currency !== 'string') return factsOf(data, said)
  const sum = { name: 'amount', value: displayAmount(amount, currency) }
  return [sum, ...factsOf(rest, said)]

  function said(value: unknown): string {
    if (typeof value !== 'string') return JSON.stringify(value)
    return INSTANT.test(value) ? displayTime(Date.parse(value), timeZone, language) : value
  }
}

function factsOf(data: Event['data'], said: (value: unknown) => string): readonly Fact[] {
  return Object.entries(data).map(([name, value]) => ({ name, value: said(value) }))
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
