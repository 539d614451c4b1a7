import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Deps } from '../deps.ts'
import { createOperatorKeyCheck } from '../http/operator-key.ts'

const NAME = 'tael_operator'
const LIFE_SECONDS = 12 * 60 * 60

/** Who may look: whoever knows the operator key. Signed, not stored; ends after twelve hours. */
export type Sessions = {
  readonly signIn: (c: Context, key: string) => 'signed-in' | 'wrong-key'
  readonly state: (c: Context) => 'signed-in' | 'ended' | 'none'
  readonly signOut: (c: Context) => void
}

/**
 * Tries are not counted: whoever fills a limit that all share locks the operators out. What makes
 * guessing hopeless is the key, so a short one is refused.
 */
export function createSessions(
  deps: Pick<Deps, 'sealing' | 'clock' | 'publicUrl' | 'log'>,
  operatorKey: string,
): Sessions {
  const isOperatorKey = createOperatorKeyCheck(deps, operatorKey)
  const seconds = (): number => Math.floor(deps.clock.now().getTime() / 1000)
  // Bound to the key: whoever changes it signs everybody out.
  const proof = (until: string): string =>
    deps.sealing.sign(`${until} ${operatorKey}`, 'operator session')

  return {
    signIn(c, key) {
      if (!isOperatorKey(key)) {
        deps.log.warn('operator.refused')
        return 'wrong-key'
      }
      const until = String(seconds() + LIFE_SECONDS)
      setCookie(c, NAME, `${until}.${proof(until)}`, {
        path: '/dashboard',
        httpOnly: true,
        sameSite: 'Strict',
        secure: deps.publicUrl.startsWith('https:'),
        maxAge: LIFE_SECONDS,
      })
      return 'signed-in'
    },
    state(c) {
      const [until = '', given = ''] = (getCookie(c, NAME) ?? '').split('.')
      if (given === '' || !isEqual(given, proof(until))) return 'none'
      return Number(until) > seconds() ? 'signed-in' : 'ended'
    },
    signOut(c) {
      deleteCookie(c, NAME, { path: '/dashboard' })
    },
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
