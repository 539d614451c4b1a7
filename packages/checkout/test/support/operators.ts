import { inTransaction } from '../../src/database/transaction.ts'
import { findOperatorBy, insertOperator } from '../../src/operators/operator-store.ts'
import type { Operator, Role } from '../../src/operators/operator.ts'
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
