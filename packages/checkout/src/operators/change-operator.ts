import type { Acting } from '../audit/actor.ts'
import { changedFacts, type AuditFacts } from '../audit/audit-entry.ts'
import { requirePermission } from '../audit/permission.ts'
import { recordAction } from '../audit/record-action.ts'
import type { Trx } from '../database/schema.ts'
import { inTransaction } from '../database/transaction.ts'
import { DAY_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import {
  deleteSessions,
  insertOperator,
  lockAdministrators,
  lockOperator,
  updateOperator,
} from './operator-store.ts'
import { toLogin, toName, type Operator, type Role } from './operator.ts'
import { deletePasskeys } from './passkey-store.ts'
import { hashToken, newToken } from './start-session.ts'

type Needs = Pick<Runtime, 'database' | 'clock' | 'newId' | 'randomBytes'> & Acting

const INVITED_MS = 3 * DAY_MS

/** The token of an invitation is returned only here: Tael keeps only its hash. It works for three days. */
export type Invited = { readonly operator: Operator; readonly token: string }

/** Invites somebody. */
export async function addOperator(
  deps: Needs,
  wanted: { readonly name: string; readonly login: string; readonly role: Role },
): Promise<Invited | 'invalid' | 'login-taken'> {
  requirePermission(deps.actor, 'administer')
  const [name, login] = [toName(wanted.name), toLogin(wanted.login)]
  if (name === undefined || login === undefined) return 'invalid'
  const token = newToken(deps)
  const now = deps.clock.now()
  const id = deps.newId('opr')
  return inTransaction(deps.database, async (trx) => {
    const isNew = await insertOperator(trx, {
      id,
      name,
      login,
      role: wanted.role,
      password_hash: null,
      totp_sealed: null,
      totp_step: null,
      recovery_hashes: [],
      ...invitation(token, now),
      created_at: now,
    })
    if (!isNew) return 'login-taken'
    await recordAction(trx, deps, {
      action: 'operator.invited',
      subject: { type: 'operator', id },
      after: { name, role: wanted.role },
    })
    const operator = await lockOperator(trx, id)
    return operator === undefined ? 'invalid' : { operator, token }
  })
}

export type OperatorChange = { readonly role?: Role; readonly isDisabled?: boolean }

/** Changes a role, disables or enables. Undefined if there is no such operator. Nobody removes the last administrator. */
export async function changeOperator(
  deps: Needs,
  id: string,
  { role, isDisabled }: OperatorChange,
): Promise<Operator | 'last-administrator' | undefined> {
  requirePermission(deps.actor, 'administer')
  return inTransaction(deps.database, async (trx) => {
    const losesAdministrator = isDisabled === true || (role !== undefined && role !== 'administer')
    if (losesAdministrator && (await isLastAdministrator(trx, id))) return 'last-administrator'
    const before = await lockOperator(trx, id)
    if (before === undefined) return undefined
    await updateOperator(trx, id, {
      role: role ?? before.role,
      ...(isDisabled !== undefined && { disabled_at: isDisabled ? deps.clock.now() : null }),
    })
    if (isDisabled === true) await deleteSessions(trx, id)
    const after = await lockOperator(trx, id)
    if (after === undefined) return undefined
    await recordAction(trx, deps, {
      action: 'operator.changed',
      subject: { type: 'operator', id },
      ...changedFacts(factsOf(before), factsOf(after)),
    })
    return after
  })
}

/**
 * Invites an operator again: one who has lost their password or second factor, or whose invitation is over.
 * The old ones are void from now on, and every session of theirs ends.
 */
export async function resetOperator(
  deps: Needs,
  id: string,
): Promise<Invited | 'last-administrator' | undefined> {
  requirePermission(deps.actor, 'administer')
  const token = newToken(deps)
  return inTransaction(deps.database, async (trx) => {
    // The command may reset even the last administrator, because nobody else could.
    const isStuck = deps.actor.kind !== 'command' && (await isLastAdministrator(trx, id))
    if (isStuck) return 'last-administrator'
    if ((await lockOperator(trx, id)) === undefined) return undefined
    await updateOperator(trx, id, {
      password_hash: null,
      totp_sealed: null,
      totp_step: null,
      recovery_hashes: '[]',
      ...invitation(token, deps.clock.now()),
    })
    const sessions = await deleteSessions(trx, id)
    await deletePasskeys(trx, id)
    await recordAction(trx, deps, {
      action: 'operator.reset',
      subject: { type: 'operator', id },
      after: { endedSessions: sessions },
    })
    const operator = await lockOperator(trx, id)
    return operator && { operator, token }
  })
}

/** Ends a session of the operator who acts, or all of them; another operator's sessions need `administer`. */
export async function endSessions(deps: Needs, operatorId: string, only?: string): Promise<number> {
  const { actor } = deps
  const isOwn = actor.kind === 'operator' && actor.id === operatorId
  if (!isOwn) requirePermission(actor, 'administer')
  return inTransaction(deps.database, async (trx) => {
    const ended = await deleteSessions(trx, operatorId, only)
    if (ended > 0) {
      await recordAction(trx, deps, {
        action: 'operator.sessions_ended',
        subject: { type: 'operator', id: operatorId },
        after: { sessions: ended, ...(only !== undefined && { session: only }) },
      })
    }
    return ended
  })
}

async function isLastAdministrator(trx: Trx, id: string): Promise<boolean> {
  const administrators = await lockAdministrators(trx)
  return administrators.length === 1 && administrators[0] === id
}

function invitation(
  token: string,
  now: Date,
): { readonly invitation_hash: string; readonly invited_until: Date } {
  return {
    invitation_hash: hashToken(token),
    invited_until: new Date(now.getTime() + INVITED_MS),
  }
}

function factsOf({ role, status }: Operator): AuditFacts {
  return { role, isDisabled: status === 'disabled' }
}
