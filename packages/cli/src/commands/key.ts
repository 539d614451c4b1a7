import { askForAll, askOperatorApi, show } from './operator-api.ts'

export async function listKeys(account: string): Promise<void> {
  show(await askForAll(`/v1/api_keys?account=${encodeURIComponent(account)}`))
}

export type KeyAdd = {
  readonly name: string
  /** The permissions of a restricted key. */
  readonly permission?: readonly string[]
}

/** `tael key add`: its answer is the only place that shows the secret. */
export async function addKey(
  account: string,
  { name, permission: permissions }: KeyAdd,
): Promise<void> {
  show(await askOperatorApi(keysOf(account), { method: 'POST', body: { name, permissions } }))
}

export async function rollKey(id: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/roll`, { method: 'POST' }))
}

export async function revokeKey(id: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/revoke`, { method: 'POST' }))
}

function keysOf(account: string): string {
  return `/v1/accounts/${encodeURIComponent(account)}/api_keys`
}

function pathOf(id: string): string {
  return `/v1/api_keys/${encodeURIComponent(id)}`
}
