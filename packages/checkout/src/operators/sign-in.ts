import type { PeriodicWork } from '../database/background-work.ts'
import { inTransaction } from '../database/transaction.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import {
  deleteTries,
  deleteTriesBefore,
  findOperatorBy,
  lockTries,
  writeTries,
} from './operator-store.ts'
import { toLogin } from './operator.ts'
import { isPasswordOf } from './password.ts'
import { countTry } from './throttle.ts'

type Needs = Pick<Runtime, 'database' | 'clock' | 'sealing' | 'log'>

export type SignIn =
  /** The password is right; the second factor is still to come. */
  | { readonly kind: 'right'; readonly operatorId: string }
  | { readonly kind: 'wrong' }
  /** Too many wrong tries. Nobody looked at this one. */
  | { readonly kind: 'too-many' }

export type Try = {
  readonly login: string
  readonly password: string
  readonly address: string | undefined
}

/**
 * The first step of signing in. Tries are counted for a login and an address together: a person who
 * guesses from elsewhere does not lock the operator out.
 */
export async function signIn(deps: Needs, given: Try): Promise<SignIn> {
  const login = toLogin(given.login) ?? ''
  const key = triesKey(deps, 'password', `${login} ${given.address ?? ''}`)
  if (!(await mayTry(deps, key))) return tooMany(deps)
  const operator = await findOperatorBy(deps.database.db, 'login', login)
  const isRight = await isPasswordOf(operator?.passwordHash, given.password)
  if (!isRight || operator?.status !== 'active') {
    deps.log.warn('operator.refused')
    return { kind: 'wrong' }
  }
  await pruneTries(deps, [key])
  return { kind: 'right', operatorId: operator.id }
}

/** For the second factor: a person who guesses codes has the password, from wherever they come. */
export function codeTriesKey(deps: Pick<Needs, 'sealing'>, operatorId: string): string {
  return triesKey(deps, 'code', operatorId)
}

/** Counts a try, and says whether it may be looked at. */
export async function mayTry(deps: Needs, key: string): Promise<boolean> {
  return inTransaction(deps.database, async (trx) => {
    const tries = countTry(await lockTries(trx, key), deps.clock.now())
    if (tries === undefined) return false
    await writeTries(trx, key, tries)
    return true
  })
}

export async function pruneTries(deps: Needs, keys: readonly string[]): Promise<void> {
  await inTransaction(deps.database, (trx) => deleteTries(trx, keys))
}

function tooMany(deps: Needs): SignIn {
  deps.log.warn('operator.throttled')
  return { kind: 'too-many' }
}

function triesKey(deps: Pick<Needs, 'sealing'>, step: 'password' | 'code', who: string): string {
  return deps.sealing.keyedHash(`${step} ${who}`, 'operator try')
}

export const tryPruning: PeriodicWork<Needs> = {
  name: 'prune-operator-tries',
  everyMs: HOUR_MS,
  run: (deps) => deleteTriesBefore(deps.database.db, new Date(deps.clock.now().getTime() - DAY_MS)),
}
