import { createRoute, z } from '@hono/zod-openapi'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { refuseUnrepresentable } from '../http/account-guards.ts'
import {
  acting,
  createApi,
  errorResponses,
  idempotencyHeaders,
  type Api,
  json,
  needs,
  plainText,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { withIdempotencyKey } from '../http/idempotency.ts'
import { idInQuery, listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { requireOwnPayment } from '../payments/payment-guards.ts'
import { paymentId } from '../payments/payment-resource.ts'
import type { Payment } from '../payments/payment.ts'
import { readAttempts } from '../payments/read-payments.ts'
import { sayReviews } from '../payments/review.ts'
import { parseId } from '../platform/ids.ts'
import { endRefund } from './end-refund.ts'
import { readRefund, readRefunds, readAllRefunds } from './read-refunds.ts'
import {
  newRefundSchema,
  refundEndSchema,
  refundId,
  refundResource,
  refundSchema,
} from './refund-resource.ts'
import { REFUND_STATUSES, type Refund } from './refund.ts'
import { requestRefund, type RequestRefund } from './request-refund.ts'

const create = createRoute({
  method: 'post',
  path: '/v1/payments/{payment}/refunds',
  operationId: 'createRefund',
  summary: 'Refund a payment',
  description:
    'Reserves the amount and records the refund; Tael sends it, and follows it until it ends.',
  ...needs('refund'),
  request: {
    params: paymentId,
    headers: idempotencyHeaders,
    body: { content: { 'application/json': { schema: newRefundSchema } } },
  },
  responses: {
    201: json('The refund', refundSchema),
    200: json('The refund that the same request created before', refundSchema),
    ...errorResponses(404, 409, 413, 415, 422),
  },
})

const COLLECTION = '/v1/refunds'

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listRefunds',
  summary: 'List refunds, newest first',
  ...needs('read'),
  request: {
    query: listQuery('ref', 'a refund', {
      status: z.enum(REFUND_STATUSES).optional(),
      payment: idInQuery('pay', 'a payment'),
      reference: plainText({ max: 128 }).optional(),
    }),
  },
  responses: { 200: json('A page', listSchema(refundSchema, 'RefundList')), ...errorResponses() },
})

