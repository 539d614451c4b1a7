import type { Actor } from '../../audit/actor.ts'
import { displayAmount } from '../../language/display-amount.ts'
import type { Language } from '../../language/language.ts'
import type { Note } from '../../notes/note.ts'
import { remainingOf, type Attempt } from '../../payments/attempt.ts'
import { isOpen, type Payment } from '../../payments/payment.ts'
import { isCodeAlone } from '../../payments/review-message.ts'
import { isInReview } from '../../payments/review.ts'
import { approvalEnd, whyNotSecond } from '../../refunds/approval.ts'
import type { Refund } from '../../refunds/refund.ts'
import type { TimelineEntry } from '../../timeline/read-timeline.ts'
import type { WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import type { WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { noteTexts } from '../forms/note-texts.ts'
import { inLanguage } from '../recorded/in-language.ts'
import type { ApprovalRow } from '../refunds/approvals.ts'
import { reviewTitle, sayFound } from '../reviews/explain-review.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { Fact, FrameView } from '../shell/view.ts'
import { nameOf } from '../shell/who.ts'
import type { EventRow } from '../timeline/event-row.ts'
import { explain } from '../timeline/explain.ts'
import { eventRow } from '../timeline/show-event.ts'
import { exchangeRow } from '../timeline/show-exchange.ts'
import type { WebhookRow } from '../webhooks/webhook-list.ts'
import type { AttemptRow, PaymentRow, PaymentView, ReviewView } from './payment-view.ts'

type WebhookSent = { readonly endpoint: WebhookEndpoint; readonly delivery: WebhookDelivery }

/** `home` is the path of the dashboard; `account` the name to show. */
export function paymentRow(
  payment: Payment,
  home: string,
  account: string | undefined,
): PaymentRow {
  return {
    path: `${home}/payments/${payment.id}`,
    id: payment.id,
    reference: payment.reference,
    status: payment.status,
    amount: payment.amount,
    currency: payment.currency,
    refunded: payment.refunded,
    createdAt: payment.createdAt.getTime(),
    isInReview: isInReview(payment),
    ...(payment.description !== undefined && { description: payment.description }),
    ...(account !== undefined && { account }),
  }
}

export function paymentView(shown: {
  readonly payment: Payment
  readonly attempts: readonly Attempt[]
  readonly refunds: readonly Refund[]
  readonly timeline: readonly TimelineEntry[]
  readonly webhooks: readonly WebhookSent[] | undefined
  readonly account: string
  readonly publicUrl: string
  readonly home: string
  readonly language: Language
  readonly timeZone: string
  readonly notes: readonly Note[]
  readonly noteId: string
  readonly actor: Actor
  readonly outcome?: PaymentView['outcome'] | undefined
  /** Why the operator's last try to review it changed nothing. */
  readonly problem?: ReviewView['problem'] | undefined
}): Omit<PaymentView, keyof FrameView> {
  const { payment, timeline, webhooks, publicUrl, home, language, problem } = shown
  const attempts = shown.attempts.map((attempt) => attemptIn(attempt, language))
  const refunds = shown.refunds.map((refund) => refundIn(refund, language))
  const metadata = Object.entries(payment.metadata).map(([name, value]) => ({ name, value }))
  const facts = [...refunds.map((refund) => refundFact(refund, language)), ...metadata]
  return {
    payment: {
      ...paymentRow(payment, home, shown.account),
      expiresAt: payment.expiresAt.getTime(),
      payUrl: `${publicUrl}/pay/${payment.id}`,
      ...(payment.succeededAt && { paidAt: payment.succeededAt.getTime() }),
      ...(facts.length > 0 && { facts }),
    },
    explanation: explain({ payment, attempts, refunds }, shown),
    actions: {
      path: `${home}/payments/${payment.id}`,
      canRefund: attempts.some((attempt) => remainingOf(attempt) > 0),
      canCancel: isOpen(payment.status) && !isInReview(payment),
      noteId: shown.noteId,
    },
    ...(shown.outcome && { outcome: shown.outcome }),
    approvals: refunds
      .filter(({ status }) => status === 'awaiting_approval')
      .map((refund) => approvalRow(refund, shown)),
    ...(isInReview(payment) && {
      review: {
        path: `${home}/payments/${payment.id}/review`,
        seen: JSON.stringify(payment.reviews.map(({ code, subject }) => ({ code, subject }))),
        reviews: payment.reviews.map((review) => ({
          title: reviewTitle(review.code, language),
          detail: isCodeAlone(review.code)
            ? review.subject
            : `${review.subject}${language === 'en' ? ': ' : '：'}${sayFound(review, language)}`,
        })),
        ...(problem !== undefined && { problem }),
      },
    }),
    ...(webhooks && {
      webhooks: webhooks.map((sent) => webhookRow(`${home}/payments/${payment.id}`, sent)),
    }),
    attempts: attempts.map(attemptRow),
    events: [
      ...timeline.map((entry) =>
        'event' in entry ? eventRow(entry.event, shown) : exchangeRow(entry.exchange, shown),
      ),
      ...shown.notes.map((note) => noteRow(note, language)),
    ].toSorted((one, other) => one.at - other.at),
  }
}

function approvalRow(
  refund: Refund,
  { home, actor, language }: { home: string; actor: Actor; language: Language },
): ApprovalRow {
  const { id, paymentId, amount, reason, requestedBy } = refund
  const refused = whyNotSecond(actor, refund)
  return {
    id,
    path: `${home}/payments/${paymentId}/refunds/${id}`,
    amount,
    askedAt: refund.createdAt.getTime(),
    until: approvalEnd(refund).getTime(),
    ...(reason !== undefined && { reason }),
    ...(requestedBy && { askedBy: nameOf(requestedBy, language) }),
    ...(refused && { refused }),
  }
}

function webhookRow(paymentPath: string, { endpoint, delivery }: WebhookSent): WebhookRow {
  const canReplay = delivery.status === 'failed' && endpoint.disabledReason === undefined
  return {
    name: delivery.type,
    url: endpoint.url,
    status: delivery.status,
    tries: delivery.tries,
    ...(delivery.triedAt && { triedAt: delivery.triedAt.getTime() }),
    ...(delivery.status !== 'delivered' &&
      delivery.failure !== undefined && { failure: delivery.failure }),
    ...(canReplay && {
      replay: {
        path: `${paymentPath}/replay`,
        endpoint: endpoint.id,
        delivery: delivery.id,
      },
    }),
  }
}

function noteRow({ who, text, createdAt }: Note, language: Language): EventRow {
  const { actor } = dashboardTexts[language]
  return {
    at: createdAt.getTime(),
    title: noteTexts[language].by('name' in who ? who.name : actor.operator),
    actor: 'operator',
    text,
  }
}

function refundFact({ id, amount, currency, status, refusal }: Refund, language: Language): Fact {
  const said = [
    displayAmount(amount, currency),
    dashboardTexts[language].refundStatus[status],
    ...(refusal === undefined ? [] : [refusal.message]),
  ]
  return { name: id, value: said.join(' · ') }
}

function attemptIn(attempt: Attempt, language: Language): Attempt {
  const { reason } = attempt
  return reason === undefined ? attempt : { ...attempt, reason: inLanguage(reason, language) }
}

function refundIn(refund: Refund, language: Language): Refund {
  const { refusal } = refund
  if (refusal === undefined) return refund
  return { ...refund, refusal: { ...refusal, message: inLanguage(refusal.message, language) } }
}

function attemptRow(attempt: Attempt): AttemptRow {
  return {
    id: attempt.id,
    status: attempt.status,
    method: attempt.flow,
    createdAt: attempt.openedAt.getTime(),
    ...(attempt.syssn !== undefined && { syssn: attempt.syssn }),
    ...(attempt.wechatTransaction !== undefined && {
      wechatTransaction: attempt.wechatTransaction,
    }),
    ...(attempt.reason !== undefined && { reason: attempt.reason }),
  }
}
