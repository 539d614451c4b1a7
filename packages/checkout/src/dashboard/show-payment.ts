import { type Attempt } from '../payments/attempt.ts'
import { type Event } from '../events/event.ts'
import { type Language } from '../language/language.ts'
import { type Payment } from '../payments/payment.ts'
import { eventTitle, explain } from './explain.ts'
import { type AttemptRow, type EventRow, type PaymentRow, type PaymentView } from './pages/view.ts'

type Names = ReadonlyMap<string, string>

export function paymentRow(payment: Payment, names: Names): PaymentRow {
  const account = names.get(payment.accountId)
  return {
    path: `/dashboard/payments/${payment.id}`,
    id: payment.id,
    reference: payment.reference,
    status: payment.status,
    amount: payment.amount,
    currency: payment.currency,
    createdAt: payment.createdAt.getTime(),
    hasProblem: payment.frozenReason !== undefined,
    ...(payment.description !== undefined && { description: payment.description }),
    // One account's operator need not read its name on every line.
    ...(names.size > 1 && account !== undefined && { account }),
  }
}

export function paymentView(shown: {
  readonly payment: Payment
  readonly attempts: readonly Attempt[]
  readonly events: readonly Event[]
  readonly names: Names
  readonly publicUrl: string
  readonly language: Language
}): Pick<PaymentView, 'payment' | 'explanation' | 'attempts' | 'events'> {
  const { payment, attempts, events, names, publicUrl, language } = shown
  const metadata = Object.entries(payment.metadata).map(([name, value]) => ({ name, value }))
  return {
    payment: {
      ...paymentRow(payment, names),
      expiresAt: payment.expiresAt.getTime(),
      payUrl: `${publicUrl}/pay/${payment.id}`,
      ...(payment.succeededAt && { paidAt: payment.succeededAt.getTime() }),
      ...(metadata.length > 0 && { facts: metadata }),
    },
    explanation: explain(payment, attempts, language),
    attempts: attempts.map(attemptRow),
    events: events.map((event) => eventRow(event, language)),
  }
}

function attemptRow(attempt: Attempt): AttemptRow {
  const method = { 'own-account': 'bridge', 'qfpay-account': 'cashier', canada: 'pay-url' } as const
  return {
    id: attempt.id,
    status: attempt.status,
    method: method[attempt.flow],
    createdAt: attempt.openedAt.getTime(),
    ...(attempt.syssn !== undefined && { syssn: attempt.syssn }),
    ...(attempt.reason !== undefined && { reason: attempt.reason }),
  }
}

const ACTORS: Readonly<Record<Event['type'], EventRow['actor']>> = {
  'payment.created': 'merchant',
  'payment.pending': 'payer',
  'payment.succeeded': 'tael',
  'payment.failed': 'gateway',
  'payment.expired': 'tael',
  'payment.canceled': 'merchant',
  'payment.frozen': 'tael',
  'payment.paid_twice': 'tael',
  'attempt.recorded': 'payer',
  'attempt.launched': 'gateway',
  'attempt.resumed': 'payer',
  'attempt.succeeded': 'gateway',
  'attempt.failed': 'gateway',
  'attempt.lapsed': 'tael',
  'notification.received': 'gateway',
}

const PROBLEMS: readonly Event['type'][] = [
  'payment.failed',
  'payment.frozen',
  'payment.paid_twice',
  'attempt.failed',
]

function eventRow(event: Event, language: Language): EventRow {
  return {
    at: event.createdAt.getTime(),
    title: eventTitle(event.type, language),
    name: event.type,
    actor: ACTORS[event.type],
    details: Object.entries(event.data).map(([name, value]) => ({ name, value: String(value) })),
    raw: JSON.stringify(
      { id: event.id, type: event.type, sequence: event.sequence, data: event.data },
      undefined,
      2,
    ),
    isProblem: PROBLEMS.includes(event.type),
  }
}
