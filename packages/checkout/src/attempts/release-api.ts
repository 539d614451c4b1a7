import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import {
  createApi,
  errorResponses,
  json,
  jsonBody,
  plainText,
  security,
  type Api,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { ownPayment } from '../payments/payment-guards.ts'
import { paymentId, paymentResource, paymentSchema } from '../payments/payment-resource.ts'
import { releasePayment } from './release-payment.ts'

const releaseSchema = z
  .strictObject({
    note: plainText({ max: 300 }).regex(/\S/, 'must not be blank').openapi({
      description: 'What you found and did; kept on the time line. No personal data',
    }),
  })
  .openapi('Release')

const release = createRoute({
  method: 'post',
  path: '/v1/payments/{payment}/release',
  summary: 'Release a payment that needs attention',
  description:
    'Says that a person has looked. The payment goes on as it stands; only an enquiry makes it succeed, and the same contradiction found again calls for attention again.',
  security,
  request: {
    params: paymentId,
    ...jsonBody(releaseSchema),
  },
  responses: {
    200: json('The payment', paymentSchema),
    ...errorResponses(404, 409, 413, 415),
  },
})

/** The merchant's way to say that a person has looked at a payment. */
export function releaseApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(release, async (c) => {
    const { id } = await ownPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { note } = c.req.valid('json')
    const { kind, payment } = await releasePayment(deps, id, { by: 'merchant', note })
    if (kind !== 'released') {
      throw new ApiError('payment_not_frozen', 'The payment needs no attention: nothing to release')
    }
    return c.json(paymentResource(payment, deps.publicUrl), 200)
  })
  return api
}
