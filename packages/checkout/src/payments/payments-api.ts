import { createRoute, z } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { eventResource, eventSchema } from '../events/event-resource.ts'
import { readEvents, readSequence } from '../events/read-events.ts'
import { accountDisabled, findRefusal } from '../http/account-guards.ts'
import {
  acting,
  createApi,
  errorResponses,
  idempotencyHeaders,
  plainText,
  type Api,
  json,
  needs,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { withIdempotencyKey, type Answer } from '../http/idempotency.ts'
import {
  amountInQuery,
  currencyInQuery,
  idInQuery,
  listOf,
  listQuery,
  listSchema,
  pageLimit,
  pageOf,
} from '../http/list.ts'
import { cancelPayment } from './cancel-payment.ts'
import { createNewPayment, createPayment } from './create-payment.ts'
import { requireOwnPayment } from './payment-guards.ts'
import { newPaymentSchema, paymentResource, paymentSchema, paymentId } from './payment-resource.ts'
import { PAYMENT_STATUSES, type Payment } from './payment.ts'
import { readPayments } from './read-payments.ts'
import { isInReview, sayReviews } from './review.ts'

const create = createRoute({
  method: 'post',
  path: '/v1/payments',
  operationId: 'createPayment',
  summary: 'Create a payment',
  ...needs('create_payments'),
  request: {
    headers: idempotencyHeaders,
    body: { required: true, content: { 'application/json': { schema: newPaymentSchema } } },
  },
  responses: {
    201: json('The payment; send the payer to its url', paymentSchema),
    200: json('The payment that the same request created before', paymentSchema),
    ...errorResponses(409, 413, 415, 422),
  },
})

const list = createRoute({
  method: 'get',
  path: '/v1/payments',
  operationId: 'listPayments',
  summary: 'List payments, newest first',
  ...needs('read'),
  request: {
    query: listQuery('pay', 'a payment', {
      status: z.enum(PAYMENT_STATUSES).optional(),
      reference: plainText({ max: 128 }).optional(),
      payment_link: idInQuery('lnk', 'a payment link'),
      amount: amountInQuery,
      'amount[gte]': amountInQuery,
      'amount[lte]': amountInQuery,
      currency: currencyInQuery,
      in_review: z
        .literal('true')
        .optional()
        .openapi({ description: 'Only payments that a person has to look at' }),
    }).refine(
      (query) =>
        query.amount === undefined || (query['amount[gte]'] ?? query['amount[lte]']) === undefined,
      { path: ['amount'], error: 'give either amount, or amount[gte] and amount[lte]' },
    ),
  },
  responses: { 200: json('A page', listSchema(paymentSchema, 'PaymentList')), ...errorResponses() },
})

const retrieve = createRoute({
  method: 'get',
  path: '/v1/payments/{payment}',
  operationId: 'retrievePayment',
  summary: 'Retrieve a payment',
  ...needs('read'),
  request: { params: paymentId },
  responses: { 200: json('The payment', paymentSchema), ...errorResponses(404) },
})

const cancel = createRoute({
  method: 'post',
  path: '/v1/payments/{payment}/cancel',
  operationId: 'cancelPayment',
  summary: 'Cancel a payment',
  description:
    'The payment accepts no more attempts. A payer who holds an order can still pay it, and Tael sees the money.',
  ...needs('create_payments'),
  request: { params: paymentId },
  responses: {
    200: json('The payment', paymentSchema),
    ...errorResponses(404, 409, 413, 415),
  },
})

const events = createRoute({
  method: 'get',
  path: '/v1/payments/{payment}/events',
  operationId: 'listPaymentEvents',
  summary: "A payment's timeline, oldest first",
  ...needs('read'),
  request: {
    params: paymentId,
    query: z.strictObject({
      limit: pageLimit,
      starting_after: idInQuery('evt', 'an event'),
    }),
  },
  responses: { 200: json('A page', listSchema(eventSchema, 'EventList')), ...errorResponses(404) },
})

/** The merchant's API for payments. Every route acts for the account of the caller's key. */
export function paymentsApi(deps: Deps): Api {
  const api = createApi()

  api.openapi(create, async (c) => {
    const account = c.get('account')
    const {
      return_url: returnUrl,
      expires_in: expiresIn,
      limit_pay: limitPay,
      payer_identity: payerIdentity,
      ...requested
    } = c.req.valid('json')
    const request = { ...requested, returnUrl, expiresIn, limitPay, payerIdentity }
    const refusal = findRefusal(account, request)
    const answerOf = (payment: Payment, status: 200 | 201): Answer => ({
      status,
      body: paymentResource(payment, deps.publicUrl),
    })
    const answer = await withIdempotencyKey(
      deps,
      c,
      async (trx) => {
        const created = await createPayment(trx, acting(deps, c), account, request)
        if (created.kind === 'disabled') throw accountDisabled()
        if (created.kind === 'reference-taken') {
          throw new ApiError(
            'reference_taken',
            `${created.payment.id} already uses this reference with different parameters`,
            'reference',
          )
        }
        // Thrown in here it undoes the payment; a repeat gets the first answer, whatever is allowed now.
        if (created.kind === 'created' && refusal !== undefined) throw refusal
        return answerOf(created.payment, created.kind === 'created' ? 201 : 200)
      },
      async (claim) => {
        if (refusal !== undefined) return undefined
        const payment = await createNewPayment(acting(deps, c), account, request, (created) =>
          claim(answerOf(created, 201)),
        )
        return payment && answerOf(payment, 201)
      },
    )
    return c.json(answer.body as z.infer<typeof paymentSchema>, answer.status)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = await readPayments(deps, {
      ...pageOf(query),
      accountId: c.get('account').id,
      status: query.status,
      reference: query.reference,
      linkId: query.payment_link,
      currency: query.currency,
      amount: {
        least: query.amount ?? query['amount[gte]'],
        most: query.amount ?? query['amount[lte]'],
      },
      isInReview: query.in_review !== undefined,
    })
    const data = page.payments.map((payment) => paymentResource(payment, deps.publicUrl))
    return c.json(listOf('/v1/payments', data, page.hasMore, page.next), 200)
  })

  api.openapi(retrieve, async (c) => {
    const payment = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    return c.json(paymentResource(payment, deps.publicUrl), 200)
  })

  api.openapi(cancel, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { kind, payment } = await cancelPayment(acting(deps, c), id)
    if (kind === 'refused') {
      const why = isInReview(payment)
        ? `it is in review: ${sayReviews(payment.reviews)}`
        : `it is already ${payment.status}`
      throw new ApiError('payment_not_cancelable', `The payment cannot be canceled: ${why}`)
    }
    return c.json(paymentResource(payment, deps.publicUrl), 200)
  })

  api.openapi(events, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const { limit, starting_after: cursor } = c.req.valid('query')
    const after = cursor === undefined ? 0 : await readSequence(deps, id, cursor)
    if (after === undefined) {
      const message = '"starting_after": this payment has no such event'
      throw new ApiError('invalid_parameter', message, 'starting_after')
    }
    const page = await readEvents(deps, id, { after, limit })
    const data = page.events.map(eventResource)
    return c.json(listOf(`/v1/payments/${id}/events`, data, page.hasMore), 200)
  })

  return api
}
