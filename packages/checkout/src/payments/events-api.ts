import { createRoute } from '@hono/zod-openapi'
import type { Deps } from '../deps.ts'
import { createApi, errorResponses, json, needs, type Api } from '../http/api.ts'
import { listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import { eventResource, eventSchema } from './payment-resource.ts'
import { readEventsOfAccount } from './read-payments.ts'

const COLLECTION = '/v1/events'

const list = createRoute({
  method: 'get',
  path: COLLECTION,
  operationId: 'listEvents',
  summary: 'List events, newest first',
  description:
    'Of every payment and reconciliation, for 400 days unless the operator of Tael keeps them for another time. Events of several servers can appear up to a few seconds late, and then not in front: webhooks bring each of them.',
  ...needs('read'),
  request: { query: listQuery('evt', 'an event', {}) },
  responses: { 200: json('A page', listSchema(eventSchema, 'EventList')), ...errorResponses() },
})

/** The merchant's API for all events of the account of the caller's key. */
export function eventsApi(deps: Deps): Api {
  const api = createApi()
  api.openapi(list, async (c) => {
    const page = pageOf(c.req.valid('query'))
    const { events, hasMore } = await readEventsOfAccount(deps, c.get('account').id, page)
    return c.json(listOf(COLLECTION, events.map(eventResource), hasMore), 200)
  })
  return api
}
