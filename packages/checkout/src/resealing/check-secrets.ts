import { SealError } from '../platform/sealed.ts'
import type { Runtime } from '../runtime.ts'
import { findOnePerSecret } from './resealing-store.ts'
import { SEALED_COLUMNS } from './sealed-column.ts'

/** The database contains values that none of the given secrets opens. Nothing was changed. */
export class WrongSecretError extends Error {
  override readonly name = 'WrongSecretError'
}

/** What a server cannot work without; everything else is short-lived. */
const NEEDED = SEALED_COLUMNS.filter(
  ({ kind }) => kind === 'account_secrets' || kind === 'endpoint_secrets',
)

/** Rejects with `WrongSecretError` if accounts or webhook endpoints are sealed under a secret that is not given. */
export async function checkSecrets(deps: Pick<Runtime, 'database' | 'sealing'>): Promise<void> {
  for (const column of NEEDED) {
    for (const { id, owner, value } of await findOnePerSecret(deps.database.db, column)) {
      try {
        deps.sealing.open(value, column.contextOf(owner))
      } catch (cause) {
        if (!(cause instanceof SealError)) throw cause
        throw new WrongSecretError(
          `TAEL_SECRET does not open what this database holds, beginning with ${id}: with it no API key works and no account can reach QFPay. Start with the secret that sealed it; to replace that one, give both, "new,old".`,
          { cause },
        )
      }
    }
  }
}
