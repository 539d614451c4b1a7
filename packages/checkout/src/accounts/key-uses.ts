import type { Database } from '../database/database.ts'
import type { PeriodicWork } from '../database/work.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { createNoted, type Noted } from '../platform/noted.ts'
import { writeUses, type KeyUse } from './api-key-store.ts'

/** When API keys were last used. */
export type KeyUses = Noted<KeyUse>

export const keyUseWork: PeriodicWork<{ readonly keyUses: KeyUses }> = {
  name: 'key-use',
  everyMs: MINUTE_MS,
  run: ({ keyUses }) => keyUses.write(),
  isLastAct: true,
}

export function createKeyUses({ database }: { readonly database: Pick<Database, 'db'> }): KeyUses {
  return createNoted({
    join: (_, later: KeyUse) => later,
    write: (uses) => writeUses(database.db, [...uses.values()]),
  })
}
