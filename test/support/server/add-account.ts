import type { NewAccount } from '@tael/checkout'

export const OPERATOR_KEY = 'an operator key of tests only'

/** Adds an account as `tael account add` does beside a server that runs with this operator key. Returns its API key. */
export async function addAccount(serverUrl: string, account: NewAccount): Promise<string> {
  const answer = await fetch(`${serverUrl}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const said = await answer.text()
  if (answer.status !== 201) throw new Error(`The account was not added: ${said}`)
  const { api_key: key } = JSON.parse(said) as { readonly api_key: { readonly secret: string } }
  return key.secret
}
