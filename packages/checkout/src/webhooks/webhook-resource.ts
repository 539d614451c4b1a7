import { z } from '@hono/zod-openapi'
import { API_VERSIONS } from '../accounts/api-version.ts'
import { EVENT_TYPES } from '../events/event.ts'
import { instant, plainText } from '../http/api.ts'
import { DELIVERY_STATUSES, type WebhookDelivery } from './webhook-delivery.ts'
import { headersProblem, type WebhookEndpoint } from './webhook-endpoint.ts'

const KINDS = [...new Set(EVENT_TYPES.map((type) => type.replace(/\..*/, '.*')))]
const eventTypes = z
  .array(
    z.string().refine((type) => ['*', ...KINDS, ...EVENT_TYPES].includes(type), {
      error:
        'is an unknown event type; use for example payment.succeeded, a kind such as payment.*, or *',
    }),
  )
  .min(1)
  .max(EVENT_TYPES.length)
  .openapi({ example: ['payment.*'] })

const url = z
  .string()
  .max(2048)
  .openapi({ example: 'https://shop.example.com/webhooks', description: 'https, and public' })
const description = plainText({ min: 0, max: 128 })
const headers = z
  .record(z.string(), z.string())
  .superRefine((given, context) => {
    const message = headersProblem(given)
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })
  .openapi({
    example: { authorization: 'Basic …' },
    description:
      'Sent with every delivery, for a gateway in front of your server. Kept sealed, never shown',
  })

const apiVersion = z
  .enum(API_VERSIONS)
  .optional()
  .openapi({ description: 'The version of the API whose shapes its webhooks have' })

export const newEndpointSchema = z
  .strictObject({
    url,
    description: description.optional(),
    event_types: eventTypes.default(['*']),
    api_version: apiVersion.openapi({ description: 'If absent, the version of the request' }),
    headers: headers.optional(),
  })
  .openapi('NewWebhookEndpoint')

export const endpointChangeSchema = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    event_types: eventTypes.optional(),
    api_version: apiVersion,
    headers: headers.optional().openapi({
      description:
        'Replaces all of them. If the endpoint has any, a `url` of another origin needs them again, or `{}`',
    }),
    status: z.enum(['enabled', 'disabled']).optional(),
  })
  .openapi('WebhookEndpointChange')

export const replaySchema = z
  .strictObject({
    since: z.iso.datetime({ offset: true }),
    until: z.iso
      .datetime({ offset: true })
      .optional()
      .openapi({ description: 'Deliveries created from this instant on are not resent' }),
    include_delivered: z
      .boolean()
      .default(false)
      .openapi({ description: 'Also those that were delivered' }),
  })
  .refine(({ since, until }) => until === undefined || Date.parse(until) > Date.parse(since), {
    path: ['until'],
    error: 'must be after "since"',
  })
  .openapi('WebhookReplay')

export const endpointSchema = z
  .object({
    id: z.string(),
    object: z.literal('webhook_endpoint'),
    url: z.string(),
    description: z.string().optional(),
    event_types: z.array(z.string()),
    api_version: z
      .string()
      .openapi({ description: 'The version of the API whose shapes its webhooks have' }),
    header_names: z.array(z.string()).openapi({
      example: ['authorization'],
      description: 'Of `headers`, whose values stay sealed',
    }),
    status: z.enum(['enabled', 'disabled']),
    disabled_reason: z.string().optional(),
    failing_since: instant.optional().openapi({
      description: 'Since when no delivery has succeeded; after five days it is disabled',
    }),
    created_at: instant,
  })
  .openapi('WebhookEndpoint')

export const endpointWithSecretSchema = endpointSchema
  .extend({
    secret: z.string().openapi({ example: 'whsec_…', description: 'Shown in this answer only' }),
  })
  .openapi('WebhookEndpointWithSecret')

export const deliverySchema = z
  .object({
    id: z.string(),
    object: z.literal('webhook_delivery'),
    endpoint: z.string(),
    event: z.string().openapi({ description: 'Also the webhook-id of every try' }),
    type: z.string().openapi({ example: 'payment.succeeded' }),
    payment: z.string().optional().openapi({ description: 'The payment of the event, if any' }),
    reconciliation: z
      .string()
      .optional()
      .openapi({ description: 'The reconciliation of the event, if any' }),
    sequence: z.int(),
    status: z.enum(DELIVERY_STATUSES),
    tries: z.int(),
    next_try_at: instant.optional(),
    last_try: z
      .object({
        at: instant,
        duration_ms: z.int().optional(),
        response_status: z.int().optional(),
        response_body: z.string().optional().openapi({ description: 'Its first KB' }),
      })
      .optional(),
    failure: z.string().optional().openapi({ description: 'Why it is not delivered' }),
    created_at: instant,
  })
  .openapi('WebhookDelivery')

export function endpointResource(endpoint: WebhookEndpoint): z.infer<typeof endpointSchema> {
  const { disabledReason, failingSince } = endpoint
  return {
    id: endpoint.id,
    object: 'webhook_endpoint',
    url: endpoint.url,
    ...(endpoint.description !== undefined && { description: endpoint.description }),
    event_types: [...endpoint.eventTypes],
    api_version: endpoint.apiVersion,
    header_names: Object.keys(endpoint.headers).toSorted(),
    status: disabledReason === undefined ? 'enabled' : 'disabled',
    ...(disabledReason !== undefined && { disabled_reason: disabledReason }),
    ...(failingSince && { failing_since: failingSince.toISOString() }),
    created_at: endpoint.createdAt.toISOString(),
  }
}

export function endpointWithSecret(
  endpoint: WebhookEndpoint,
): z.infer<typeof endpointWithSecretSchema> {
  const [newest] = endpoint.secrets
  if (newest === undefined) throw new Error(`${endpoint.id} has no secret`)
  return { ...endpointResource(endpoint), secret: newest.secret }
}

export function deliveryResource(delivery: WebhookDelivery): z.infer<typeof deliverySchema> {
  const { triedAt, durationMs, responseStatus, responseBody, failure, nextTryAt } = delivery
  return {
    id: delivery.id,
    object: 'webhook_delivery',
    endpoint: delivery.endpointId,
    event: delivery.eventId,
    type: delivery.type,
    [delivery.of]: delivery.subjectId,
    sequence: delivery.sequence,
    status: delivery.status,
    tries: delivery.tries,
    ...(nextTryAt && { next_try_at: nextTryAt.toISOString() }),
    ...(triedAt && {
      last_try: {
        at: triedAt.toISOString(),
        ...(durationMs !== undefined && { duration_ms: durationMs }),
        ...(responseStatus !== undefined && { response_status: responseStatus }),
        ...(responseBody !== undefined && { response_body: responseBody }),
      },
    }),
    ...(failure !== undefined && { failure }),
    created_at: delivery.createdAt.toISOString(),
  }
}
