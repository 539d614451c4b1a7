import { createRoute, z } from '@hono/zod-openapi'
import { EVENT_TYPES } from '../events/event.ts'
import { acting, createApi, errorResponses, type Api, json, jsonBody, needs } from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import {
  addEndpoint,
  changeEndpoint,
  deleteEndpoint,
  rollEndpointSecret,
} from './change-endpoints.ts'
import { readDeliveries, readEndpoint, readEndpoints } from './read-webhooks.ts'
import { replayDelivery, replayRange } from './replay-deliveries.ts'
import { DELIVERY_STATUSES } from './webhook-delivery.ts'
import { MAX_ENDPOINTS, type WebhookEndpoint } from './webhook-endpoint.ts'
import { refuseTarget } from './webhook-guards.ts'
import type { WebhookRuntime } from './webhook-network.ts'
import {
  deliveryResource,
  deliverySchema,
  endpointChangeSchema,
  endpointResource,
  endpointSchema,
  endpointWithSecret,
  endpointWithSecretSchema,
  newEndpointSchema,
  replaySchema,
} from './webhook-resource.ts'

const endpointParam = z.object({ endpoint: z.string() })
const deliveryParam = endpointParam.extend({
  delivery: z.string(),
})
const COLLECTION = '/v1/webhook_endpoints'
const ONE = `${COLLECTION}/{endpoint}`

const create = createRoute({
  method: 'post',
  path: COLLECTION,
  operationId: 'createWebhookEndpoint',
  summary: 'Create a webhook endpoint',
  description: 'The secret that its deliveries are signed with is shown in this answer only.',
  ...needs('administer'),
  request: jsonBody(newEndpointSchema),
  responses: {
    201: json('The endpoint', endpointWithSecretSchema),
    ...errorResponses(409, 413, 415),
  },
})

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listWebhookEndpoints',
  summary: 'List webhook endpoints, newest first',
  ...needs('read'),
  request: {
    query: listQuery('whk', 'a webhook endpoint', {
      status: z.enum(['enabled', 'disabled']).optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(endpointSchema, 'WebhookEndpointList')),
    ...errorResponses(),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: ONE,
  operationId: 'retrieveWebhookEndpoint',
  summary: 'Retrieve a webhook endpoint',
  ...needs('read'),
  request: { params: endpointParam },
  responses: { 200: json('The endpoint', endpointSchema), ...errorResponses(404) },
})

const update = createRoute({
  method: 'patch',
  path: ONE,
  operationId: 'updateWebhookEndpoint',
  summary: 'Change, disable or enable a webhook endpoint',
  description:
    'Disabling gives up undelivered events. Events that happen while it is disabled are in its log and can be replayed.',
  ...needs('administer'),
  request: { params: endpointParam, ...jsonBody(endpointChangeSchema) },
  responses: { 200: json('The endpoint', endpointSchema), ...errorResponses(404, 413, 415) },
})

const remove = createRoute({
  method: 'delete',
  path: ONE,
  operationId: 'deleteWebhookEndpoint',
  summary: 'Delete a webhook endpoint',
  ...needs('administer'),
  request: { params: endpointParam },
  responses: { 204: { description: 'Deleted' }, ...errorResponses(404, 413, 415) },
})

const roll = createRoute({
  method: 'post',
  path: `${ONE}/roll_secret`,
  operationId: 'rollWebhookEndpointSecret',
  summary: 'Give a webhook endpoint a new secret',
  description: 'For 24 hours every delivery carries the signatures of both.',
  ...needs('administer'),
  request: { params: endpointParam },
  responses: {
    200: json('The endpoint', endpointWithSecretSchema),
    ...errorResponses(404, 413, 415),
  },
})

