import { sayAuditEntry, type AuditEntryResource } from '@tael/checkout'
import { EXIT, say } from '../output.ts'
import { askOperatorApi, show } from './operator-api.ts'

const PATH = '/v1/audit_entries'

export type AuditList = {
  readonly about?: string
  readonly action?: string
  readonly after?: string
  readonly json?: true
}

/** `tael audit list`: the newest hundred entries, or the hundred behind a given one. */
export async function listAudit({ about, action, after, json }: AuditList): Promise<void> {
  const query = new URLSearchParams({
    limit: '100',
    ...(about !== undefined && { about }),
    ...(action !== undefined && { action }),
    ...(after !== undefined && { starting_after: after }),
  })
  const page = await askOperatorApi(`${PATH}?${query.toString()}`)
  const entries = page['data'] as readonly AuditEntryResource[]
  if (json) {
    show(entries)
    return
  }
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  for (const entry of entries) say(`${sayAuditEntry(entry, { language: 'en', timeZone })}\n`)
  if (entries.length === 0) say('No entry matches.')
  if (page['has_more'] === true) say(`There are more: --after ${entries.at(-1)?.id}`)
}

/** `tael audit verify`: recomputes the chain; ends with 1 if somebody has changed the log. */
export async function verifyAudit(end?: string): Promise<void> {
  const [sequence = '', hash = ''] = end?.split(':') ?? []
  const query = end === undefined ? '' : `?${new URLSearchParams({ sequence, hash }).toString()}`
  const verified = await askOperatorApi(`${PATH}/verification${query}`)
  show(verified)
  if (verified['is_whole'] !== true) process.exitCode = EXIT.failure
}
