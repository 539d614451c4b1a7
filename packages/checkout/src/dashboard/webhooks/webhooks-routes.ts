import { Hono, type Context } from 'hono'
import { readAccountNames, readAccounts } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { parseId } from '../../platform/ids.ts'
import {
  addEndpoint,
  changeEndpoint,
  deleteEndpoint,
  rollEndpointSecret,
} from '../../webhooks/change-endpoints.ts'
import { readEndpoints } from '../../webhooks/read-webhooks.ts'
import { MAX_ENDPOINTS, type WebhookEndpoint } from '../../webhooks/webhook-endpoint.ts'
import { refuseTarget } from '../../webhooks/webhook-guards.ts'
import { endpointChangeSchema, newEndpointSchema } from '../../webhooks/webhook-resource.ts'
import { formTexts } from '../forms/form-texts.ts'
import type { TypedForm } from '../forms/form.ts'
import { checked, readTyped } from '../forms/read-typed.ts'
import { nameAmong, type Shell } from '../shell/shell.ts'
import { turned } from '../tables/turning.ts'
import { dashboardDeliveriesRoutes, endpointIn, showEndpoint } from './deliveries-routes.ts'
import { endpointAsTyped, endpointTyped, withoutHeaders } from './endpoint-form.ts'
import { endpointTexts } from './endpoint-texts.ts'
import type { EndpointView } from './endpoint-view.ts'
import { endpointFormPage, endpointsPage, sayHeaders } from './endpoints-page.ts'

const ENDPOINTS = 30

/** The operators' pages about webhook endpoints. Mounted at /dashboard/webhooks. */
export function dashboardWebhooksRoutes(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frameOfAll, page, languageOf } = shell
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/webhooks`
  const pathOf = ({ id }: WebhookEndpoint): string => `${ownPath}/${id}`

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
  app.get('/', async (c) => {
    const startingAfter = parseId('whk', c.req.query('after') ?? '')
    const { endpoints, hasMore } = await readEndpoints(deps, { limit: ENDPOINTS, startingAfter })
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
    const wanted = await checked(newEndpointSchema, endpointTyped(typed), ({ url }) =>
      refuseTarget(deps, url),
    )
    if (wanted.problem !== undefined) return refuse(wanted.problem)
    const { url, description, headers, event_types: eventTypes } = wanted.data
    const requested = { accountId: account.id, url, description, headers, eventTypes }
    const added = await addEndpoint(acting(deps, c), requested)
    if (added === undefined) {
      return refuse(`"account": has ${MAX_ENDPOINTS} endpoints already; delete an unused one`)
    }
    return showEndpoint(deps, shell, c, { endpoint: added, secret: newestSecret(added, true) })
  })

  app.get('/:endpoint', async (c) =>
    showEndpoint(deps, shell, c, { endpoint: await endpointIn(deps, c) }),
  )

  app.get('/:endpoint/change', may('administer'), async (c) => {
    const endpoint = await endpointIn(deps, c)
    return showChange(c, endpoint, { typed: endpointAsTyped(endpoint) })
  })

  app.post('/:endpoint/change', may('administer'), async (c) => {
    const endpoint = await endpointIn(deps, c)
    const typed = await readTyped(c)
    const { problem } = await checked(
      endpointChangeSchema,
      endpointTyped(typed),
      async ({ url, description, headers, event_types: eventTypes }) => {
        if (url !== undefined) refuseTarget(deps, url)
        const change = { url, description, headers, eventTypes }
        await changeEndpoint(acting(deps, c), endpoint.id, change)
      },
    )
    if (problem !== undefined) {
      return showChange(c, endpoint, { typed: withoutHeaders(typed), problem })
    }
    return c.redirect(pathOf(endpoint), 303)
  })

  for (const what of ['disable', 'enable'] as const) {
    app.post(`/:endpoint/${what}`, may('administer'), async (c) => {
      const endpoint = await endpointIn(deps, c)
      await changeEndpoint(acting(deps, c), endpoint.id, { isEnabled: what === 'enable' })
      return c.redirect(pathOf(endpoint), 303)
    })
  }

  app.post('/:endpoint/delete', may('administer'), async (c) => {
    await deleteEndpoint(acting(deps, c), (await endpointIn(deps, c)).id)
    return c.redirect(ownPath, 303)
  })

  app.post('/:endpoint/roll', may('administer'), async (c) => {
    const { id } = await endpointIn(deps, c)
    const rolled = (await rollEndpointSecret(acting(deps, c), id)) ?? notFound()
    return showEndpoint(deps, shell, c, { endpoint: rolled, secret: newestSecret(rolled, false) })
  })

  app.route('/:endpoint', dashboardDeliveriesRoutes(deps, shell))

  return app
}

function newestSecret({ secrets }: WebhookEndpoint, isNew: boolean): EndpointView['secret'] {
  const [newest] = secrets
  return newest && { isNew, value: newest.secret }
}
