import { EXIT, fail, say } from '../output.ts'
import { readJson } from '../read-json.ts'
import { askForAll, askOperatorApi, show } from './operator-api.ts'

const ACCOUNTS = '/v1/accounts'

/**
 * `tael account add`: reads an account as JSON from standard input, and prints where QFPay notifies Tael of its
 * payments, and its first API key, only here.
 */
export async function addAccount(): Promise<void> {
  const account = await readJson(
    'Give the account as JSON on standard input: tael account add < account.json',
  )
  // Before opening the database, which takes longer than fixing a typo.
  const { accountProblems } = await import('@tael/checkout')
  const problems = accountProblems(account)
  if (problems.length > 0) fail('failure', 'The account was not added:', problems)
  const added = await askOperatorApi(ACCOUNTS, { method: 'POST', body: account })
  const { secret } = added['api_key'] as { readonly secret: string }
  const { id, notification_url } = added
  say(JSON.stringify({ account: id, notification_url, api_key: secret }))
}

export async function listAccounts(): Promise<void> {
  show(await askForAll(ACCOUNTS))
}

export async function showAccount(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id)))
}

/** `tael account update`: reads the changes as JSON from standard input. */
export async function updateAccount(id: string): Promise<void> {
  const change = await readJson(
    'Give the changes as JSON on standard input: echo \'{"name": "…"}\' | tael account update acc_…',
  )
  show(await askOperatorApi(pathOf(id), { method: 'PATCH', body: change }))
}

/** `tael account check`: fails if something is certainly wrong. */
export async function checkAccount(id: string): Promise<void> {
  const found = await askOperatorApi(`${pathOf(id)}/check`, { method: 'POST' })
  for (const { what, status, message } of found['checks'] as readonly Checked[]) {
    say(`${status.padEnd(8)}${what.padEnd(18)}${message}`)
  }
  say(`QFPay must reach ${String(found['notification_url'])}`)
  if (found['status'] === 'failed') process.exitCode = EXIT.failure
}

type Checked = Readonly<Record<'what' | 'status' | 'message', string>>

export async function disableAccount(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id), { method: 'PATCH', body: { disabled: true } }))
}

export async function enableAccount(id: string): Promise<void> {
  show(await askOperatorApi(pathOf(id), { method: 'PATCH', body: { disabled: false } }))
}

function pathOf(id: string): string {
  return `${ACCOUNTS}/${encodeURIComponent(id)}`
}
