import type { AuditEntryResource } from '@tael/checkout'
import type { Command } from 'commander'
import { EXIT, say, sayJson } from '../output.ts'
import { askOperatorApi } from './operator-api.ts'

const PATH = '/v1/audit_entries'

export function addAuditCommands(audit: Command): void {
  audit
    .command('list')
    .option('--about <id>', 'only what an operator or a key did, or what was done to an id')
    .option('--action <action>', 'only one kind, such as api_key.revoked')
    .option('--after <entry>', 'continue after this entry: aud_…')
    .option('--json', 'print them for a program, as the API gives them')
    .description('list the newest entries of the audit log')
    .action(listAudit)
  audit
    .command('verify')
    .option('--end <sequence:hash>', 'an end of the log that an earlier check has shown')
    .description('check that nobody has changed the audit log; exit code 1 if somebody has')
    .action(verifyAudit)
}

type AuditList = {
  readonly about?: string
  readonly action?: string
  readonly after?: string
  readonly json?: true
}

/** The newest hundred entries, or the hundred behind a given one. */
async function listAudit({ about, action, after, json }: AuditList): Promise<void> {
  const query = new URLSearchParams({
    limit: '100',
    ...(about !== undefined && { about }),
    ...(action !== undefined && { action }),
    ...(after !== undefined && { starting_after: after }),
  })
  const page = await askOperatorApi(`${PATH}?${query.toString()}`)
  const entries = page['data'] as readonly AuditEntryResource[]
  if (json) {
    sayJson(entries)
    return
  }
  const { sayAuditEntry } = await import('@tael/checkout')
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  for (const entry of entries) say(`${sayAuditEntry(entry, { language: 'en', timeZone })}\n`)
  if (entries.length === 0) say('No entry matches.')
  if (page['has_more'] === true) say(`There are more: --after ${entries.at(-1)?.id}`)
}

/** Recomputes the chain. */
async function verifyAudit({ end }: { readonly end?: string }): Promise<void> {
  const [sequence = '', hash = ''] = end?.split(':') ?? []
  const query = end === undefined ? '' : `?${new URLSearchParams({ sequence, hash }).toString()}`
  const verified = await askOperatorApi(`${PATH}/verification${query}`)
  sayJson(verified)
  if (verified['is_whole'] !== true) process.exitCode = EXIT.failure
}
