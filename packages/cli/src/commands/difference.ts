import type { Command } from 'commander'
import { idPath, show, showAll } from './operator-api.ts'

const DIFFERENCES = '/v1/differences'

export function addDifferenceCommands(difference: Command): void {
  difference
    .command('list')
    .option('--account <account>', 'only of this one: acc_…')
    .option('--kind <kind>', 'only one kind, such as unknown')
    .option('--assigned-to <operator>', 'only what this operator works on: opr_…')
    .option('--resolved', 'those that somebody has resolved')
    .description('list the open differences')
    .action(listDifferences)
  difference
    .command('show')
    .argument('<difference>', 'dif_…')
    .description('show one, and what people did about it')
    .action((id: string) => show(idPath(DIFFERENCES, id)))
  difference
    .command('assign')
    .argument('<difference>', 'dif_…')
    .argument('<operator>', 'opr_…, or nobody')
    .description('say who works on one')
    .action((id: string, operator: string) =>
      change(id, 'assign', { operator: operator === 'nobody' ? null : operator }),
    )
  difference
    .command('note')
    .argument('<difference>', 'dif_…')
    .argument('<text>', 'no personal data')
    .description('write a note about one')
    .action((id: string, text: string) => change(id, 'notes', { text }))
  difference
    .command('resolve')
    .argument('<difference>', 'dif_…')
    .argument(
      '<resolution>',
      'what became of it: booked, corrected, refunded, other_system or no_difference',
    )
    .option('--note <note>', 'what you found and did; no personal data')
    .description('say what became of one; changes no payment')
    .action((id: string, resolution: string, { note }: { note?: string }) =>
      change(id, 'resolve', { resolution, note }),
    )
  difference
    .command('reopen')
    .argument('<difference>', 'dif_…')
    .description('take its resolution back')
    .action((id: string) => change(id, 'reopen'))
}

type DifferenceList = {
  readonly account?: string
  readonly kind?: string
  readonly assignedTo?: string
  readonly resolved?: true
}

async function listDifferences(only: DifferenceList): Promise<void> {
  const { account, kind, assignedTo, resolved = false } = only
  const query = new URLSearchParams({
    resolved: String(resolved),
    ...(account !== undefined && { account }),
    ...(kind !== undefined && { kind }),
    ...(assignedTo !== undefined && { assigned_to: assignedTo }),
  })
  await showAll(`${DIFFERENCES}?${query.toString()}`)
}

async function change(id: string, what: string, body?: object): Promise<void> {
  await show(`${idPath(DIFFERENCES, id)}/${what}`, { method: 'POST', body })
}
