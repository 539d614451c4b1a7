import type { Command } from 'commander'
import { idPath, show, showAll } from './operator-api.ts'

const OPERATORS = '/v1/operators'

export function addOperatorCommands(operator: Command): void {
  operator
    .command('list')
    .description('list all, with their roles')
    .action(() => showAll(OPERATORS))
  operator
    .command('invite')
    .argument('<login>', 'an e-mail address or a short name')
    .requiredOption('--name <name>', 'such as "Ada Lovelace"')
    .option('--role <role>', 'what they may do: read, refund or administer', 'read')
    .description('invite one; prints the link, only here')
    .action((login: string, { name, role }: { name: string; role: string }) =>
      show(OPERATORS, { method: 'POST', body: { name, login, role } }),
    )
  operator
    .command('reset')
    .argument('<operator>', 'opr_…')
    .description('invite one again, after they have lost their password or second factor')
    .action((id: string) => show(`${idPath(OPERATORS, id)}/reset`, { method: 'POST' }))
  operator
    .command('disable')
    .argument('<operator>', 'opr_…')
    .description('end their sessions, and let them sign in no more')
    .action((id: string) =>
      show(idPath(OPERATORS, id), { method: 'PATCH', body: { disabled: true } }),
    )
  operator
    .command('enable')
    .argument('<operator>', 'opr_…')
    .description('admit them again')
    .action((id: string) =>
      show(idPath(OPERATORS, id), { method: 'PATCH', body: { disabled: false } }),
    )
}
