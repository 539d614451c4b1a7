import { EXIT } from '../output.ts'
import { askOperatorApi, show } from './operator-api.ts'

const PATH = '/v1/audit_entries'

export type AuditList = {
  readonly about?: string
  readonly action?: string
  readonly after?: string
}

/** `tael audit list`: the newest hundred entries, or the hundred behind a given one. */
export async function listAudit({ about, action, after }: AuditList): Promise<void> {
  const query = new URLSearchParams({
    limit: '100',
    ...(about !== undefined && { about }),
    ...(action !== undefined && { action }),
    ...(after !== undefined && { starting_after: after }),
  })
  show((await askOperatorApi(`${PATH}?${query.toString()}`))['data'])
}

/** `tael audit verify`: recomputes the chain; ends with 1 if somebody has changed the log. */
export async function verifyAudit(end?: string): Promise<void> {
  const [sequence = '', hash = ''] = end?.split(':') ?? []
  const query = end === undefined ? '' : `?${new URLSearchParams({ sequence, hash }).toString()}`
  const verified = await askOperatorApi(`${PATH}/verification${query}`)
  show(verified)
  if (verified['is_whole'] !== true) process.exitCode = EXIT.failure
}