const deliveries = createRoute({
  method: 'get',
  path: `${ONE}/deliveries`,
  operationId: 'listWebhookDeliveries',
  summary: "A webhook endpoint's deliveries of the last 30 days, newest first",
  ...needs('read'),
  request: {
    params: endpointParam,
    query: listQuery('whd', 'a delivery', {
      status: z.enum(DELIVERY_STATUSES).optional(),
      type: z.enum(EVENT_TYPES).optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(deliverySchema, 'WebhookDeliveryList')),
    ...errorResponses(404),
  },
})

const replayOne = createRoute({
  method: 'post',
  path: `${ONE}/deliveries/{delivery}/replay`,
  operationId: 'replayWebhookDelivery',
  summary: 'Resend a delivery',
  ...needs('create_payments'),
  request: { params: deliveryParam },
  responses: { 202: json('The delivery', deliverySchema), ...errorResponses(404, 409, 413, 415) },
})

const replayWithin = createRoute({
  method: 'post',
  path: `${ONE}/replay`,
  operationId: 'replayWebhookDeliveries',
  summary: 'Resend undelivered events of a range of time',
  ...needs('create_payments'),
  request: { params: endpointParam, ...jsonBody(replaySchema) },
  responses: {
    202: json(
      'How many deliveries are due again',
      z.object({ object: z.literal('webhook_replay'), count: z.int() }),
    ),
    ...errorResponses(404, 409, 413, 415),
  },
})

/** The merchant's API for webhooks. Every route acts for the account of the caller's key. */
export function webhooksApi(deps: WebhookRuntime): Api {
  const api = createApi()

  api.openapi(create, async (c) => {
    const requested = c.req.valid('json')
    refuseTarget(deps, requested.url)
    const endpoint = await addEndpoint(acting(deps, c), {
      accountId: c.get('account').id,
      url: requested.url,
      description: requested.description,
      eventTypes: requested.event_types,
      apiVersion: requested.api_version ?? c.get('version'),
      headers: requested.headers,
    })
    if (endpoint === undefined) {
      throw new ApiError(
        'too_many_webhook_endpoints',
        `An account has at most ${MAX_ENDPOINTS} webhook endpoints; delete an unused one`,
      )
    }
    return c.json(endpointWithSecret(endpoint), 201)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = await readEndpoints(deps, {
      ...pageOf(query),
      accountId: c.get('account').id,
      isEnabled: query.status && query.status === 'enabled',
    })
    return c.json(listOf(COLLECTION, page.endpoints.map(endpointResource), page.hasMore), 200)
  })

  api.openapi(retrieve, async (c) => {
    const { endpoint } = c.req.valid('param')
    return c.json(endpointResource(await own(deps, c.get('account').id, endpoint)), 200)
  })

  api.openapi(update, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').endpoint)
    const change = c.req.valid('json')
    if (change.url !== undefined) refuseTarget(deps, change.url)
    const changed = await changeEndpoint(acting(deps, c), id, {
      url: change.url,
      description: change.description,
      eventTypes: change.event_types,
      apiVersion: change.api_version,
      headers: change.headers,
      isEnabled: change.status && change.status === 'enabled',
    })
    return c.json(endpointResource(there(changed)), 200)
  })

  api.openapi(remove, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').endpoint)
    await deleteEndpoint(acting(deps, c), id)
    return c.body(null, 204)
  })

  api.openapi(roll, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').endpoint)
    return c.json(endpointWithSecret(there(await rollEndpointSecret(acting(deps, c), id))), 200)
  })

  api.openapi(deliveries, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').endpoint)
    const query = c.req.valid('query')
    const { status, type } = query
    const page = await readDeliveries(deps, { ...pageOf(query), endpointId: id, status, type })
    const data = page.deliveries.map(deliveryResource)
    return c.json(listOf(`${COLLECTION}/${id}/deliveries`, data, page.hasMore, page.next), 200)
  })

  api.openapi(replayOne, async (c) => {
    const { endpoint, delivery } = c.req.valid('param')
    const { id } = await own(deps, c.get('account').id, endpoint)
    const replayed = await replayDelivery(acting(deps, c), id, delivery)
    if (replayed.kind !== 'replayed') return refuseReplay(replayed.kind)
    return c.json(deliveryResource(replayed.delivery), 202)
  })

  api.openapi(replayWithin, async (c) => {
    const { id } = await own(deps, c.get('account').id, c.req.valid('param').endpoint)
    const range = c.req.valid('json')
    const replayed = await replayRange(acting(deps, c), id, {
      since: new Date(range.since),
      until: range.until === undefined ? undefined : new Date(range.until),
      includeDelivered: range.include_delivered,
    })
    if (replayed.kind !== 'replayed') return refuseReplay(replayed.kind)
    return c.json({ object: 'webhook_replay' as const, count: replayed.count }, 202)
  })

  return api
}

async function own(deps: WebhookRuntime, accountId: string, id: string): Promise<WebhookEndpoint> {
  return there(await readEndpoint(deps, accountId, id))
}

function there(endpoint: WebhookEndpoint | undefined): WebhookEndpoint {
  if (endpoint !== undefined) return endpoint
  throw new ApiError('not_found', 'This account has no such webhook endpoint')
}

function refuseReplay(kind: 'not-found' | 'disabled'): never {
  throw kind === 'disabled'
    ? new ApiError(
        'webhook_endpoint_disabled',
        'Tael sends nothing to a disabled endpoint: enable it first',
      )
    : new ApiError('not_found', 'This endpoint has no such delivery')
}
