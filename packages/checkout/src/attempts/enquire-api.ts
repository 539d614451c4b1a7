import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { acting, createApi, errorResponses, json, needs, type Api } from '../http/api.ts'
import { requireOwnPayment } from '../payments/payment-guards.ts'
import { paymentId, paymentResource, paymentSchema } from '../payments/payment-resource.ts'
import { enquirePayment } from './enquire-payment.ts'

const enquirySchema = z
  .object({
    object: z.literal('enquiry'),
    answer: z
      .enum(['no_order', 'unanswered', 'paid', 'unpaid', 'missing', 'unreadable', 'rejected'])
      .openapi({
        description:
          'What QFPay says of the order. no_order: no payer has authorized yet. unanswered: QFPay has not answered within eight seconds; Tael asks again. missing: QFPay does not know the order',
      }),
    payment: paymentSchema,
  })
  .openapi('Enquiry')

const enquire = createRoute({
  method: 'post',
  path: '/v1/payments/{payment}/enquire',
  operationId: 'enquirePayment',
  summary: 'Ask QFPay about a payment now',
  description:
    'Immediately asks about its orders and open refunds, for a person who waits; Tael also asks on its own schedule. The answer changes the payment like that of any enquiry.',
  ...needs('read'),
  request: { params: paymentId },
  responses: { 200: json('What QFPay says', enquirySchema), ...errorResponses(404, 413, 415) },
})

/** The merchant's way to make Tael ask QFPay immediately. */
export function enquireApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(enquire, async (c) => {
    const account = c.get('account')
    const asked = await requireOwnPayment(deps, account, c.req.valid('param').payment)
    const said = await enquirePayment(acting(deps, c), asked)
    const payment = await requireOwnPayment(deps, account, asked.id)
    const answer = said === 'no-order' ? 'no_order' : said
    const resource = paymentResource(payment, deps.publicUrl)
    return c.json({ object: 'enquiry' as const, answer, payment: resource }, 200)
  })
  return api
}
