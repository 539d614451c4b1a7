import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import {
  acting,
  createApi,
  errorResponses,
  json,
  jsonBody,
  plainText,
  needs,
  type Api,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { requireOwnPayment } from '../payments/payment-guards.ts'
import {
  paymentId,
  paymentResource,
  paymentSchema,
  seenSchema,
} from '../payments/payment-resource.ts'
import { closeReviews } from './close-reviews.ts'

const reviewedSchema = z
  .strictObject({
    note: plainText({ max: 300 }).regex(/\S/, 'must not be blank').openapi({
      description: 'What you found and did; it stays on the timeline. No personal data',
    }),
    seen: seenSchema.optional().openapi({
      description:
        'The reviews that you have read. If the payment has others by now, nothing is closed. If absent, all are closed',
    }),
  })
  .openapi('Reviewed')

const review = createRoute({
  method: 'post',
  path: '/v1/payments/{payment}/review',
  operationId: 'reviewPayment',
  summary: 'Close the reviews of a payment',
  description:
    'Says that a person has looked. The payment continues in its status; only an enquiry makes it succeed. If an enquiry finds the same contradiction again, the review opens again.',
  ...needs('refund'),
  request: {
    params: paymentId,
    ...jsonBody(reviewedSchema),
  },
  responses: {
    200: json('The payment', paymentSchema),
    ...errorResponses(404, 409, 413, 415),
  },
})

/** The merchant's way to say that a person has looked at a payment. */
export function reviewApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(review, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { note, seen } = c.req.valid('json')
    const { kind, payment } = await closeReviews(acting(deps, c), id, { note, seen })
    if (kind === 'not-in-review') {
      throw new ApiError('payment_not_in_review', 'The payment has no open review to close')
    }
    if (kind === 'changed') {
      throw new ApiError(
        'reviews_changed',
        'The payment has other reviews by now, so none was closed: read them, and name them',
        'seen',
      )
    }
    return c.json(paymentResource(payment, deps.publicUrl), 200)
  })
  return api
}
