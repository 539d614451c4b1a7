import type { Command } from 'commander'
import { idPath, show, showAll } from './operator-api.ts'

const REFUNDS = '/v1/refunds'

export function addRefundCommands(refund: Command): void {
  refund
    .command('waiting')
    .option('--account <account>', 'only of this one: acc_…')
    .description('list the refunds that wait for a second person')
    .action(({ account }: { account?: string }) => {
      const query = account === undefined ? '' : `?account=${encodeURIComponent(account)}`
      return showAll(`/v1/refund_approvals${query}`)
    })
  refund
    .command('approve')
    .argument('<refund>', 'ref_…')
    .description('approve one that somebody else has asked for; needs TAEL_SESSION')
    .action((id: string) => show(`${idPath(REFUNDS, id)}/approve`, { method: 'POST' }))
  refund
    .command('decline')
    .argument('<refund>', 'ref_…')
    .option('--note <note>', 'why; the merchant reads it')
    .description('decline one: nothing was sent, and nothing will be')
    .action((id: string, { note }: { note?: string }) =>
      show(`${idPath(REFUNDS, id)}/decline`, { method: 'POST', body: { note } }),
    )
}
