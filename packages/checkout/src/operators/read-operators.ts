import type { Runtime } from '../runtime.ts'
import { hasAdministrator, listOperators, listSessions, type Session } from './operator-store.ts'
import type { Operator } from './operator.ts'

export type { Session } from './operator-store.ts'

type Needs = Pick<Runtime, 'database'>

/** Oldest first. */
export async function readOperators(deps: Needs): Promise<readonly Operator[]> {
  return listOperators(deps.database.db)
}

/** Whether somebody administers: from then on TAEL_OPERATOR_KEY opens the dashboard no more. */
export async function isAdministered(deps: Needs): Promise<boolean> {
  return hasAdministrator(deps.database.db)
}

/** The sessions of an operator that are not over, newest first. */
export async function readSessions(
  deps: Needs & Pick<Runtime, 'clock'>,
  operatorId: string,
): Promise<readonly Session[]> {
  return listSessions(deps.database.db, operatorId, deps.clock.now())
}
