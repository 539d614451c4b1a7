import type { EventType } from '../events/event.ts'

/**
 * The types of events that no endpoint of an account wanted when one was last written: their webhooks need not be
 * made in advance. It may be outdated, as another process adds endpoints too.
 */
export type UnwantedEvents = {
  readonly has: (accountId: string, type: EventType) => boolean
  /** What a statement has written, and which of it was queued for an endpoint. */
  readonly note: (
    accountId: string,
    types: { readonly written: readonly EventType[]; readonly queued: readonly EventType[] },
  ) => void
  readonly forget: (accountId: string) => void
}

export function createUnwantedEvents(): UnwantedEvents {
  const unwanted = new Map<string, ReadonlySet<EventType>>()
  return {
    has: (accountId, type) => unwanted.get(accountId)?.has(type) === true,
    note(accountId, { written, queued }) {
      const known = [...(unwanted.get(accountId) ?? []), ...written]
      unwanted.set(accountId, new Set(known.filter((type) => !queued.includes(type))))
    },
    forget: (accountId) => void unwanted.delete(accountId),
  }
}
