import { z } from '@hono/zod-openapi'
import { eventResource } from '../events/event-resource.ts'
import type { Event } from '../events/event.ts'
import { MAX_AMOUNT } from '../http/account-guards.ts'
import { instant, plainText } from '../http/api.ts'
import { DAY_SECONDS } from '../platform/durations.ts'
import type { Subject } from '../webhooks/queue-webhooks.ts'
import { factsSchema } from './facts-resource.ts'
import { PAYMENT_STATUSES, type Payment } from './payment.ts'
import { REVIEW_CODES } from './review.ts'

export const paymentId = z.object({ payment: z.string() })

const reviewSchema = z
  .object({
    code: z.enum(REVIEW_CODES).openapi({ description: 'docs/review.md says what each means' }),
    subject: z.string().openapi({
      description:
        "What it is about: an attempt's id, a refund's id, or QFPay's number of a row that Tael did not make",
    }),
    facts: factsSchema.optional().openapi({
      description: 'What the message says, for a program; absent if the code says all',
    }),
    message: z.string().openapi({ description: 'For people; may change' }),
  })
  .openapi('Review')

/** Reviews as a caller names them: as they were read, with or without their facts and messages. */
export const seenSchema = z
  .array(z.strictObject({ ...reviewSchema.shape, message: z.string().optional() }))
  .max(1000)

export const paymentSchema = z
  .object({
    id: z.string().openapi({ example: 'pay_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('payment'),
    reference: z.string(),
    amount: z.int().openapi({ description: "Integer, in the currency's minor unit" }),
    currency: z.string().openapi({ description: 'ISO 4217', example: 'HKD' }),
    amount_refunded: z.int().openapi({
      description: 'How much of it is refunded; refunds under way do not count',
    }),
    status: z.enum(PAYMENT_STATUSES),
    description: z.string().optional(),
    return_url: z.string().optional(),
    limit_pay: z.enum(['no_credit']).optional(),
    metadata: z.record(z.string(), z.string()),
    url: z.string().openapi({ description: 'Where the payer pays: send them there' }),
    created_at: instant,
    expires_at: instant,
    succeeded_at: instant.optional(),
    payment_link: z.string().optional().openapi({
      description: 'The payment link at which its payer made it',
    }),
    attempt: z.string().optional().openapi({
      description: "The attempt that paid; also the order's out_trade_no at QFPay",
    }),
    reviews: z.array(reviewSchema).openapi({
      description:
        'What a person has to look at. While there is a review, only proof changes the payment',
    }),
  })
  .openapi('Payment', {
    example: {
      id: 'pay_01m8t5w2f4e8ta3x0c9v7k6hqz',
      object: 'payment',
      reference: 'order-1042',
      amount: 1099,
      currency: 'HKD',
      amount_refunded: 0,
      status: 'created',
      metadata: { table: '7' },
      url: 'https://pay.example.com/pay/pay_01m8t5w2f4e8ta3x0c9v7k6hqz',
      created_at: '2026-03-02T04:00:00.000Z',
      expires_at: '2026-03-03T04:00:00.000Z',
      reviews: [],
    },
  })

const filled = (max: number) => plainText({ max }).regex(/\S/, 'must not be blank')

export const newPaymentSchema = z
  .strictObject({
    reference: plainText({ max: 128 }).openapi({
      description: 'Your own number for the purchase; one payment for each',
    }),
    amount: z.int().min(1).max(MAX_AMOUNT).openapi({ example: 1099 }),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as HKD'),
    description: plainText({ max: 128 }).optional(),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(512)
      .optional()
      .openapi({
        description: "Where the payer goes afterwards; on one of the account's return_origins",
      }),
    expires_in: z
      .int()
      .min(60)
      .max(30 * DAY_SECONDS)
      .default(DAY_SECONDS)
      .openapi({ description: 'Seconds until no payer can start to pay' }),
    limit_pay: z.enum(['no_credit']).optional(),
    payer_identity: z
      .strictObject({ name: filled(64), id_number: filled(32) })
      .optional()
      .openapi({
        description: 'Real name check (mainland wallets); sent to QFPay once, then erased',
      }),
    metadata: z
      .record(z.string().regex(/^[\w.-]{1,40}$/), plainText({ min: 0, max: 500 }))
      .refine((metadata) => Object.keys(metadata).length <= 50, { error: 'at most 50 members' })
      .default({}),
  })
  .openapi('NewPayment', {
    example: {
      reference: 'order-1042',
      amount: 1099,
      currency: 'HKD',
      return_url: 'https://shop.example.com/orders/1042',
      metadata: { table: '7' },
    },
  })

export function paymentResource(
  payment: Payment,
  publicUrl: string,
): z.infer<typeof paymentSchema> {
  return {
    id: payment.id,
    object: 'payment',
    reference: payment.reference,
    amount: payment.amount,
    currency: payment.currency,
    amount_refunded: payment.refunded,
    status: payment.status,
    ...(payment.description !== undefined && { description: payment.description }),
    ...(payment.returnUrl !== undefined && { return_url: payment.returnUrl }),
    ...(payment.limitPay !== undefined && { limit_pay: payment.limitPay }),
    metadata: { ...payment.metadata },
    url: `${publicUrl}/pay/${payment.id}`,
    created_at: payment.createdAt.toISOString(),
    expires_at: payment.expiresAt.toISOString(),
    ...(payment.succeededAt && { succeeded_at: payment.succeededAt.toISOString() }),
    ...(payment.succeededAttemptId !== undefined && { attempt: payment.succeededAttemptId }),
    ...(payment.link !== undefined && { payment_link: payment.link.id }),
    reviews: payment.reviews.map(({ code, subject, facts, message }) => ({
      code,
      subject,
      ...(facts && { facts }),
      message,
    })),
  }
}

/** A payment as its events and webhooks show it. */
export function paymentSubject(payment: Payment, publicUrl: string): Subject {
  const { id, accountId, sequence } = payment
  const resource = paymentResource(payment, publicUrl)
  const describe = (event: Event): object => ({ event: eventResource(event), payment: resource })
  return { of: 'payment', id, accountId, sequence, describe }
}
