import type { Runtime } from '../runtime.ts'
import { findLink, findLinkBySlug, listLinks, type LinkFilter } from './link-store.ts'
import type { PaymentLink } from './payment-link.ts'

type Needs = Pick<Runtime, 'database'>

export async function readLink(deps: Needs, id: string): Promise<PaymentLink | undefined> {
  return findLink(deps.database.db, id)
}

export async function readLinkBySlug(deps: Needs, slug: string): Promise<PaymentLink | undefined> {
  return findLinkBySlug(deps.database.db, slug)
}

export async function readLinks(
  deps: Needs,
  filter: LinkFilter,
): Promise<{ readonly links: readonly PaymentLink[]; readonly hasMore: boolean }> {
  return listLinks(deps.database.db, filter)
}
