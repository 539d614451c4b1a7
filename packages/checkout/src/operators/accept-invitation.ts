import { COMMAND, type Acting } from '../audit/actor.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import { inTransaction } from '../database/transaction.ts'
import { MINUTE_MS } from '../platform/durations.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { Runtime } from '../runtime.ts'
import { stepOfCode, toBase32 } from './one-time-code.ts'
import {
  findInvited,
  hasAdministrator,
  insertOperator,
  lockOperator,
  updateOperator,
} from './operator-store.ts'
import type { Operator } from './operator.ts'
import { hashPassword } from './password.ts'
import { actorOf, hashToken, normalRecoveryCode, openSession } from './start-session.ts'

type Needs = Pick<Runtime, 'database' | 'clock' | 'newId' | 'randomBytes' | 'sealing' | 'publicUrl'>

const SALT_BYTES = 16
const SECRET_BYTES = 20
const RECOVERY_CODES = 10
const RECOVERY_BYTES = 10
const SET_UP_MS = 30 * MINUTE_MS

/**
 * What somebody brings who is becoming an operator: a password and the secret of their second factor. It
 * waits sealed in the browser until the first code shows that the app has the secret; so nothing is half done.
 */
export type SetUp = {
  readonly operatorId: string
  readonly name: string
  readonly login: string
  readonly passwordHash: string
  /** In base64url. */
  readonly secret: string
  /** Undefined for the first administrator. */
  readonly invitationHash: string | undefined
  readonly until: number
}

/** The operator whom an invitation is for; undefined if it is over. */
export async function readInvitation(deps: Needs, token: string): Promise<Operator | undefined> {
  return findInvited(deps.database.db, {
    invitationHash: hashToken(token),
    now: deps.clock.now(),
  })
}

/** The first step of an invited operator. */
export async function prepareSetUp(
  deps: Needs,
  {
    operator,
    token,
    password,
  }: {
    readonly operator: Pick<Operator, 'id' | 'name' | 'login'>
    readonly token: string | undefined
    readonly password: string
  },
): Promise<SetUp> {
  return {
    operatorId: operator.id,
    name: operator.name,
    login: operator.login,
    passwordHash: await hashPassword(password, deps.randomBytes(SALT_BYTES)),
    secret: Buffer.from(deps.randomBytes(SECRET_BYTES)).toString('base64url'),
    invitationHash: token === undefined ? undefined : hashToken(token),
    until: deps.clock.now().getTime() + SET_UP_MS,
  }
}

export function sealSetUp(deps: Pick<Needs, 'sealing'>, setUp: SetUp): string {
  return deps.sealing.seal(JSON.stringify(setUp), sealContext.operatorSetUp())
}

/** Undefined if it is not one of ours, or too old. */
export function openSetUp(
  deps: Pick<Needs, 'sealing' | 'clock'>,
  sealed: string,
): SetUp | undefined {
  try {
    const setUp = JSON.parse(deps.sealing.open(sealed, sealContext.operatorSetUp())) as SetUp
    return setUp.until > deps.clock.now().getTime() ? setUp : undefined
  } catch {
    return undefined
  }
}

export type Joined = { readonly token: string; readonly recoveryCodes: readonly string[] }

/**
 * The last step: the first code of the app. Everything is written together, and a session begins. Undefined
 * if the code is wrong, `over` if the invitation was used, or somebody else is the first administrator by now.
 */
export async function acceptInvitation(
  deps: Needs & Partial<Acting>,
  setUp: SetUp,
  { code, address }: { readonly code: string; readonly address: string | undefined },
): Promise<Joined | 'over' | undefined> {
  const secret = Buffer.from(setUp.secret, 'base64url')
  const now = deps.clock.now()
  const step = stepOfCode(secret, code, { now })
  if (step === undefined) return undefined
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () =>
    spaced(toBase32(deps.randomBytes(RECOVERY_BYTES))),
  )
  const credentials = {
    password_hash: setUp.passwordHash,
    totp_sealed: deps.sealing.seal(
      setUp.secret,
      sealContext.operatorSecondFactor(setUp.operatorId),
    ),
    totp_step: step,
    recovery_hashes: recoveryCodes.map((each) => hashToken(normalRecoveryCode(each))),
  }
  return inTransaction(deps.database, async (trx) => {
    if (setUp.invitationHash === undefined) {
      requirePermission(deps.actor ?? { permissions: [] }, 'administer')
      if (await hasAdministrator(trx)) return 'over'
      const isNew = await insertOperator(trx, {
        id: setUp.operatorId,
        name: setUp.name,
        login: setUp.login,
        role: 'administer',
        ...credentials,
        invitation_hash: null,
        invited_until: null,
        created_at: now,
      })
      if (!isNew) return 'over'
    } else {
      const invited = await findInvited(trx, { invitationHash: setUp.invitationHash, now })
      if (invited?.id !== setUp.operatorId) return 'over'
      await updateOperator(trx, invited.id, {
        ...credentials,
        recovery_hashes: JSON.stringify(credentials.recovery_hashes),
        invitation_hash: null,
        invited_until: null,
      })
    }
    const operator = await lockOperator(trx, setUp.operatorId)
    if (operator === undefined) return 'over'
    const isFirst = setUp.invitationHash === undefined
    const actor = isFirst ? { ...COMMAND, address } : actorOf(operator, address)
    await recordAction(
      trx,
      { ...deps, actor },
      {
        action: 'operator.joined',
        subject: { type: 'operator', id: operator.id },
        after: { name: operator.name, role: operator.role, secondFactor: 'code' },
      },
    )
    const token = await openSession(trx, deps, operator, { address, by: 'code' })
    return { token, recoveryCodes }
  })
}

/** In groups of four, which a person can copy. */
function spaced(code: string): string {
  return (code.match(/.{4}/g) ?? []).join('-')
}
