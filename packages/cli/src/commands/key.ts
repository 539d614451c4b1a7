import type { Command } from 'commander'
import { idPath, show, showAll } from './operator-api.ts'

const KEYS = '/v1/api_keys'

export function addKeyCommands(key: Command): void {
  key
    .command('list')
    .argument('<account>', 'acc_…')
    .description('list the keys of an account, and when each was last used')
    .action((account: string) => showAll(`${KEYS}?account=${encodeURIComponent(account)}`))
  key
    .command('add')
    .argument('<account>', 'acc_…')
    .requiredOption('--name <name>', 'where it is used, such as "shop server"')
    .option(
      '--permission <permission>',
      'only what is named: read, create_payments, refund, administer; may be repeated',
      (permission: string, others: readonly string[] | undefined) => [
        ...(others ?? []),
        permission,
      ],
    )
    .description('add one; prints its secret, only here')
    .action((account: string, { name, permission: permissions }: KeyAdd) =>
      show(`${idPath('/v1/accounts', account)}/api_keys`, {
        method: 'POST',
        body: { name, permissions },
      }),
    )
  key
    .command('roll')
    .argument('<key>', 'key_…')
    .description('add one in its place; the old one works for one more day')
    .action((id: string) => show(`${idPath(KEYS, id)}/roll`, { method: 'POST' }))
  key
    .command('revoke')
    .argument('<key>', 'key_…')
    .description('end one immediately, in every process')
    .action((id: string) => show(`${idPath(KEYS, id)}/revoke`, { method: 'POST' }))
}

type KeyAdd = { readonly name: string; readonly permission?: readonly string[] }
