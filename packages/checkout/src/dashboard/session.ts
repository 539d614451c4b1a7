import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { Deps } from '../deps.ts'
import { createOperatorKeyCheck } from '../http/operator-key.ts'
import { giveOwnCookie, readOwnCookie, takeOwnCookie } from '../http/own-cookie.ts'

const COOKIE = { name: 'tael_operator', path: '/dashboard' }
const LIFE_SECONDS = 12 * 60 * 60

/** A session of an operator who knows the operator key. Signed, not stored; ends after twelve hours. */
export type Sessions = {
  readonly signIn: (c: Context, key: string) => 'signed-in' | 'wrong-key'
  readonly state: (c: Context) => 'signed-in' | 'ended' | 'none'
  readonly signOut: (c: Context) => void
}

/**
 * Tries are not counted: an attacker who fills a limit that all share would lock the operators out. What makes
 * guessing hopeless is the key, so a short one is refused.
 */
export function createSessions(
  deps: Pick<Deps, 'sealing' | 'clock' | 'publicUrl' | 'basePath' | 'log'>,
  operatorKey: string,
): Sessions {
  const isOperatorKey = createOperatorKeyCheck(deps, operatorKey)
  const seconds = (): number => Math.floor(deps.clock.now().getTime() / 1000)
  // Bound to the key: changing it signs everybody out.
  const proof = (until: string): string =>
    deps.sealing.sign(`${until} ${operatorKey}`, 'operator session')

  return {
    signIn(c, key) {
      if (!isOperatorKey(key)) {
        deps.log.warn('operator.refused')
        return 'wrong-key'
      }
      const until = String(seconds() + LIFE_SECONDS)
      giveOwnCookie(c, deps, {
        ...COOKIE,
        value: `${until}.${proof(until)}`,
        sameSite: 'Strict',
        maxAge: LIFE_SECONDS,
      })
      return 'signed-in'
    },
    state(c) {
      const [until = '', given = ''] = (readOwnCookie(c, deps, COOKIE) ?? '').split('.')
      if (given === '' || !isEqual(given, proof(until))) return 'none'
      return Number(until) > seconds() ? 'signed-in' : 'ended'
    },
    signOut(c) {
      takeOwnCookie(c, deps, COOKIE)
    },
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
