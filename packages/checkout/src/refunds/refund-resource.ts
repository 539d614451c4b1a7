import { z } from '@hono/zod-openapi'
import { MAX_AMOUNT } from '../http/account-guards.ts'
import { instant, plainText } from '../http/api.ts'
import { approvalEnd } from './approval.ts'
import { REFUND_CAUSES, REFUND_STATUSES, type Refund } from './refund.ts'

export const refundId = z.object({ refund: z.string() })

export const newRefundSchema = z
  .strictObject({
    amount: z
      .int()
      .min(1)
      .max(MAX_AMOUNT)
      .optional()
      .openapi({ description: 'In minor units; all that remains if absent', example: 500 }),
    reference: plainText({ max: 128 })
      .optional()
      .openapi({ description: 'Your own number for this refund; one refund for each' }),
    reason: plainText({ max: 256 }).optional().openapi({ description: 'For your own books' }),
    attempt: z.string().optional().openapi({
      description:
        'The attempt whose charge to refund; the one that paid if absent. Required for a payment in review.',
    }),
  })
  .openapi('NewRefund', {
    example: { amount: 500, reference: 'return-17', reason: 'One cup was cold' },
  })

export const refundEndSchema = z
  .strictObject({
    happened: z.boolean().openapi({ description: 'Whether QFPay has refunded the money' }),
    note: plainText({ max: 300 }).openapi({
      description: 'What you found and did; it stays on the timeline. No personal data',
    }),
  })
  .openapi('RefundEnd')

export const refundSchema = z
  .object({
    id: z.string().openapi({
      description:
        "Also the refund's out_trade_no at QFPay; if Tael had to send it again, a number that begins with it",
      example: 'ref_01m8t5w2f4e8ta3x0c9v7k6hqz',
    }),
    object: z.literal('refund'),
    payment: z.string(),
    attempt: z.string().openapi({ description: 'The attempt whose charge it refunds' }),
    amount: z.int().openapi({ description: "Integer, in the currency's minor unit" }),
    currency: z.string().openapi({ description: 'ISO 4217', example: 'HKD' }),
    status: z.enum(REFUND_STATUSES),
    cause: z.enum(REFUND_CAUSES).openapi({
      description: 'Who started it: you, or Tael for a charge that it must not keep',
    }),
    reference: z.string().optional(),
    reason: z.string().optional(),
    created_at: instant,
    ended_at: instant.optional(),
    approve_until: instant.optional().openapi({
      description: 'While it awaits approval: when it fails if no second person has approved it',
    }),
    retry_at: instant.optional().openapi({
      description: 'When Tael retries it, if QFPay postponed it',
    }),
    refusal: z
      .object({
        code: z.string().openapi({ example: 'no_partial_refund' }),
        respcd: z.string().optional().openapi({ description: "QFPay's own code" }),
        message: z.string(),
      })
      .optional()
      .openapi({ description: 'Why it has failed, or waits; docs/refunds.md lists the codes' }),
  })
  .openapi('Refund', {
    example: {
      id: 'ref_01m8t5w2f4e8ta3x0c9v7k6hqz',
      object: 'refund',
      payment: 'pay_01m8t5w2f4e8ta3x0c9v7k6hqz',
      attempt: 'att_01m8t5w2f4e8ta3x0c9v7k6hqz',
      amount: 500,
      currency: 'HKD',
      status: 'requested',
      cause: 'merchant',
      reference: 'return-17',
      created_at: '2026-03-02T04:00:00.000Z',
    },
  })

export function refundResource(refund: Refund): z.infer<typeof refundSchema> {
  const isPostponed = refund.status === 'requested' && refund.sentAt !== undefined
  return {
    id: refund.id,
    object: 'refund',
    payment: refund.paymentId,
    attempt: refund.attemptId,
    amount: refund.amount,
    currency: refund.currency,
    status: refund.status,
    cause: refund.cause,
    ...(refund.reference !== undefined && { reference: refund.reference }),
    ...(refund.reason !== undefined && { reason: refund.reason }),
    created_at: refund.createdAt.toISOString(),
    ...(refund.endedAt && { ended_at: refund.endedAt.toISOString() }),
    ...(refund.status === 'awaiting_approval' && {
      approve_until: approvalEnd(refund).toISOString(),
    }),
    ...(isPostponed && refund.workAt && { retry_at: refund.workAt.toISOString() }),
    ...((refund.status === 'failed' || isPostponed) &&
      refund.refusal && { refusal: refund.refusal }),
  }
}
