import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { openChallenge } from './ask-device.ts'
import { lockOperator } from './operator-store.ts'
import { lockPasskey, updateLastUsedAt } from './passkey-store.ts'
import { openSession } from './start-session.ts'
import { claimedCredential, isProof } from './verify-passkey.ts'

type Needs = Pick<
  Runtime,
  'database' | 'clock' | 'newId' | 'randomBytes' | 'sealing' | 'publicUrl' | 'log'
>

/** What a browser brings from a device: its answer, and the question, sealed. */
export type DeviceAnswer = { readonly answer: string; readonly sealed: string }

/**
 * Signs in by a passkey alone, which is two factors: the device, and the person whom it knows. Returns the
 * session's token; undefined if it proves nothing, or proved it before.
 */
export async function signInByPasskey(
  deps: Needs,
  { answer, sealed, address }: DeviceAnswer & { readonly address: string | undefined },
): Promise<string | undefined> {
  const challenge = openChallenge(deps, sealed)
  const claimed = claimedCredential(answer)
  const token =
    challenge &&
    claimed &&
    (await inTransaction(deps.database, async (trx) => {
      const passkey = await lockPasskey(trx, claimed)
      if (passkey === undefined) return undefined
      const { lastUsedAt } = passkey
      if (lastUsedAt !== undefined && lastUsedAt >= challenge.askedAt) return undefined
      if (!(await isProof(answer, deps.publicUrl, challenge, passkey))) return undefined
      const operator = await lockOperator(trx, passkey.operatorId)
      if (operator?.status !== 'active') return undefined
      await updateLastUsedAt(trx, passkey.id, deps.clock.now())
      return openSession(trx, deps, operator, { address, by: 'passkey' })
    }))
  if (!token) deps.log.warn('operator.passkey_refused')
  return token || undefined
}
