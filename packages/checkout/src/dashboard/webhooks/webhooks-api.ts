import { Hono, type Context } from 'hono'
import { timeZoneOf } from '../../accounts/account.ts'
import { readAccountNames, readAccount, readAccounts } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { EVENT_TYPES } from '../../events/event.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { readDay, startOfDay } from '../../language/zone.ts'
import { parseId } from '../../platform/ids.ts'
import {
  addEndpoint,
  changeEndpoint,
  deleteEndpoint,
  rollEndpointSecret,
} from '../../webhooks/change-endpoints.ts'
import {
  readAnyEndpoint,
  readDeliveries,
  readDelivery,
  readEndpoints,
} from '../../webhooks/read-webhooks.ts'
import { replayDelivery, replayRange } from '../../webhooks/replay-deliveries.ts'
import { sendTestEvent } from '../../webhooks/send-test-event.ts'
import { DELIVERY_STATUSES, type WebhookDelivery } from '../../webhooks/webhook-delivery.ts'
import { MAX_ENDPOINTS, type WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { refuseTarget } from '../../webhooks/webhook-guards.ts'
import { endpointChangeSchema, newEndpointSchema } from '../../webhooks/webhook-resource.ts'
import { formTexts } from '../forms/form-texts.ts'
import type { TypedForm } from '../forms/form.ts'
import { readTyped, refusalOf, sayIssue } from '../forms/read-typed.ts'
import type { Typed } from '../forms/typed.ts'
import { named, nameAmong, type Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { deliveryPage, endpointPage } from './endpoint-page.ts'
import { endpointTexts } from './endpoint-texts.ts'
import type { EndpointView } from './endpoint-view.ts'
import { endpointFormPage, endpointsPage, sayHeaders } from './endpoints-page.ts'

const ENDPOINTS = 30
const DELIVERIES = 50

/** The operators' pages about webhook endpoints and what goes to them. Mounted at /dashboard/webhooks. */
export function dashboardWebhooksApi(
  deps: Deps,
  { home, frame, frameOfAll, page, languageOf }: Shell,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/webhooks`
  const pathOf = ({ id }: WebhookEndpoint): string => `${ownPath}/${id}`

  const endpointOf = (c: Context): Promise<WebhookEndpoint> =>
    named(c, 'endpoint', 'whk', (id) => readAnyEndpoint(deps, id))
  const showNew = async (c: Context<ApiEnv>, form: TypedForm) => {
    return page(
      c,
      endpointFormPage({
        ...(await frameOfAll(c)),
        ...form,
        title: endpointTexts[languageOf(c)].add,
        actionPath: ownPath,
        backPath: ownPath,
        accounts: await readAccounts(deps),
      }),
      form.problem === undefined ? 200 : 400,
    )
  }
  const showChange = async (c: Context<ApiEnv>, endpoint: WebhookEndpoint, form: TypedForm) => {
    return page(
      c,
      endpointFormPage({
        ...(await frameOfAll(c)),
        ...form,
        title: formTexts[languageOf(c)].change,
        actionPath: `${pathOf(endpoint)}/change`,
        backPath: pathOf(endpoint),
        headerNames: sayHeaders(endpoint),
      }),
      form.problem === undefined ? 200 : 400,
    )
  }
  const show = async (
    c: Context,
    endpoint: WebhookEndpoint,
    done: Pick<EndpointView, 'secret' | 'tested' | 'resent'> = {},
  ) => {
    const { name, settings } = await readAccount(deps, endpoint.accountId)
    const status = DELIVERY_STATUSES.find((each) => each === c.req.query('status'))
    const type = EVENT_TYPES.find((each) => each === c.req.query('type'))
    const startingAfter = parseId('whd', c.req.query('after') ?? '')
    const { deliveries, hasMore, next } = await readDeliveries(deps, {
      endpointId: endpoint.id,
      limit: DELIVERIES,
      ...(status !== undefined && { status }),
      ...(type !== undefined && { type }),
      ...(startingAfter !== undefined && { startingAfter }),
    })
    const path = pathOf(endpoint)
    const filter = { status: status ?? '', type: type ?? '' }
    return page(
      c,
      endpointPage({
        ...frame(c, timeZoneOf(settings)),
        ...done,
        endpoint,
        path,
        account: name,
        filter,
        deliveries: deliveries.map((each) => ({ ...each, path: `${path}/deliveries/${each.id}` })),
        ...turned({ path, query: filter, startingAfter, rows: deliveries, hasMore, next }),
      }),
    )
  }

  app.get('/', async (c) => {
    const startingAfter = parseId('whk', c.req.query('after') ?? '')
    const { endpoints, hasMore } = await readEndpoints(deps, {
      limit: ENDPOINTS,
      ...(startingAfter !== undefined && { startingAfter }),
    })
    const names = await readAccountNames(deps)
    return page(
      c,
      endpointsPage({
        ...(await frameOfAll(c)),
        endpoints: endpoints.map((endpoint) => ({
          endpoint,
          path: pathOf(endpoint),
          account: nameAmong(names, endpoint.accountId),
        })),
        addPath: `${ownPath}/new`,
        ...turned({ path: ownPath, startingAfter, rows: endpoints, hasMore }),
      }),
    )
  })

  app.get('/new', may('administer'), (c) => showNew(c, { typed: { events: 'all' } }))

  app.post('/', may('administer'), async (c) => {
    const typed = await readTyped(c)
    const refuse = (problem: string) => showNew(c, { typed: withoutHeaders(typed), problem })
    const accountId = parseId('acc', typed['account'] ?? '')
    const account = accountId && (await deps.accounts.find(accountId))
    if (!account) return refuse('"account": choose one')
    const parsed = newEndpointSchema.safeParse(typedEndpoint(typed))
    if (!parsed.success) return refuse(sayIssue(parsed.error))
    const { url, description, headers, event_types: eventTypes } = parsed.data
    const problem = await refusalOf(() => refuseTarget(deps, url))
    if (problem !== undefined) return refuse(problem)
    const requested = { accountId: account.id, url, description, headers, eventTypes }
    const added = await addEndpoint(acting(deps, c), requested)
    if (added === undefined) {
      return refuse(`"account": has ${MAX_ENDPOINTS} endpoints already; delete an unused one`)
    }
    return show(c, added, { secret: newestSecret(added, true) })
  })

  app.get('/:endpoint', async (c) => show(c, await endpointOf(c)))

  app.get('/:endpoint/change', may('administer'), async (c) => {
    const endpoint = await endpointOf(c)
    const { url, description = '', eventTypes } = endpoint
    return showChange(c, endpoint, {
      typed: {
        url,
        description,
        events: eventTypes.includes('*') ? 'all' : 'some',
        event_types: eventTypes.join(' '),
      },
    })
  })

  app.post('/:endpoint/change', may('administer'), async (c) => {
    const endpoint = await endpointOf(c)
    const typed = await readTyped(c)
    const parsed = endpointChangeSchema.safeParse(typedEndpoint(typed))
    const refuse = (problem: string) =>
      showChange(c, endpoint, { typed: withoutHeaders(typed), problem })
    if (!parsed.success) return refuse(sayIssue(parsed.error))
    const { url, description, headers, event_types: eventTypes } = parsed.data
    const problem = await refusalOf(() => url === undefined || refuseTarget(deps, url))
    if (problem !== undefined) return refuse(problem)
    await changeEndpoint(acting(deps, c), endpoint.id, { url, description, headers, eventTypes })
    return c.redirect(pathOf(endpoint), 303)
  })

  for (const what of ['disable', 'enable'] as const) {
    app.post(`/:endpoint/${what}`, may('administer'), async (c) => {
      const endpoint = await endpointOf(c)
      await changeEndpoint(acting(deps, c), endpoint.id, { isEnabled: what === 'enable' })
      return c.redirect(pathOf(endpoint), 303)
    })
  }

  app.post('/:endpoint/delete', may('administer'), async (c) => {
    await deleteEndpoint(acting(deps, c), (await endpointOf(c)).id)
    return c.redirect(ownPath, 303)
  })

  app.post('/:endpoint/roll', may('administer'), async (c) => {
    const { id } = await endpointOf(c)
    const rolled = (await rollEndpointSecret(acting(deps, c), id)) ?? notFound()
    return show(c, rolled, { secret: newestSecret(rolled, false) })
  })

  app.post('/:endpoint/test', may('create_payments'), async (c) => {
    const endpoint = await endpointOf(c)
    const sent = (await sendTestEvent(acting(deps, c), endpoint.id)) ?? notFound()
    const { eventId, payload, answer, durationMs } = sent
    const isAnswered = answer.kind === 'answered'
    const tested = {
      ...{ eventId, payload, durationMs },
      ...(isAnswered ? { status: answer.status, body: answer.body } : { failure: answer.reason }),
    }
    return show(c, endpoint, { tested })
  })

  app.post('/:endpoint/replay', may('create_payments'), async (c) => {
    const endpoint = await endpointOf(c)
    const { settings } = await readAccount(deps, endpoint.accountId)
    const day = readDay((await readTyped(c))['since'] ?? '')
    if (day === undefined) return c.redirect(pathOf(endpoint), 303)
    const since = startOfDay(day, timeZoneOf(settings))
    const range = { since, includeDelivered: false }
    const replayed = await replayRange(acting(deps, c), endpoint.id, range)
    return show(c, endpoint, replayed.kind === 'replayed' ? { resent: replayed.count } : {})
  })

  const deliveryOf = (c: Context, { id }: WebhookEndpoint): Promise<WebhookDelivery> =>
    named(c, 'delivery', 'whd', (delivery) => readDelivery(deps, id, delivery))

  app.get('/:endpoint/deliveries/:delivery', async (c) => {
    const endpoint = await endpointOf(c)
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

  app.post('/:endpoint/deliveries/:delivery/replay', may('create_payments'), async (c) => {
    const endpoint = await endpointOf(c)
    const { id } = await deliveryOf(c, endpoint)
    const { kind } = await replayDelivery(acting(deps, c), endpoint.id, id)
    const done = kind === 'replayed' ? '?done=resent' : ''
    return c.redirect(`${pathOf(endpoint)}/deliveries/${id}${done}`, 303)
  })

  return app
}

/** A form in the words of the API; headers that are not typed stay as they are. */
function typedEndpoint(typed: Typed): object {
  const { url, description, events, event_types: types = '', headers = '' } = typed
  const chosen = events === 'some' ? types.split(/\s+/).filter(Boolean) : ['*']
  const isWithout = typed['without_headers'] === 'yes'
  const replaced = headers === '' ? {} : { headers: typedHeaders(headers) }
  return { url, description, event_types: chosen, ...(isWithout ? { headers: {} } : replaced) }
}

/** One a line: `authorization: Basic …`. A name that comes twice gets a value that no header may have. */
function typedHeaders(text: string): Readonly<Record<string, string>> {
  const headers = new Map<string, string>()
  for (const line of text.split(/\r?\n/).filter((each) => each.trim() !== '')) {
    const [before = '', ...after] = line.split(':')
    const name = before.trim().toLowerCase()
    const earlier = headers.get(name)
    const value = after.join(':').trim()
    headers.set(name, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  return Object.fromEntries(headers)
}

/** Their values are credentials: a form that comes back does not show them. */
function withoutHeaders(typed: Typed): Typed {
  return { ...typed, headers: '' }
}

function newestSecret({ secrets }: WebhookEndpoint, isNew: boolean): EndpointView['secret'] {
  const [newest] = secrets
  return newest && { isNew, value: newest.secret }
}
