import { NEWEST_VERSION, type ApiVersion } from '../accounts/api-version.ts'
import type { Acting } from '../audit/actor.ts'
import { changedFacts, type AuditFacts, type AuditSubject } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { giveUpDeliveries } from './give-up-deliveries.ts'
import {
  countEndpoints,
  insertEndpoint,
  lockEndpoint,
  lockEndpoints,
  sealHeaders,
  sealSecrets,
  updateEndpoint,
} from './webhook-endpoint-store.ts'
import {
  MAX_ENDPOINTS,
  rollSecrets,
  type EndpointHeaders,
  type WebhookEndpoint,
} from './webhook-endpoint.ts'
import { refuseMovedHeaders } from './webhook-guards.ts'

/** Why an endpoint is disabled that somebody has disabled. */
const DISABLED_BY: Readonly<Record<Acting['actor']['kind'], string>> = {
  api_key: 'Disabled through the API',
  operator: 'Disabled by an operator',
  command: 'Disabled by an operator',
}

/** Adds an endpoint; undefined if the account has as many as it may have. */
export async function addEndpoint(
  deps: Runtime & Acting,
  requested: {
    readonly accountId: string
    readonly url: string
    readonly description: string | undefined
    readonly eventTypes: readonly string[]
    /** The newest if absent. */
    readonly apiVersion?: ApiVersion | undefined
    readonly headers?: EndpointHeaders | undefined
  },
): Promise<WebhookEndpoint | undefined> {
  requirePermission(deps.actor, 'administer')
  const endpoint: WebhookEndpoint = {
    ...requested,
    apiVersion: requested.apiVersion ?? NEWEST_VERSION,
    headers: inSmallLetters(requested.headers ?? {}),
    id: deps.newId('whk'),
    secrets: [{ secret: newSecret(deps) }],
    disabledReason: undefined,
    failingSince: undefined,
    createdAt: deps.clock.now(),
  }
  return inTransaction(deps.database, async (trx) => {
    await lockEndpoints(trx, requested.accountId)
    if ((await countEndpoints(trx, requested.accountId)) >= MAX_ENDPOINTS) return undefined
    await insertEndpoint(trx, deps, endpoint)
    await recordAction(trx, deps, {
      action: 'webhook_endpoint.added',
      subject: subjectOf(endpoint),
      after: endpointFacts(endpoint),
    })
    return endpoint
  })
}

/** Changes the given fields, or throws an ApiError and changes nothing. Enabling forgives earlier failures; replay what was given up. */
export async function changeEndpoint(
  deps: Runtime & Acting,
  id: string,
  change: {
    readonly url?: string | undefined
    readonly description?: string | undefined
    readonly eventTypes?: readonly string[] | undefined
    /** Of the events to come; what is queued stays as it is. */
    readonly apiVersion?: ApiVersion | undefined
    /** Replaces all of them. */
    readonly headers?: EndpointHeaders | undefined
    readonly isEnabled?: boolean | undefined
  },
): Promise<WebhookEndpoint | undefined> {
  requirePermission(deps.actor, 'administer')
  const { url, description, eventTypes, apiVersion, headers, isEnabled } = change
  const changed = await inTransaction(deps.database, async (trx) => {
    const before = await lockEndpoint(trx, deps, id)
    if (before === undefined) return undefined
    refuseMovedHeaders(before, change)
    await updateEndpoint(trx, id, {
      // Always writes something, so that no update is empty.
      url: url ?? before.url,
      ...(description !== undefined && { description }),
      ...(eventTypes && { event_types: [...eventTypes] }),
      ...(apiVersion !== undefined && { api_version: apiVersion }),
      ...(headers && { headers_sealed: sealHeaders(deps, id, inSmallLetters(headers)) }),
      ...(isEnabled === true && { disabled_reason: null, failing_since: null }),
      ...(isEnabled === false && {
        disabled_reason: before.disabledReason ?? DISABLED_BY[deps.actor.kind],
      }),
    })
    const after = await lockEndpoint(trx, deps, id)
    if (after === undefined) return undefined
    await recordAction(trx, deps, {
      action: 'webhook_endpoint.changed',
      subject: subjectOf(after),
      ...changedFacts(endpointFacts(before), {
        ...endpointFacts(after),
        // They may carry the merchant's own credentials.
        ...(headers && { headers: 'replaced' }),
      }),
    })
    return after
  })
  if (isEnabled === false) await giveUpDeliveries(deps, id, 'The endpoint was disabled')
  return changed
}

/** Gives an endpoint a new secret; the old one also signs for a day. */
export async function rollEndpointSecret(
  deps: Runtime & Acting,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  requirePermission(deps.actor, 'administer')
  return inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, id)
    if (endpoint === undefined) return undefined
    const secrets = rollSecrets(endpoint.secrets, newSecret(deps), deps.clock.now())
    await updateEndpoint(trx, id, { secrets_sealed: sealSecrets(deps, id, secrets) })
    await recordAction(trx, deps, {
      action: 'webhook_endpoint.secret_rolled',
      subject: subjectOf(endpoint),
    })
    return { ...endpoint, secrets }
  })
}

/** Sends nothing more to an endpoint, and erases its secrets and headers. */
export async function deleteEndpoint(deps: Runtime & Acting, id: string): Promise<void> {
  requirePermission(deps.actor, 'administer')
  const now = deps.clock.now()
  await inTransaction(deps.database, async (trx) => {
    const endpoint = await lockEndpoint(trx, deps, id)
    if (endpoint === undefined) return
    await updateEndpoint(trx, id, {
      deleted_at: now,
      secrets_sealed: sealSecrets(deps, id, []),
      headers_sealed: null,
    })
    await recordAction(trx, deps, {
      action: 'webhook_endpoint.deleted',
      subject: subjectOf(endpoint),
      before: endpointFacts(endpoint),
    })
  })
  await giveUpDeliveries(deps, id, 'The endpoint was deleted')
}

function subjectOf({ id, accountId }: WebhookEndpoint): AuditSubject {
  return { type: 'webhook_endpoint', id, accountId }
}

/** What of an endpoint stands in the audit log: the origin alone, as a path may be a secret of its own. */
function endpointFacts(endpoint: WebhookEndpoint): AuditFacts {
  const { url, eventTypes, apiVersion, disabledReason } = endpoint
  const isEnabled = disabledReason === undefined
  return { origin: new URL(url).origin, eventTypes, apiVersion, isEnabled }
}

function inSmallLetters(headers: EndpointHeaders): EndpointHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function newSecret(deps: Pick<Runtime, 'randomBytes'>): string {
  return `whsec_${Buffer.from(deps.randomBytes(32)).toString('base64')}`
}
