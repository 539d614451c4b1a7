import type { Acting } from '../audit/actor.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import type { Runtime } from '../runtime.ts'
import { openChallenge } from './ask-device.ts'
import { lockOperator, updateOperator } from './operator-store.ts'
import { toName } from './operator.ts'
import { deletePasskeys, insertPasskey } from './passkey-store.ts'
import type { DeviceAnswer } from './sign-in-by-passkey.ts'
import { mayTryCode, noteRightCode } from './sign-in.ts'
import { useSecondFactor } from './start-session.ts'
import { credentialIn } from './verify-passkey.ts'

type Needs = Pick<Runtime, 'database' | 'clock' | 'newId' | 'sealing' | 'publicUrl' | 'log'> &
  Acting

export type AddPasskey = 'added' | 'unusable' | 'incomplete' | 'wrong-code' | 'too-many'

/**
 * Adds a passkey to the operator who acts. It asks for a code once more: a person at an open browser must not
 * be able to leave a key of theirs behind. Undefined if no operator acts.
 */
export async function addPasskey(
  deps: Needs,
  wanted: DeviceAnswer & { readonly name: string; readonly code: string },
): Promise<AddPasskey | undefined> {
  if (deps.actor.kind !== 'operator') return undefined
  const operatorId = deps.actor.id
  const name = toName(wanted.name)
  if (name === undefined) return 'incomplete'
  const challenge = openChallenge(deps, wanted.sealed)
  if (challenge === undefined) return 'unusable'
  const credential = await credentialIn(wanted.answer, deps.publicUrl, challenge)
  if (credential === undefined) return 'unusable'
  const tries = { operatorId, address: deps.actor.address }
  if (!(await mayTryCode(deps, tries))) return 'too-many'
  const id = deps.newId('psk')
  const added = await inTransaction(deps.database, async (trx) => {
    const operator = await lockOperator(trx, operatorId)
    const used = operator && useSecondFactor(deps, operator, wanted.code)
    if (used === undefined) return 'wrong-code'
    await updateOperator(trx, operatorId, {
      totp_step: used.step ?? null,
      recovery_hashes: JSON.stringify(used.left),
    })
    const createdAt = deps.clock.now()
    const passkey = { id, operatorId, ...credential, name, createdAt, lastUsedAt: undefined }
    if (!(await insertPasskey(trx, passkey))) return 'unusable'
    await recordAction(trx, deps, {
      action: 'operator.passkey_added',
      subject: { type: 'operator', id: operatorId },
      after: { passkey: id, name },
    })
    return 'added'
  })
  if (added !== 'wrong-code') await noteRightCode(deps, tries)
  return added
}

/** Removes a passkey of the operator who acts; one that is not theirs stays. */
export async function removePasskey(deps: Needs, id: string): Promise<void> {
  if (deps.actor.kind !== 'operator') return
  const operatorId = deps.actor.id
  await inTransaction(deps.database, async (trx) => {
    if ((await deletePasskeys(trx, operatorId, id)) === 0) return
    await recordAction(trx, deps, {
      action: 'operator.passkey_removed',
      subject: { type: 'operator', id: operatorId },
      after: { passkey: id },
    })
  })
}
