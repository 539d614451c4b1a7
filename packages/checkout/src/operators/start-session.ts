import { hash, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../audit/actor.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import { HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import { sealContext } from '../platform/seal-context.ts'
import type { Runtime } from '../runtime.ts'
import { stepOfCode } from './one-time-code.ts'
import {
  findSession,
  insertSession,
  lockOperator,
  updateOperator,
  updateSeenAt,
  type Credentials,
  type Session,
} from './operator-store.ts'
import { permissionsOf, type Operator } from './operator.ts'
import { mayTryCode, noteRightCode } from './sign-in.ts'

type Maker = Pick<Runtime, 'clock' | 'newId' | 'randomBytes'>
type Needs = Maker & Pick<Runtime, 'database' | 'sealing' | 'log'>

export const SESSION_MS: number = 12 * HOUR_MS
const SEEN_MS = MINUTE_MS

export type StartSession =
  | { readonly kind: 'started'; readonly token: string; readonly recoveryCodesLeft: number }
  | { readonly kind: 'wrong' | 'too-many' }

/** The second step of signing in: a code of the operator's app, or one of their recovery codes. */
export async function startSession(
  deps: Needs,
  operatorId: string,
  { code, address }: { readonly code: string; readonly address: string | undefined },
): Promise<StartSession> {
  if (!(await mayTryCode(deps, { operatorId, address }))) return { kind: 'too-many' }
  const started = await inTransaction(deps.database, async (trx) => {
    const operator = await lockOperator(trx, operatorId)
    if (operator?.status !== 'active') return undefined
    const used = useSecondFactor(deps, operator, code)
    if (used === undefined) return undefined
    await updateOperator(trx, operatorId, {
      totp_step: used.step ?? null,
      recovery_hashes: JSON.stringify(used.left),
    })
    const token = await openSession(trx, deps, operator, {
      address,
      by: used.by,
    })
    return { kind: 'started' as const, token, recoveryCodesLeft: used.left.length }
  })
  if (started === undefined) {
    deps.log.warn('operator.code_refused', { operator: operatorId })
    return { kind: 'wrong' }
  }
  await noteRightCode(deps, { operatorId, address })
  return started
}

type Used = {
  readonly by: 'code' | 'recovery code'
  /** Of the last code that was used. */
  readonly step: number | undefined
  readonly left: readonly string[]
}

/** Undefined if the code is neither the app's nor a recovery code, or was used. */
export function useSecondFactor(
  deps: Pick<Needs, 'sealing' | 'clock'>,
  operator: Operator & Credentials,
  code: string,
): Used | undefined {
  const { totpSealed, usedStep, recoveryHashes } = operator
  if (totpSealed === undefined) return undefined
  const context = sealContext.operatorSecondFactor(operator.id)
  const secret = Buffer.from(deps.sealing.open(totpSealed, context), 'base64url')
  const step = stepOfCode(secret, code, { now: deps.clock.now(), usedStep })
  if (step !== undefined) return { by: 'code', step, left: recoveryHashes }
  const given = hashToken(normalRecoveryCode(code))
  const left = recoveryHashes.filter((known) => !isEqual(known, given))
  const isOne = left.length < recoveryHashes.length
  return isOne ? { by: 'recovery code', step: usedStep, left } : undefined
}

/** Opens a session; the token goes to the browser, and only its hash stays. */
export async function openSession(
  trx: Trx,
  deps: Maker,
  operator: Operator,
  { address, by }: { readonly address: string | undefined; readonly by: string },
): Promise<string> {
  const token = newToken(deps)
  const now = deps.clock.now()
  const id = deps.newId('ses')
  await insertSession(trx, {
    id,
    operatorId: operator.id,
    address,
    createdAt: now,
    seenAt: now,
    endsAt: new Date(now.getTime() + SESSION_MS),
    tokenHash: hashToken(token),
  })
  await recordAction(
    trx,
    { ...deps, actor: actorOf(operator, address) },
    {
      action: 'operator.signed_in',
      subject: { type: 'operator', id: operator.id },
      after: { session: id, by },
    },
  )
  return token
}

/** Whose session a token opens; undefined if it is over, was ended, or its operator is disabled. */
export async function resumeSession(
  deps: Pick<Runtime, 'database' | 'clock'>,
  token: string,
): Promise<{ readonly session: Session; readonly operator: Operator } | undefined> {
  const found = await findSession(deps.database.db, hashToken(token))
  const now = deps.clock.now()
  if (found?.operator.status !== 'active' || found.session.endsAt <= now) return undefined
  const { session } = found
  if (now.getTime() - session.seenAt.getTime() >= SEEN_MS) {
    await updateSeenAt(deps.database.db, session.id, now)
  }
  return found
}

export function actorOf(operator: Operator, address: string | undefined): Actor {
  const { id, name, role } = operator
  return { kind: 'operator', id, name, permissions: permissionsOf(role), address }
}

export function newToken(deps: Pick<Runtime, 'randomBytes'>): string {
  return Buffer.from(deps.randomBytes(32)).toString('base64url')
}

/** Of a random token: without a key, as nobody can guess 256 bits. */
export function hashToken(token: string): string {
  return hash('sha256', token)
}

/** However a person writes it down. */
export function normalRecoveryCode(text: string): string {
  return text.toUpperCase().replace(/[^A-Z2-7]/g, '')
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
