import { Hono, type Context } from 'hono'
import { timeZoneOf } from '../../accounts/account.ts'
import { readAccount } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { EVENT_TYPES } from '../../events/event.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { readDay, startOfDay } from '../../language/zone.ts'
import { parseId } from '../../platform/ids.ts'
import { readAnyEndpoint, readDeliveries, readDelivery } from '../../webhooks/read-webhooks.ts'
import { replayDelivery, replayRange } from '../../webhooks/replay-deliveries.ts'
import { sendTestEvent } from '../../webhooks/send-test-event.ts'
import { DELIVERY_STATUSES, type WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import type { WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { readTyped } from '../forms/read-typed.ts'
import { named, type Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { deliveryPage, endpointPage } from './endpoint-page.ts'
import type { EndpointView } from './endpoint-view.ts'

const DELIVERIES = 50

/** The endpoint that the path names. */
export function endpointIn(deps: Deps, c: Context): Promise<WebhookEndpoint> {
  return named(c, 'endpoint', 'whk', (id) => readAnyEndpoint(deps, id))
}

/** Answers with the page of one endpoint, and what went to it. */
export async function showEndpoint(
  deps: Deps,
  { home, frame, page }: Shell,
  c: Context,
  shown: Pick<EndpointView, 'endpoint' | 'secret' | 'tested' | 'resent'>,
): Promise<Response> {
  const { endpoint } = shown
  const { name, settings } = await readAccount(deps, endpoint.accountId)
  const status = DELIVERY_STATUSES.find((each) => each === c.req.query('status'))
  const type = EVENT_TYPES.find((each) => each === c.req.query('type'))
  const startingAfter = parseId('whd', c.req.query('after') ?? '')
  const { deliveries, hasMore, next } = await readDeliveries(deps, {
    endpointId: endpoint.id,
    limit: DELIVERIES,
    status,
    type,
    startingAfter,
  })
  const path = `${home}/webhooks/${endpoint.id}`
  const filter = { status: status ?? '', type: type ?? '' }
  return page(
    c,
    endpointPage({
      ...frame(c, timeZoneOf(settings)),
      ...shown,
      path,
      account: name,
      filter,
      deliveries: deliveries.map((each) => ({ ...each, path: `${path}/deliveries/${each.id}` })),
      ...turned({ path, query: filter, startingAfter, rows: deliveries, hasMore, next }),
    }),
  )
}

/** What goes to an endpoint: tests, what is sent again, and each delivery. Mounted at /dashboard/webhooks/:endpoint. */
export function dashboardDeliveriesRoutes(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, page } = shell
  const app = new Hono<ApiEnv>()
  const pathOf = ({ id }: WebhookEndpoint): string => `${home}/webhooks/${id}`

  app.post('/test', may('create_payments'), async (c) => {
    const endpoint = await endpointIn(deps, c)
    const sent = (await sendTestEvent(acting(deps, c), endpoint.id)) ?? notFound()
    const { eventId, payload, answer, durationMs } = sent
    const isAnswered = answer.kind === 'answered'
    const tested = {
      ...{ eventId, payload, durationMs },
      ...(isAnswered ? { status: answer.status, body: answer.body } : { failure: answer.reason }),
    }
    return showEndpoint(deps, shell, c, { endpoint, tested })
  })

  app.post('/replay', may('create_payments'), async (c) => {
    const endpoint = await endpointIn(deps, c)
    const { settings } = await readAccount(deps, endpoint.accountId)
    const day = readDay((await readTyped(c))['since'] ?? '')
    if (day === undefined) return c.redirect(pathOf(endpoint), 303)
    const since = startOfDay(day, timeZoneOf(settings))
    const range = { since, includeDelivered: false }
    const replayed = await replayRange(acting(deps, c), endpoint.id, range)
    const resent = replayed.kind === 'replayed' ? replayed.count : undefined
    return showEndpoint(deps, shell, c, { endpoint, resent })
  })

  const deliveryOf = (c: Context, { id }: WebhookEndpoint): Promise<WebhookDelivery> =>
    named(c, 'delivery', 'whd', (delivery) => readDelivery(deps, id, delivery))

  app.get('/deliveries/:delivery', async (c) => {
    const endpoint = await endpointIn(deps, c)
    const delivery = await deliveryOf(c, endpoint)
    const { settings } = await readAccount(deps, endpoint.accountId)
    const list = delivery.of === 'payment' ? 'payments' : 'reconciliations'
    return page(
      c,
      deliveryPage({
        ...frame(c, timeZoneOf(settings)),
        endpoint,
        delivery,
        endpointPath: pathOf(endpoint),
        path: `${pathOf(endpoint)}/deliveries/${delivery.id}`,
        subjectPath: `${home}/${list}/${delivery.subjectId}`,
        isResent: c.req.query('done') === 'resent',
      }),
    )
  })

  app.post('/deliveries/:delivery/replay', may('create_payments'), async (c) => {
    const endpoint = await endpointIn(deps, c)
    const { id } = await deliveryOf(c, endpoint)
    const { kind } = await replayDelivery(acting(deps, c), endpoint.id, id)
    const done = kind === 'replayed' ? '?done=resent' : ''
    return c.redirect(`${pathOf(endpoint)}/deliveries/${id}${done}`, 303)
  })

  return app
}
