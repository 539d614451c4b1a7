import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { createApi, errorResponses, json, needs, type Api } from '../http/api.ts'
import { listOf, listSchema, pageLimit } from '../http/list.ts'
import { requireOwnPayment } from '../payments/payment-guards.ts'
import { paymentId } from '../payments/payment-resource.ts'
import { parseId } from '../platform/ids.ts'
import { timelineEntryResource, timelineEntrySchema } from './exchange-resource.ts'
import { readTimeline } from './read-timeline.ts'

const read = createRoute({
  method: 'get',
  path: '/v1/payments/{payment}/timeline',
  operationId: 'listPaymentTimeline',
  summary: "A payment's events and exchanges, oldest first",
  description:
    'What happened, and in between every request to QFPay and WeChat with its answer, every ' +
    'notification, and what Tael concluded from each. Exchanges are written a second later, and kept for 90 days.',
  ...needs('read'),
  request: {
    params: paymentId,
    query: z.strictObject({
      limit: pageLimit,
      starting_after: z
        .string()
        .refine((text) => (parseId('evt', text) ?? parseId('exc', text)) !== undefined, {
          error: 'must be the id of an entry',
        })
        .optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(timelineEntrySchema, 'Timeline')),
    ...errorResponses(404),
  },
})

/** The merchant's view of what went over the wire. */
export function timelineApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(read, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { limit, starting_after: after } = c.req.valid('query')
    const { entries, hasMore } = await readTimeline(deps, id, { limit, after })
    const data = entries.map(timelineEntryResource)
    return c.json(listOf(`/v1/payments/${id}/timeline`, data, hasMore), 200)
  })
  return api
}
