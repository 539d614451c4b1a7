import { z } from '@hono/zod-openapi'
import { enquireApi } from './attempts/enquire-api.ts'
import { reviewApi } from './attempts/review-api.ts'
import type { Deps } from './deps.ts'
import { EVENT_DATA } from './events/event-data.ts'
import { eventSchema } from './events/event-resource.ts'
import { EVENT_TYPES } from './events/event.ts'
import { eventsApi } from './events/events-api.ts'
import { createApi, instant, jsonBody, type Api } from './http/api.ts'
import { authenticateKey } from './http/authenticate-key.ts'
import { strictJsonBodies } from './http/read-body.ts'
import { linksApi } from './links/links-api.ts'
import { notesApi } from './notes/notes-api.ts'
import { operatorApi } from './operator-api/operator-api.ts'
import { paymentSchema } from './payments/payment-resource.ts'
import { paymentsApi } from './payments/payments-api.ts'
import { reconciliationSchema } from './reconciliation/reconciliation-resource.ts'
import { reconciliationsApi } from './reconciliation/reconciliations-api.ts'
import { refundsApi } from './refunds/refunds-api.ts'
import { statementsApi } from './statements/statements-api.ts'
import { timelineApi } from './timeline/timeline-api.ts'
import { webhooksApi } from './webhooks/webhooks-api.ts'

/** The whole API, and its description at /openapi.json, made from the schemas that validate. */
export function merchantApi(
  deps: Deps,
  { operatorKey }: { readonly operatorKey?: string | undefined },
): Api {
  const api = createApi()
  // Before the check of merchants' keys: most of these routes are for operators.
  api.route('/', operatorApi(deps, operatorKey))
  api.use('/v1/*', authenticateKey(deps), ...strictJsonBodies())
  api.route('/', paymentsApi(deps))
  api.route('/', eventsApi(deps))
  api.route('/', linksApi(deps))
  api.route('/', enquireApi(deps))
  api.route('/', reviewApi(deps))
  api.route('/', notesApi(deps))
  api.route('/', timelineApi(deps))
  api.route('/', refundsApi(deps))
  api.route('/', webhooksApi(deps))
  api.route('/', reconciliationsApi(deps))
  api.route('/', statementsApi(deps))
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'The API key of a merchant account: sk_…',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'operatorKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'TAEL_OPERATOR_KEY, which opens the routes for operators',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'operatorSession', {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of POST /v1/sessions: an operator who has signed in, with their role',
  })
  describeWebhooks(api)
  let description: string | undefined
  api.get('/openapi.json', (c) => {
    // Made once: it costs more than any other answer, and anybody may ask for it.
    description ??= JSON.stringify(describeApi(api, deps.publicUrl))
    return c.body(description, 200, { 'content-type': 'application/json' })
  })
  return api
}

function describeApi(api: Api, publicUrl: string): object {
  const { paths, ...described } = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Tael',
      version: '1',
      description: 'WeChat Pay inside WeChat, through QFPay. Amounts are integers in minor units.',
    },
    servers: [{ url: publicUrl }],
  })
  return { ...described, paths: mapValues(paths, tagged) }
}

/** Under the name of its collection: the second part of its path. */
function tagged(operations: object, path: string): object {
  const [, , tag = ''] = path.split('/')
  return mapValues(operations, (operation) => ({ tags: [tag], ...operation }))
}

function mapValues(
  all: object | undefined,
  change: (value: object, name: string) => object,
): Readonly<Record<string, object>> {
  const entries = Object.entries<object>({ ...all })
  return Object.fromEntries(entries.map(([name, value]) => [name, change(value, name)]))
}

/** What Tael sends to webhook endpoints. */
function describeWebhooks({ openAPIRegistry }: Api): void {
  for (const type of EVENT_TYPES) {
    const event = eventSchema.extend({ type: z.literal(type), data: EVENT_DATA[type] })
    const subject = type.startsWith('reconciliation.')
      ? { reconciliation: reconciliationSchema }
      : { payment: paymentSchema }
    const body = z.object({
      type: z.literal(type),
      timestamp: instant,
      api_version: z.string(),
      data: z.object({ event, ...subject }),
    })
    openAPIRegistry.registerWebhook({
      method: 'post',
      path: type,
      operationId: type,
      request: jsonBody(body),
      responses: { '2XX': { description: 'Received: Tael does not send it again' } },
    })
  }
}
