import type { Selectable, ShallowDehydrateObject, Updateable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { Sealing } from '../platform/sealed.ts'
import type { EndpointHeaders, EndpointSecret, WebhookEndpoint } from './webhook-endpoint.ts'

export type Sealer = { readonly sealing: Sealing }
type Row = Selectable<Tables['webhook_endpoint']>

export async function insertEndpoint(
  trx: Trx,
  deps: Sealer,
  endpoint: WebhookEndpoint,
): Promise<void> {
  await trx
    .insertInto('webhook_endpoint')
    .values({
      id: endpoint.id,
      account_id: endpoint.accountId,
      url: endpoint.url,
      description: endpoint.description ?? null,
      event_types: [...endpoint.eventTypes],
      api_version: endpoint.apiVersion,
      secrets_sealed: sealSecrets(deps, endpoint.id, endpoint.secrets),
      headers_sealed: sealHeaders(deps, endpoint.id, endpoint.headers),
      disabled_reason: endpoint.disabledReason ?? null,
      failing_since: endpoint.failingSince ?? null,
      created_at: endpoint.createdAt,
      deleted_at: null,
    })
    .execute()
}

/** Writes the changed fields of an endpoint. */
export async function updateEndpoint(
  db: Db,
  id: string,
  set: Updateable<Tables['webhook_endpoint']>,
): Promise<void> {
  await db.updateTable('webhook_endpoint').set(set).where('id', '=', id).execute()
}

/** Writes nothing as long as the endpoint is well, so that its deliveries do not queue up here. */
export async function noteRecovery(trx: Trx, id: string): Promise<void> {
  await trx
    .updateTable('webhook_endpoint')
    .set({ failing_since: null })
    .where('id', '=', id)
    .where('failing_since', 'is not', null)
    .execute()
}

/** Makes other writers of the endpoint wait until the transaction ends. */
export async function lockEndpoint(
  trx: Trx,
  deps: Sealer,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const row = await trx
    .selectFrom('webhook_endpoint')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row && fromRow(row, deps)
}

export async function findEndpoint(
  db: Db,
  deps: Sealer,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const row = await db
    .selectFrom('webhook_endpoint')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row && fromRow(row, deps)
}

export type EndpointPage = Page & {
  /** Undefined: of all accounts. */
  readonly accountId?: string | undefined
  readonly isEnabled?: boolean | undefined
}

/** Newest first; an account has a handful. */
export async function listEndpoints(
  db: Db,
  deps: Sealer,
  page: EndpointPage,
): Promise<{ readonly endpoints: readonly WebhookEndpoint[]; readonly hasMore: boolean }> {
  const only = { account_id: page.accountId }
  const list = { table: 'webhook_endpoint', prefix: 'whk', order: 'newest-first', only } as const
  let query = db.selectFrom('webhook_endpoint').selectAll().where('deleted_at', 'is', null)
  if (page.isEnabled !== undefined) {
    query = query.where('disabled_reason', page.isEnabled ? 'is' : 'is not', null)
  }
  const { rows, hasMore } = await readPage(query, list, page)
  return { endpoints: rows.map((row) => fromRow(row, deps)), hasMore }
}

/** Makes others who add an endpoint to the account wait until the transaction ends. */
export async function lockEndpoints(trx: Trx, accountId: string): Promise<void> {
  await trx
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .execute()
}

export async function countEndpoints(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('webhook_endpoint')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('account_id', '=', accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export function sealSecrets(
  deps: Sealer,
  endpointId: string,
  secrets: readonly EndpointSecret[],
): string {
  return deps.sealing.seal(JSON.stringify(secrets), sealContext.endpointSecrets(endpointId))
}

/** Null if there are none: stores nothing that seals nothing. */
export function sealHeaders(
  deps: Sealer,
  endpointId: string,
  headers: EndpointHeaders,
): string | null {
  if (Object.keys(headers).length === 0) return null
  return deps.sealing.seal(JSON.stringify(headers), sealContext.endpointHeaders(endpointId))
}

function openHeaders({ id, headers_sealed: sealed }: Row, deps: Sealer): EndpointHeaders {
  if (sealed === null) return {}
  const text = deps.sealing.open(sealed, sealContext.endpointHeaders(id))
  return JSON.parse(text) as EndpointHeaders
}

/** Of all accounts: those that do not answer, or were disabled because they did not. */
export async function listFailing(
  db: Db,
  limit: number,
): Promise<readonly { readonly id: string; readonly url: string }[]> {
  return db
    .selectFrom('webhook_endpoint')
    .select(['id', 'url'])
    .where('deleted_at', 'is', null)
    .where((either) =>
      either.or([
        either('failing_since', 'is not', null),
        either('disabled_reason', 'is not', null),
      ]),
    )
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** An endpoint that came as JSON, inside the row of a delivery. */
export type EndpointJson = ShallowDehydrateObject<Row>

export function endpointFromJson(row: EndpointJson, deps: Sealer): WebhookEndpoint {
  const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text))
  return fromRow(
    {
      ...row,
      created_at: new Date(row.created_at),
      failing_since: dateOf(row.failing_since),
      deleted_at: dateOf(row.deleted_at),
    },
    deps,
  )
}

function fromRow(row: Row, deps: Sealer): WebhookEndpoint {
  return {
    id: row.id,
    accountId: row.account_id,
    url: row.url,
    description: row.description ?? undefined,
    eventTypes: row.event_types,
    apiVersion: row.api_version,
    secrets: JSON.parse(
      deps.sealing.open(row.secrets_sealed, sealContext.endpointSecrets(row.id)),
    ) as readonly EndpointSecret[],
    headers: openHeaders(row, deps),
    disabledReason: row.disabled_reason ?? undefined,
    failingSince: row.failing_since ?? undefined,
    createdAt: row.created_at,
  }
}
