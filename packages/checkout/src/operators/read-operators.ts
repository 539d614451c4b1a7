import type { Runtime } from '../runtime.ts'
import {
  hasAdministrator,
  listOperatorPage,
  listOperators,
  listSessions,
  type OperatorPage,
  type Session,
} from './operator-store.ts'
import { permissionsOf, type Operator } from './operator.ts'
import { listPasskeys } from './passkey-store.ts'
import type { Passkey } from './passkey.ts'

export type { Session } from './operator-store.ts'

export type { Passkey } from './passkey.ts'

type Needs = Pick<Runtime, 'database'>

/** Newest first. */
export async function readOperatorPage(
  deps: Needs,
  page: OperatorPage,
): Promise<{ readonly operators: readonly Operator[]; readonly hasMore: boolean }> {
  return listOperatorPage(deps.database.db, page)
}

/** All of them, oldest first. */
export async function readOperators(deps: Needs): Promise<readonly Operator[]> {
  return listOperators(deps.database.db)
}

/** Those who may work on what Tael leaves to people. */
export async function readWorkers(deps: Needs): Promise<readonly Operator[]> {
  return (await readOperators(deps)).filter(
    ({ status, role }) => status === 'active' && permissionsOf(role).includes('refund'),
  )
}

/** Whether somebody administers: from then on TAEL_OPERATOR_KEY opens the dashboard no more. */
export async function isAdministered(deps: Needs): Promise<boolean> {
  return hasAdministrator(deps.database.db)
}

/** The passkeys of an operator, oldest first. */
export async function readPasskeys(deps: Needs, operatorId: string): Promise<readonly Passkey[]> {
  return listPasskeys(deps.database.db, operatorId)
}

/** The sessions of an operator that are not over, newest first. */
export async function readSessions(
  deps: Needs & Pick<Runtime, 'clock'>,
  operatorId: string,
): Promise<readonly Session[]> {
  return listSessions(deps.database.db, operatorId, deps.clock.now())
}
