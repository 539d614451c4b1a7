import { z } from '@hono/zod-openapi'
import { ANSWERS, FINDINGS } from './facts.ts'

const moneySchema = z.object({
  amount: z.int().optional().openapi({ description: "In the currency's minor unit, if readable" }),
  currency: z.string(),
})

const answerSchema = z.object({
  kind: z.enum(ANSWERS),
  respcd: z.string().optional().openapi({ description: "QFPay's code, if it rejects the order" }),
  error: z.string().optional().openapi({ description: 'Why QFPay has not answered' }),
})

const syssn = z.string()

export const factsSchema = z
  .object({
    finding: z.enum(FINDINGS).openapi({
      description: 'docs/review.md says what each means, and which of the other fields it has',
    }),
    ours: moneySchema.optional(),
    theirs: moneySchema.optional(),
    charged: moneySchema.optional(),
    refunded: moneySchema.optional(),
    cancel: z.string().optional().openapi({ description: "QFPay's mark on the order" }),
    status: z.string().optional().openapi({ description: 'Of the attempt or refund, here' }),
    answer: answerSchema.optional().openapi({ description: 'What QFPay says of the order' }),
    syssns: z.tuple([syssn, syssn]).readonly().optional().openapi({
      description: "QFPay's numbers of the two rows",
    }),
    syssn: syssn.optional(),
    attempt: z.string().optional(),
    order_type: z.string().optional(),
    by_number: answerSchema.optional().openapi({
      description: 'What QFPay answered when Tael asked by the number that its list contradicts',
    }),
  })
  .openapi('Facts')
