import type { PeriodicWork } from '../database/background-work.ts'
import { inTransaction } from '../database/transaction.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import type { Runtime } from '../runtime.ts'
import {
  deleteTries,
  deleteTriesBefore,
  findOperatorBy,
  hasTries,
  lockTries,
  writeTries,
} from './operator-store.ts'
import { toLogin } from './operator.ts'
import { isPasswordOf } from './password.ts'
import { countTry, STRANGERS_FREE_TRIES } from './throttle.ts'

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
  await inTransaction(deps.database, (trx) => deleteTries(trx, [key]))
  return { kind: 'right', operatorId: operator.id }
}

type CodeTry = { readonly operatorId: string; readonly address: string | undefined }

/**
 * Counts a try of the second factor, and says whether it may be looked at. A person who guesses codes has the password.
 * They are counted for their address, and all addresses from which the operator has not signed in lately together:
 * so many of them guess no faster, and none keeps the operator out of where they always are.
 */
export async function mayTryCode(deps: Needs, given: CodeTry): Promise<boolean> {
  const { here, anywhere, known } = codeKeys(deps, given)
  if (!(await mayTry(deps, here))) return false
  if (await hasTries(deps.database.db, known)) return true
  return mayTry(deps, anywhere, STRANGERS_FREE_TRIES)
}

/** The code was right: forgets the wrong ones, and remembers the address. */
export async function noteRightCode(deps: Needs, given: CodeTry): Promise<void> {
  const { here, anywhere, known } = codeKeys(deps, given)
  await inTransaction(deps.database, async (trx) => {
    await deleteTries(trx, [here, anywhere])
    await lockTries(trx, known)
    await writeTries(trx, known, { count: 0, lastAt: deps.clock.now(), blockedUntil: undefined })
  })
}

function codeKeys(deps: Needs, { operatorId, address = '' }: CodeTry) {
  return {
    here: triesKey(deps, 'code', `${operatorId} ${address}`),
    anywhere: triesKey(deps, 'code', operatorId),
    known: triesKey(deps, 'known address', `${operatorId} ${address}`),
  }
}

/** Counts a try, and says whether it may be looked at. */
async function mayTry(deps: Needs, key: string, freeTries?: number): Promise<boolean> {
  return inTransaction(deps.database, async (trx) => {
    const tries = countTry(await lockTries(trx, key), deps.clock.now(), freeTries)
    if (tries === undefined) return false
    await writeTries(trx, key, tries)
    return true
  })
}

function tooMany(deps: Needs): SignIn {
  deps.log.warn('operator.throttled')
  return { kind: 'too-many' }
}

function triesKey(
  deps: Pick<Needs, 'sealing'>,
  step: 'password' | 'code' | 'known address',
  who: string,
): string {
  return deps.sealing.keyedHash(`${step} ${who}`, 'operator try')
}

/** Longer than tries count: an address stays known over a holiday. */
const KNOWN_FOR_MS = 30 * DAY_MS

export const tryPruning: PeriodicWork<Needs> = {
  name: 'prune-operator-tries',
  everyMs: HOUR_MS,
  run: (deps) =>
    deleteTriesBefore(deps.database.db, new Date(deps.clock.now().getTime() - KNOWN_FOR_MS)),
}
