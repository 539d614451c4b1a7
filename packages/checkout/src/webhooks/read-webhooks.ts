import type { Runtime } from '../runtime.ts'
import {
  findDelivery,
  listDeliveries,
  listDeliveriesOf,
  type DeliveryPage,
} from './webhook-delivery-store.ts'
import type { WebhookDelivery } from './webhook-delivery.ts'
import {
  findEndpoint,
  listEndpoints,
  listFailing,
  type EndpointPage,
} from './webhook-endpoint-store.ts'
import { MAX_ENDPOINTS, type WebhookEndpoint } from './webhook-endpoint.ts'

/** The account's endpoint; another account's counts as unknown. */
export async function readEndpoint(
  deps: Pick<Runtime, 'database' | 'sealing'>,
  accountId: string,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  const endpoint = await readAnyEndpoint(deps, id)
  return endpoint?.accountId === accountId ? endpoint : undefined
}

/** For operators: of any account. */
export async function readAnyEndpoint(
  deps: Pick<Runtime, 'database' | 'sealing'>,
  id: string,
): Promise<WebhookEndpoint | undefined> {
  return findEndpoint(deps.database.db, deps, id)
}

export async function readEndpoints(
  deps: Pick<Runtime, 'database' | 'sealing'>,
  page: EndpointPage,
): Promise<{ readonly endpoints: readonly WebhookEndpoint[]; readonly hasMore: boolean }> {
  return listEndpoints(deps.database.db, deps, page)
}

export async function readDeliveries(
  deps: Pick<Runtime, 'database'>,
  page: DeliveryPage,
): ReturnType<typeof listDeliveries> {
  return listDeliveries(deps.database.db, page)
}

/** The endpoint's delivery; another endpoint's counts as unknown. */
export async function readDelivery(
  deps: Pick<Runtime, 'database'>,
  endpointId: string,
  id: string,
): Promise<WebhookDelivery | undefined> {
  const delivery = await findDelivery(deps.database.db, id)
  return delivery?.endpointId === endpointId ? delivery : undefined
}

/** What happened to events of a payment or a reconciliation at its account's endpoints; undefined if it has none. */
export async function readDeliveriesOf(
  deps: Pick<Runtime, 'database' | 'sealing'>,
  {
    accountId,
    subjectId,
    eventIds,
  }: { readonly accountId: string; readonly subjectId: string; readonly eventIds: string[] },
): Promise<
  readonly { readonly endpoint: WebhookEndpoint; readonly delivery: WebhookDelivery }[] | undefined
> {
  const { db } = deps.database
  const { endpoints } = await listEndpoints(db, deps, { accountId, limit: MAX_ENDPOINTS })
  if (endpoints.length === 0) return undefined
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]))
  const deliveries = await listDeliveriesOf(db, {
    endpointIds: [...byId.keys()],
    subjectId,
    eventIds,
  })
  return deliveries.flatMap((delivery) => {
    const endpoint = byId.get(delivery.endpointId)
    return endpoint === undefined ? [] : [{ endpoint, delivery }]
  })
}

const MAX_FAILING = 20

/** Of all accounts: endpoints that do not answer, or were disabled. */
export async function readFailingEndpoints(
  deps: Pick<Runtime, 'database'>,
): Promise<readonly { readonly id: string; readonly url: string }[]> {
  return listFailing(deps.database.db, MAX_FAILING)
}
