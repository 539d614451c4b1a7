import { askForAll, askOperatorApi, show } from './operator-api.ts'

/** `tael refund waiting`: those that wait for a second person. */
export async function listWaiting({ account }: { readonly account?: string }): Promise<void> {
  const query = account === undefined ? '' : `?account=${encodeURIComponent(account)}`
  show(await askForAll(`/v1/refund_approvals${query}`))
}

/** `tael refund approve`: only as a person, in a session. */
export async function approveRefund(id: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/approve`, { method: 'POST' }))
}

export async function declineRefund(
  id: string,
  { note }: { readonly note?: string },
): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/decline`, { method: 'POST', body: { note } }))
}

function pathOf(id: string): string {
  return `/v1/refunds/${encodeURIComponent(id)}`
}
