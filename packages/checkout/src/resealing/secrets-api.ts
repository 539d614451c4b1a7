import { createRoute, z } from '@hono/zod-openapi'
import {
  acting,
  createApi,
  errorResponses,
  instant,
  json,
  operatorNeeds,
  type Api,
} from '../http/api.ts'
import type { Runtime } from '../runtime.ts'
import { readOlderSecretUse, reseal, type OlderSecretUse } from './reseal.ts'

const PATH = '/v1/older_secrets'

const useSchema = z
  .object({
    object: z.literal('older_secret_use'),
    can_go: z
      .boolean()
      .openapi({ description: 'Whether nothing is lost without the older TAEL_SECRET' }),
    sealed: z.record(z.string(), z.int()).openapi({
      description:
        'Values that only the older secret opens, by kind; of notifications, among the next 20,000',
    }),
    resealing: z.boolean().openapi({
      description: 'Whether a task still goes through the notifications, without your help',
    }),
    resealed_until: instant
      .optional()
      .openapi({ description: 'Notifications received before are resealed' }),
    api_keys: z
      .int()
      .openapi({ description: 'Keys that Tael finds only with it: use, roll or revoke them' }),
    payers: z
      .int()
      .openapi({ description: 'Open orders whose payers Tael knows only with it, for two hours' }),
    requests: z.int().openapi({ description: 'Idempotency-Keys; deleted after 30 days' }),
  })
  .openapi('OlderSecretUse')

const read = createRoute({
  method: 'get',
  path: PATH,
  operationId: 'retrieveOlderSecrets',
  summary: 'What still needs an older TAEL_SECRET',
  ...operatorNeeds('read'),
  responses: { 200: json('What needs it', useSchema), ...errorResponses() },
})

const resealAll = createRoute({
  method: 'post',
  path: `${PATH}/reseal`,
  operationId: 'resealOlderSecrets',
  summary: 'Seal under the newest TAEL_SECRET what an older one has sealed',
  description:
    'Skips rows that are locked at that moment: call it again. Of many notifications it reseals the first and the newest, and a task continues.',
  ...operatorNeeds('administer'),
  responses: { 200: json('What still needs it', useSchema), ...errorResponses(413, 415) },
})

/** The operators' API for the server's own secret. */
export function secretsApi(deps: Runtime): Api {
  const api = createApi()
  api.openapi(read, async (c) => c.json(useResource(await readOlderSecretUse(deps)), 200))
  api.openapi(resealAll, async (c) => {
    await reseal(acting(deps, c))
    return c.json(useResource(await readOlderSecretUse(deps)), 200)
  })
  return api
}

function useResource(use: OlderSecretUse): z.infer<typeof useSchema> {
  return {
    object: 'older_secret_use',
    can_go: use.canGo,
    sealed: { ...use.sealed },
    resealing: use.isResealing,
    ...(use.resealedUntil && { resealed_until: use.resealedUntil.toISOString() }),
    api_keys: use.apiKeys,
    payers: use.payers,
    requests: use.requests,
  }
}
