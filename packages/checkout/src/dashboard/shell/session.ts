import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Deps } from '../../deps.ts'
import { createOperatorKeyCheck } from '../../http/operator-key.ts'
import { giveOwnCookie, readOwnCookie, takeOwnCookie } from '../../http/own-cookie.ts'
import type { Operator } from '../../operators/operator.ts'
import { isAdministered, type Session } from '../../operators/read-operators.ts'
import { resumeSession, SESSION_MS } from '../../operators/start-session.ts'

const COOKIE = { name: 'tael_operator', path: '/dashboard' }
const HALFWAY = { name: 'tael_second_factor', path: '/dashboard' }
const LIFE_SECONDS = SESSION_MS / 1000
const HALFWAY_SECONDS = 10 * 60

type SessionState =
  | { readonly kind: 'operator'; readonly operator: Operator; readonly session: Session }
  /** The person who has the operator key, until there is an administrator. */
  | { readonly kind: 'key' }
  | { readonly kind: 'ended' | 'none' }

/** Which session a browser has. An operator's is stored and can be ended; that of the operator key is signed. */
export type Sessions = {
  readonly signInByKey: (c: Context, key: string) => Promise<'signed-in' | 'wrong-key'>
  readonly state: (c: Context) => Promise<SessionState>
  readonly begin: (c: Context, token: string) => void
  readonly signOut: (c: Context) => void
  /** Remembers for some minutes whose password was right. */
  readonly rememberHalfway: (c: Context, operatorId: string) => void
  readonly halfway: (c: Context) => string | undefined
}

/**
 * Tries of the operator key are not counted: an attacker who fills a limit that all share would lock the
 * operators out. What makes guessing hopeless is the key, so a short one is refused.
 */
export function createSessions(
  deps: Pick<Deps, 'database' | 'sealing' | 'clock' | 'publicUrl' | 'basePath' | 'log'>,
  operatorKey: string | undefined,
): Sessions {
  const isOperatorKey =
    operatorKey === undefined ? () => false : createOperatorKeyCheck(deps, operatorKey)
  const seconds = (): number => Math.floor(deps.clock.now().getTime() / 1000)
  // Bound to the key: changing it signs everybody out. Hono's signed cookies would need the secret, which only sealing has.
  const proof = (text: string): string =>
    deps.sealing.sign(`${text} ${operatorKey ?? ''}`, 'operator session')
  const give = (c: Context, cookie: typeof COOKIE, value: string, maxAge: number): void =>
    giveOwnCookie(c, deps, { ...cookie, value, sameSite: 'Strict', maxAge })

  return {
    async signInByKey(c, key) {
      if (!isOperatorKey(key) || (await isAdministered(deps))) {
        deps.log.warn('operator.refused')
        return 'wrong-key'
      }
      const until = String(seconds() + LIFE_SECONDS)
      give(c, COOKIE, `${until}.${proof(until)}`, LIFE_SECONDS)
      return 'signed-in'
    },
    async state(c) {
      const value = readOwnCookie(c, deps, COOKIE) ?? ''
      const [until = '', given = ''] = value.split('.')
      if (/^[\w-]{43}$/.test(value)) {
        const found = await resumeSession(deps, value)
        return found === undefined ? { kind: 'ended' } : { kind: 'operator', ...found }
      }
      if (operatorKey === undefined || given === '' || !isEqual(given, proof(until))) {
        return { kind: 'none' }
      }
      const isOver = Number(until) <= seconds() || (await isAdministered(deps))
      return { kind: isOver ? 'ended' : 'key' }
    },
    begin(c, token) {
      takeOwnCookie(c, deps, HALFWAY)
      give(c, COOKIE, token, LIFE_SECONDS)
    },
    signOut(c) {
      takeOwnCookie(c, deps, COOKIE)
    },
    rememberHalfway(c, operatorId) {
      const text = `${operatorId}.${seconds() + HALFWAY_SECONDS}`
      give(c, HALFWAY, `${text}.${proof(`halfway ${text}`)}`, HALFWAY_SECONDS)
    },
    halfway(c) {
      const [id = '', until = '', given = ''] = (readOwnCookie(c, deps, HALFWAY) ?? '').split('.')
      const isOurs = given !== '' && isEqual(given, proof(`halfway ${id}.${until}`))
      return isOurs && Number(until) > seconds() ? id : undefined
    },
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
