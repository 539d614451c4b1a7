import { askForAll, askOperatorApi, show } from './operator-api.ts'

const DIFFERENCES = '/v1/differences'

export type DifferenceList = {
  readonly account?: string
  readonly kind?: string
  readonly assignedTo?: string
  readonly resolved?: true
}

/** `tael difference list`: those that nobody has resolved, or else those that somebody has. */
export async function listDifferences(only: DifferenceList): Promise<void> {
  const { account, kind, assignedTo, resolved = false } = only
  const query = new URLSearchParams({
    resolved: String(resolved),
    ...(account !== undefined && { account }),
    ...(kind !== undefined && { kind }),
    ...(assignedTo !== undefined && { assigned_to: assignedTo }),
  })
  show(await askForAll(`${DIFFERENCES}?${query.toString()}`))
}

export async function showDifference(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id)))
}

/** `tael difference assign`: to an operator, or to nobody. */
export async function assignDifference(id: string, operator: string): Promise<void> {
  const body = { operator: operator === 'nobody' ? null : operator }
  show(await askOperatorApi(`${pathOf(id)}/assign`, { method: 'POST', body }))
}

export async function noteDifference(id: string, text: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/notes`, { method: 'POST', body: { text } }))
}

export async function resolveDifference(
  id: string,
  resolution: string,
  { note }: { readonly note?: string },
): Promise<void> {
  const body = { resolution, note }
  show(await askOperatorApi(`${pathOf(id)}/resolve`, { method: 'POST', body }))
}

export async function reopenDifference(id: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/reopen`, { method: 'POST' }))
}

function pathOf(id: string): string {
  return `${DIFFERENCES}/${encodeURIComponent(id)}`
}
