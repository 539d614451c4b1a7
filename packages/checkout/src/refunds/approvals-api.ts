import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import {
  acting,
  actorSchema,
  alsoFor,
  createApi,
  errorResponses,
  json,
  operatorNeeds,
  ownAccount,
  plainText,
  type Api,
  type ApiEnv,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { idInQuery, listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { parseId } from '../platform/ids.ts'
import { approveRefund, declineRefund, type EndApproval } from './end-approval.ts'
import { readAllRefunds, readRefund } from './read-refunds.ts'
import { refundId, refundResource, refundSchema } from './refund-resource.ts'
import type { Refund } from './refund.ts'

const COLLECTION = '/v1/refund_approvals'
const REFUND = '/v1/refunds/{refund}'

const awaitingSchema = z
  .object({ ...refundSchema.shape, account: z.string(), requested_by: actorSchema.optional() })
  .openapi('AwaitingRefund')

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listRefundApprovals',
  summary: 'List the refunds that wait for a second person, newest first',
  ...operatorNeeds('read'),
  request: { query: listQuery('ref', 'a refund', { account: idInQuery('acc', 'an account') }) },
  responses: {
    200: json('A page', listSchema(awaitingSchema, 'RefundApprovalList')),
    ...errorResponses(),
  },
})

const approve = createRoute({
  method: 'post',
  path: `${REFUND}/approve`,
  operationId: 'approveRefund',
  summary: 'Approve a refund above the threshold of its account, as the second person',
  description:
    'Only an operator who has signed in can do it, and not the one who asked for the refund: a key does not say which person holds it.',
  security: [{ operatorSession: ['refund'] }],
  middleware: operatorNeeds('refund').middleware,
  request: { params: refundId },
  responses: { 200: json('The refund', refundSchema), ...errorResponses(404, 409, 413, 415) },
})

const decline = createRoute({
  method: 'post',
  path: `${REFUND}/decline`,
  operationId: 'declineRefund',
  summary: 'Decline a refund that waits for a second person',
  description: 'It fails, nothing was sent to QFPay, and its amount is free again.',
  ...alsoFor('refund'),
  request: {
    params: refundId,
    body: {
      content: {
        'application/json': {
          schema: z
            .strictObject({
              note: plainText({ max: 300 })
                .optional()
                .openapi({ description: 'Why; the merchant reads it. No personal data' }),
            })
            .openapi('RefundDecline'),
        },
      },
    },
  },
  responses: { 200: json('The refund', refundSchema), ...errorResponses(404, 409, 413, 415) },
})

/** The operators' API for refunds that wait for a second person. */
export function approvalsApi(deps: Deps): Api {
  const api = createApi()
  /** The refund, if the actor may see it. Another account's counts as unknown. */
  const visible = async (c: Context<ApiEnv>, text: string): Promise<Refund> => {
    const id = parseId('ref', text)
    const refund = id && (await readRefund(deps, id))
    const own = ownAccount(c)
    if (refund && (own === undefined || own.id === refund.accountId)) return refund
    throw new ApiError('not_found', 'There is no such refund')
  }

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = {
      ...pageOf(query),
      accountId: query.account,
      status: 'awaiting_approval',
    } as const
    const { refunds, hasMore } = await readAllRefunds(deps, page)
    return c.json(listOf(COLLECTION, refunds.map(awaitingResource), hasMore), 200)
  })

  api.openapi(approve, async (c) => {
    const refund = await visible(c, c.req.valid('param').refund)
    decided(await approveRefund(acting(deps, c), refund))
    return c.json(refundResource(await visible(c, refund.id)), 200)
  })

  api.openapi(decline, async (c) => {
    const refund = await visible(c, c.req.valid('param').refund)
    decided(await declineRefund(acting(deps, c), refund, c.req.valid('json').note))
    return c.json(refundResource(await visible(c, refund.id)), 200)
  })

  return api
}

function awaitingResource(refund: Refund): z.infer<typeof awaitingSchema> {
  const { accountId, requestedBy } = refund
  return {
    ...refundResource(refund),
    account: accountId,
    ...(requestedBy && { requested_by: requestedBy }),
  }
}

function decided(ended: EndApproval): void {
  switch (ended) {
    case 'approved':
    case 'declined':
      return
    case 'over':
      throw new ApiError(
        'refund_not_awaiting',
        'The refund does not wait for a second person any more: somebody has decided, or the week is over',
      )
    case 'not-a-person':
      throw new ApiError(
        'second_person_needed',
        'A key does not say which person holds it: sign in as an operator with POST /v1/sessions, or tael session start',
      )
    case 'same-person':
      throw new ApiError(
        'second_person_needed',
        'You asked for this refund yourself: another operator has to approve it',
      )
  }
}