const listOfPayment = createRoute({
  method: 'get',
  path: '/v1/payments/{payment}/refunds',
  operationId: 'listPaymentRefunds',
  summary: "List a payment's refunds, oldest first",
  ...needs('read'),
  request: {
    params: paymentId,
    query: listQuery('ref', 'a refund', {}),
  },
  responses: {
    200: json('A page', listSchema(refundSchema, 'RefundList')),
    ...errorResponses(404),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: `${COLLECTION}/{refund}`,
  operationId: 'retrieveRefund',
  summary: 'Retrieve a refund',
  ...needs('read'),
  request: {
    params: refundId,
  },
  responses: { 200: json('The refund', refundSchema), ...errorResponses(404) },
})

const end = createRoute({
  method: 'post',
  path: `${COLLECTION}/{refund}/end`,
  operationId: 'endRefund',
  summary: 'End a refund that QFPay does not end',
  description:
    'Says that a person has found out what happened to it. Only for a refund that has not ended for a day, or that is in review. Tael asks QFPay once more first, and later proof from QFPay outranks this.',
  ...needs('refund'),
  request: {
    params: refundId,
    body: { required: true, content: { 'application/json': { schema: refundEndSchema } } },
  },
  responses: { 200: json('The refund', refundSchema), ...errorResponses(404, 409, 413, 415) },
})

/** The merchant's API for refunds. Every route acts for the account of the caller's key. */
export function refundsApi(deps: Deps): Api {
  const api = createApi()

  api.openapi(create, async (c) => {
    const account = c.get('account')
    const payment = await requireOwnPayment(deps, account, c.req.valid('param').payment)
    const { attempt, ...requested } = c.req.valid('json')
    const attemptId = await resolveCharge(deps, payment, attempt)
    const answer = await withIdempotencyKey(deps, c, async (trx) => {
      const asked = await requestRefund(trx, acting(deps, c), {
        ...requested,
        attemptId,
        // A caller who names the attempt has looked at the payment.
        evenIfInReview: attempt !== undefined,
      })
      const { kind, refund } = refundOrThrow(asked, payment)
      // Thrown in here it undoes the refund; a repeat gets the first answer, whatever is allowed now.
      if (kind === 'requested') refuseUnrepresentable(account, refund)
      return { status: kind === 'requested' ? 201 : 200, body: refundResource(refund) }
    })
    deps.changes.announce(payment.id)
    return c.json(answer.body as z.infer<typeof refundSchema>, answer.status)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const { status, payment: paymentId, reference } = query
    const accountId = c.get('account').id
    const filter = { ...pageOf(query), accountId, status, paymentId, reference }
    const page = await readAllRefunds(deps, filter)
    return c.json(listOf(COLLECTION, page.refunds.map(refundResource), page.hasMore), 200)
  })

  api.openapi(listOfPayment, async (c) => {
    const { id } = await requireOwnPayment(deps, c.get('account'), c.req.valid('param').payment)
    const page = await readRefunds(deps, id, pageOf(c.req.valid('query')))
    const data = page.refunds.map(refundResource)
    return c.json(listOf(`/v1/payments/${id}/refunds`, data, page.hasMore), 200)
  })

  api.openapi(retrieve, async (c) => {
    const refund = await ownRefund(deps, c.get('account'), c.req.valid('param').refund)
    return c.json(refundResource(refund), 200)
  })

  api.openapi(end, async (c) => {
    const named = await ownRefund(deps, c.get('account'), c.req.valid('param').refund)
    const { happened, note } = c.req.valid('json')
    const { kind, refund } = await endRefund(acting(deps, c), named, { happened, note })
    if (kind === 'not-stuck') {
      throw new ApiError(
        'refund_not_stuck',
        `The refund is ${refund.status} and cannot be ended by hand. A pending refund can be, when it is in review and was sent at least five minutes ago`,
      )
    }
    return c.json(refundResource(refund), 200)
  })

  return api
}

async function ownRefund(deps: Deps, { id: accountId }: Account, text: string): Promise<Refund> {
  const id = parseId('ref', text)
  const refund = id && (await readRefund(deps, id))
  if (refund?.accountId === accountId) return refund
  throw new ApiError('not_found', 'This account has no such refund')
}

/**
 * The attempt whose charge is meant: the named one, else the one that paid. The paid one never changes,
 * so this refuses no repeat.
 */
async function resolveCharge(
  deps: Deps,
  payment: Payment,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) {
    const attempts = await readAttempts(deps, payment.id)
    if (attempts.some(({ id, charged }) => id === named && charged > 0)) return named
    throw new ApiError(
      'payment_not_refundable',
      'No attempt with this id has paid this payment; its events name those that have',
      'attempt',
    )
  }
  if (payment.succeededAttemptId !== undefined) return payment.succeededAttemptId
  throw new ApiError(
    'payment_not_refundable',
    `The payment is ${payment.status}: only what has succeeded can be refunded`,
  )
}

function refundOrThrow(
  asked: RequestRefund,
  payment: Payment,
): { readonly kind: 'requested' | 'repeated'; readonly refund: Refund } {
  switch (asked.kind) {
    case 'requested':
    case 'repeated':
      return asked
    case 'reference-taken':
      throw new ApiError(
        'reference_taken',
        `${asked.refund.id} already uses this reference with different parameters`,
        'reference',
      )
    case 'not-charged':
      throw new ApiError('payment_not_refundable', 'Nothing was charged that could be refunded')
    case 'in-review':
      throw new ApiError(
        'payment_not_refundable',
        `The payment is in review: ${sayReviews(asked.reviews)}. After you have looked at it, name the attempt to refund.`,
      )
    case 'exceeds-remaining':
      throw new ApiError(
        'refund_exceeds_remaining',
        asked.remaining === 0
          ? `Nothing remains to refund: all of it is refunded, or on its way`
          : `${asked.remaining} ${payment.currency} (minor units) remain to refund, besides what is on its way`,
        'amount',
      )
  }
}
