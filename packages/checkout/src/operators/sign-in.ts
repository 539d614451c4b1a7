import { inTransaction } from '../database/transaction.ts'
import type { PeriodicWork } from '../database/work.ts'
import { DAY_MS, HOUR_MS } from '../platform/durations.ts'
import { networkOf } from '../platform/network-of.ts'
import { createPlaces } from '../platform/places.ts'
import type { Runtime } from '../runtime.ts'
import {
  deleteTries,
  deleteTriesBefore,
  findOperatorBy,
  hasTries,
  isBlocked,
  lockTries,
  writeTries,
} from './operator-store.ts'
import { toLogin } from './operator.ts'
import { isPasswordOf } from './password.ts'
import {
  COUNTED_FOR_MS,
  countTry,
  FREE_TRIES,
  NETWORK_FREE_TRIES,
  STRANGERS_FREE_TRIES,
  type Tries,
} from './throttle.ts'

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

/** How many passwords of strangers wait at once: for a second or two, as each takes a processor a tenth of one. */
const MOST_STRANGERS = 20
const takePlace = createPlaces({ most: MOST_STRANGERS, mostOfKey: MOST_STRANGERS })

/** The first step of signing in. */
export async function signIn(deps: Needs, { password, address, ...given }: Try): Promise<SignIn> {
  const login = toLogin(given.login) ?? ''
  const operator = await findOperatorBy(deps.database.db, 'login', login)
  const where = { login, operatorId: operator?.id, address }
  const isKnown = await hasTries(deps.database.db, knownKey(deps, ofPassword(where)))
  // Before it counts: nobody looks at a try for which there is no place.
  const place = isKnown ? undefined : takePlace('strangers')
  if (place?.kind === 'full') return tooMany(deps)
  let isRight
  try {
    if (!(await mayTryPassword(deps, where))) return tooMany(deps)
    isRight = await isPasswordOf(operator?.passwordHash, password, { isFirst: isKnown })
  } finally {
    place?.leave()
  }
  if (!isRight || operator?.status !== 'active') {
    deps.log.warn('operator.refused')
    return { kind: 'wrong' }
  }
  // Not the network's: a password alone would let its owner guess those of others for ever.
  const own = keysOf(limitsOf(deps, ofPassword(where))).filter(
    (key) => key !== networkKey(deps, address),
  )
  await inTransaction(deps.database, (trx) => deleteTries(trx, own))
  return { kind: 'right', operatorId: operator.id }
}

function tooMany({ log }: Pick<Needs, 'log'>): SignIn {
  log.warn('operator.throttled')
  return { kind: 'too-many' }
}

type PasswordTry = {
  readonly login: string
  readonly operatorId: string | undefined
  readonly address: string | undefined
}

/**
 * Counts a try before anybody looks whether it is right: for its network with all logins, for the login there, and for
 * the login from all networks; where the operator has signed in lately, for the login there alone. So nobody guesses
 * faster with many logins or addresses, or keeps operators out of where they always are.
 */
export async function mayTryPassword(deps: Needs, given: PasswordTry): Promise<boolean> {
  return mayTry(deps, ofPassword(given))
}

type CodeTry = { readonly operatorId: string; readonly address: string | undefined }

/**
 * Counts a try of the second factor, as one of a password, and says whether it may be looked at. A person who guesses
 * codes has the password.
 */
export async function mayTryCode(deps: Needs, given: CodeTry): Promise<boolean> {
  return mayTry(deps, ofCode(given))
}

/** The code was right: forgets the wrong ones, and remembers the network. */
export async function noteRightCode(deps: Needs, given: CodeTry): Promise<void> {
  const where = ofCode(given)
  const known = knownKey(deps, where)
  await inTransaction(deps.database, async (trx) => {
    await deleteTries(trx, [...keysOf(limitsOf(deps, where)), networkKey(deps, given.address)])
    await lockTries(trx, known)
    await writeTries(trx, known, { count: 0, lastAt: deps.clock.now(), blockedUntil: undefined })
  })
}

type Where = {
  readonly step: 'password' | 'code'
  readonly who: string
  /** If there is one of this login. */
  readonly operatorId: string | undefined
  readonly address: string | undefined
}

function ofPassword({ login, ...given }: PasswordTry): Where {
  return { step: 'password', who: login, ...given }
}

function ofCode(given: CodeTry): Where {
  return { step: 'code', who: given.operatorId, ...given }
}

type Limit = {
  readonly key: string
  readonly freeTries: number
  /** It does not count an operator where they have signed in lately. */
  readonly isOfStrangers: boolean
}

/** What a try counts for, in the order in which it is asked. */
function limitsOf(deps: Pick<Needs, 'sealing'>, { step, who, address }: Where): readonly Limit[] {
  const network = networkOf(address)
  const limit = (
    of: readonly [string, string],
    freeTries: number,
    isOfStrangers: boolean,
  ): Limit => ({ key: triesKey(deps, ...of), freeTries, isOfStrangers })
  const here = limit([step, `${who} ${network ?? ''}`], FREE_TRIES, false)
  const anywhere = limit([`${step} anywhere`, who], STRANGERS_FREE_TRIES, true)
  // Where the server knows no addresses, it would be the count of everybody.
  if (step === 'code' || network === undefined) return [here, anywhere]
  const inAll = {
    key: networkKey(deps, address),
    freeTries: NETWORK_FREE_TRIES,
    isOfStrangers: true,
  }
  return [inAll, here, anywhere]
}

/** Counts a try, and says whether it may be looked at. */
async function mayTry(deps: Needs, where: Where): Promise<boolean> {
  const { database, clock } = deps
  const isKnown = await hasTries(database.db, knownKey(deps, where))
  const own = limitsOf(deps, where).filter(({ isOfStrangers }) => !(isOfStrangers && isKnown))
  // Most tries of a guesser end here, and write nothing.
  if (await isBlocked(database.db, keysOf(own), clock.now())) return false
  return inTransaction(database, async (trx) => {
    const counted: [string, Tries][] = []
    for (const { key, freeTries } of own) {
      const tries = countTry(await lockTries(trx, key), clock.now(), freeTries)
      if (tries === undefined) return false
      counted.push([key, tries])
    }
    for (const [key, tries] of counted) await writeTries(trx, key, tries)
    return true
  })
}

function keysOf(limits: readonly Limit[]): readonly string[] {
  return limits.map(({ key }) => key)
}

/** Of the tries from a network with all logins. */
function networkKey(deps: Pick<Needs, 'sealing'>, address: string | undefined): string {
  return triesKey(deps, 'network', networkOf(address) ?? '')
}

/** There is a row of it if the operator has signed in from the network lately. */
function knownKey(deps: Pick<Needs, 'sealing'>, { operatorId = '', address }: Where): string {
  return triesKey(deps, 'known address', `${operatorId} ${networkOf(address) ?? ''}`)
}

function triesKey(deps: Pick<Needs, 'sealing'>, step: string, who: string): string {
  return deps.sealing.keyedHash(`${step} ${who}`, 'operator try')
}

/** An address stays known over a holiday. */
const KNOWN_FOR_MS = 30 * DAY_MS

export const tryPruning: PeriodicWork<Needs> = {
  name: 'prune-operator-tries',
  everyMs: HOUR_MS,
  run: ({ database, clock }) => {
    const before = (ms: number): Date => new Date(clock.now().getTime() - ms)
    return deleteTriesBefore(database.db, {
      wrong: before(COUNTED_FOR_MS),
      known: before(KNOWN_FOR_MS),
    })
  },
}
