import { z } from '@hono/zod-openapi'
import type { EventType } from './event.ts'

const text = z.string()
/** In the currency's minor unit. */
const amount = z.int()
/** ISO 8601. */
const instant = z.string()

/** Money moved: what QFPay's row of it says. */
const paid = {
  attempt: text,
  syssn: text,
  chnlsn: text.optional(),
  amount,
  currency: text,
  paid_at: instant.optional(),
  cash_fee: amount.optional(),
  cash_fee_currency: text.optional(),
  exchange_rate: text.optional(),
}

const ended = {
  attempt: text,
  respcd: text.optional(),
  /** In words. */
  reason: text.optional(),
  /** What the last enquiry said of it. */
  answer: text.optional(),
}

/** `facts` say for a program what the message says; absent if the code says all. */
const review = {
  code: text,
  subject: text,
  facts: z.looseObject({ finding: text }).readonly().optional(),
  message: text,
}

/** Whose key asked for it; absent where no API key did. */
const askedBy = { api_key: text.optional() }

const refundAmount = { refund: text, amount }

/** What a person found in QFPay's portal. */
const told = { note: text.optional(), by: text.optional() }

/** What a notification says; nothing more of one that cannot be read. */
const notificationFacts = {
  notify_type: text,
  syssn: text.optional(),
  amount: amount.optional(),
}

/** What each kind of event tells, as merchants read it in webhooks and timelines: no secret and no openid. */
export const EVENT_DATA = {
  'payment.created': z.object({ ...askedBy, reference: text, amount, currency: text }),
  'payment.pending': z.object({ attempt: text }),
  /** `was` is the payment's status before. */
  'payment.succeeded': z.object({ ...paid, was: text }),
  'payment.failed': z.object(ended),
  'payment.expired': z.object({ expires_at: instant }),
  'payment.canceled': z.object(askedBy),
  'payment.review_opened': z.object({ ...review, attempt: text }),
  'payment.reviewed': z.object({
    ...askedBy,
    reviews: z.array(z.object(review)).readonly(),
    note: text,
    by: text,
  }),
  'payment.paid_twice': z.object(paid),
  'attempt.recorded': z.object({ attempt: text, flow: text }),
  'attempt.launched': z.object({ attempt: text, syssn: text, respcd: text }),
  /** `resumed` is the earlier attempt whose order the payer holds. */
  'attempt.resumed': z.object({ attempt: text, resumed: text }),
  'attempt.succeeded': z.object(paid),
  'attempt.failed': z.object(ended),
  'attempt.lapsed': z.object(ended),
  'payment.paid_late': z.object(paid),
  'refund.requested': z.object({
    ...refundAmount,
    ...askedBy,
    attempt: text,
    currency: text,
    cause: text,
    reference: text.optional(),
    reason: text.optional(),
  }),
  /** `until`: then it fails. */
  'refund.awaiting_approval': z.object({ ...refundAmount, until: instant }),
  'refund.approved': z.object({ ...refundAmount, by: text }),
  'refund.pending': z.object(refundAmount),
  'refund.postponed': z.object({
    refund: text,
    until: instant,
    code: text,
    respcd: text.optional(),
    message: text,
  }),
  'refund.succeeded': z.object({ ...refundAmount, ...told, syssn: text.optional() }),
  'refund.failed': z.object({
    ...refundAmount,
    ...told,
    code: text,
    respcd: text.optional(),
    message: text,
  }),
  'notification.received': z.object({
    ...notificationFacts,
    notification: text,
    attempt: text.optional(),
    refund: text.optional(),
  }),
  'reconciliation.completed': z.object({
    differences: z.record(text, z.object({ resolved: z.int(), reported: z.int() })),
    needs_review: z.int(),
  }),
} as const satisfies Record<EventType, z.ZodType>

type EventData = { readonly [Type in EventType]: Readonly<z.infer<(typeof EVENT_DATA)[Type]>> }

const facts = z.object(notificationFacts)
export type NotificationFacts = Readonly<z.infer<typeof facts>>

/** An event before it has its place in its subject's sequence. */
export type EventDraft<Type extends EventType = EventType> = {
  [Each in Type]: { readonly type: Each; readonly data: EventData[Each] }
}[Type]
