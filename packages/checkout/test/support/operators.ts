import { inTransaction } from '../../src/database/transaction.ts'
import { codeAt } from '../../src/operators/one-time-code.ts'
import { findOperatorBy, insertOperator } from '../../src/operators/operator-store.ts'
import type { Operator, Role } from '../../src/operators/operator.ts'
import { hashPassword } from '../../src/operators/password.ts'
import { openSession } from '../../src/operators/start-session.ts'
import { sealContext } from '../../src/platform/seal-context.ts'
import type { TestDeps } from './checkout.ts'

/** An operator with a second factor, signed in; `token` is the value of the session's cookie. */
export async function openTestOperator(
  deps: TestDeps,
  role: Role,
): Promise<{ readonly operator: Operator; readonly token: string }> {
  const id = deps.newId('opr')
  return inTransaction(deps.database, async (trx) => {
    await insertOperator(trx, {
      id,
      name: `A person who may ${role}`,
      login: id,
      role,
      password_hash: 'nobody knows its password',
      totp_sealed: deps.sealing.seal('', sealContext.operatorSecondFactor(id)),
      totp_step: null,
      recovery_hashes: [],
      invitation_hash: null,
      invited_until: null,
      created_at: deps.clock.now(),
    })
    const operator = await findOperatorBy(trx, 'id', id)
    if (operator === undefined) throw new Error(`${id} vanished`)
    const token = await openSession(trx, deps, operator, { address: undefined, by: 'a test' })
    return { operator, token }
  })
}

const PASSWORD = 'correct horse battery staple'
const SECRET = Buffer.from('12345678901234567890')
const STEP_MS = 30_000

/** An operator who can sign in: with `password`, and what `code` says now. A code works once. */
export async function openSigningOperator(
  deps: TestDeps,
  role: Role,
): Promise<{
  readonly operator: Operator
  readonly password: string
  readonly code: () => string
}> {
  const { operator } = await openTestOperator(deps, role)
  const context = sealContext.operatorSecondFactor(operator.id)
  await deps.database.db
    .updateTable('operator')
    .set({
      password_hash: await hashPassword(PASSWORD, Buffer.alloc(16)),
      totp_sealed: deps.sealing.seal(SECRET.toString('base64url'), context),
    })
    .where('id', '=', operator.id)
    .execute()
  const code = () => codeAt(SECRET, Math.floor(deps.clock.now().getTime() / STEP_MS))
  return { operator, password: PASSWORD, code }
}
