import { createRoute, z } from '@hono/zod-openapi'
import { createApi, errorResponses, json, needs, type Api } from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { parseId } from '../platform/ids.ts'
import type { Runtime } from '../runtime.ts'
import { eventResource, eventSchema } from './event-resource.ts'
import { EVENT_TYPES } from './event.ts'
import { readEventOfAccount, readEventsOfAccount } from './read-events.ts'

const COLLECTION = '/v1/events'

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listEvents',
  summary: 'List events, newest first',
  description:
    'Of every payment and reconciliation, for 400 days unless the settings of the server say otherwise. If several servers run, an event can appear a few seconds late, after newer ones; webhooks bring each event.',
  ...needs('read'),
  request: { query: listQuery('evt', 'an event', { type: z.enum(EVENT_TYPES).optional() }) },
  responses: { 200: json('A page', listSchema(eventSchema, 'EventList')), ...errorResponses() },
})

const retrieve = createRoute({
  method: 'get',
  path: `${COLLECTION}/{event}`,
  operationId: 'retrieveEvent',
  summary: 'Retrieve an event',
  description: 'Such as the one that a webhook names in its `webhook-id`.',
  ...needs('read'),
  request: {
    params: z.object({ event: z.string() }),
  },
  responses: { 200: json('The event', eventSchema), ...errorResponses(404) },
})

/** The merchant's API for the events of the account of the caller's key. */
export function eventsApi(deps: Pick<Runtime, 'database'>): Api {
  const api = createApi()
  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = { ...pageOf(query), type: query.type }
    const { events, hasMore, next } = await readEventsOfAccount(deps, c.get('account').id, page)
    return c.json(listOf(COLLECTION, events.map(eventResource), hasMore, next), 200)
  })

  api.openapi(retrieve, async (c) => {
    const id = parseId('evt', c.req.valid('param').event)
    const event = id && (await readEventOfAccount(deps, c.get('account').id, id))
    if (event === undefined) throw new ApiError('not_found', 'This account has no such event')
    return c.json(eventResource(event), 200)
  })

  return api
}
