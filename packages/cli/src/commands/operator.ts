import { askForAll, askOperatorApi, show } from './operator-api.ts'

const OPERATORS = '/v1/operators'

export async function listOperators(): Promise<void> {
  show(await askForAll(OPERATORS))
}

/** `tael operator invite`: prints the link of the invitation, only here. */
export async function inviteOperator(
  login: string,
  { name, role }: { readonly name: string; readonly role: string },
): Promise<void> {
  show(await askOperatorApi(OPERATORS, { method: 'POST', body: { name, login, role } }))
}

/** `tael operator reset`: for a person who has lost their password or second factor. */
export async function resetOperator(id: string): Promise<void> {
  show(await askOperatorApi(`${pathOf(id)}/reset`, { method: 'POST' }))
}

export async function disableOperator(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id), { method: 'PATCH', body: { disabled: true } }))
}

export async function enableOperator(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id), { method: 'PATCH', body: { disabled: false } }))
}

function pathOf(id: string): string {
  return `${OPERATORS}/${encodeURIComponent(id)}`
}
