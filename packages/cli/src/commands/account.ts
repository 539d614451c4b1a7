import type { Command } from 'commander'
import { EXIT, fail, say } from '../output.ts'
import { readJson } from '../read-json.ts'
import { askOperatorApi, idPath, show, showAll } from './operator-api.ts'

const ACCOUNTS = '/v1/accounts'

export function addAccountCommands(account: Command): void {
  account
    .command('add')
    .description('add one: JSON on standard input; prints its API key, only here')
    .addHelpText('after', '\nThe JSON: docs/going-live.md has one to copy.')
    .action(addAccount)
  account
    .command('list')
    .description('list all, without their credentials')
    .action(() => showAll(ACCOUNTS))
  account
    .command('show')
    .argument('<account>', 'acc_…')
    .description('show one')
    .action((id: string) => show(idPath(ACCOUNTS, id)))
  account
    .command('update')
    .argument('<account>', 'acc_…')
    .description(
      'change the fields that are given as JSON on standard input, such as {"client_key": "…"}',
    )
    .action(async (id: string) => {
      const body = await readJson(
        'Give the changes as JSON on standard input: echo \'{"name": "…"}\' | tael account update acc_…',
      )
      await show(idPath(ACCOUNTS, id), { method: 'PATCH', body })
    })
  account
    .command('check')
    .argument('<account>', 'acc_…')
    .description('check its credentials and hosts, without money; ends with 1 if one is wrong')
    .action(checkAccount)
  account
    .command('disable')
    .argument('<account>', 'acc_…')
    .description('accept no new payments; open ones continue')
    .action((id: string) =>
      show(idPath(ACCOUNTS, id), { method: 'PATCH', body: { disabled: true } }),
    )
  account
    .command('enable')
    .argument('<account>', 'acc_…')
    .description('accept new payments again')
    .action((id: string) =>
      show(idPath(ACCOUNTS, id), { method: 'PATCH', body: { disabled: false } }),
    )
}

/** Prints where QFPay notifies Tael of its payments, and its first API key, only here. */
async function addAccount(): Promise<void> {
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

/** Fails if something is certainly wrong. */
async function checkAccount(id: string): Promise<void> {
  const found = await askOperatorApi(`${idPath(ACCOUNTS, id)}/check`, { method: 'POST' })
  for (const { what, status, message } of found['checks'] as readonly Checked[]) {
    say(`${status.padEnd(8)}${what.padEnd(18)}${message}`)
  }
  say(`QFPay must reach ${String(found['notification_url'])}`)
  if (found['status'] === 'failed') process.exitCode = EXIT.failure
}

type Checked = Readonly<Record<'what' | 'status' | 'message', string>>
