import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Deps } from '../deps.ts'

const NAME = 'tael_operator'
const LIFE_SECONDS = 12 * 60 * 60
const TRIES_A_MINUTE = 10

/** Who may look: whoever knows the operator key. Signed, not stored; ends after twelve hours. */
export type Sessions = {
  readonly signIn: (c: Context, key: string) => 'signed-in' | 'wrong-key' | 'too-many-tries'
  readonly state: (c: Context) => 'signed-in' | 'ended' | 'none'
  readonly signOut: (c: Context) => void
}

export function createSessions(
  deps: Pick<Deps, 'sealing' | 'clock' | 'publicUrl'>,
  operatorKey: string,
): Sessions {
  const seconds = (): number => Math.floor(deps.clock.now().getTime() / 1000)
  // Bound to the key: whoever changes it signs everybody out.
  const proof = (until: string): string =>
    deps.sealing.keyedHash(`${until} ${operatorKey}`, 'operator session')
  const keyHash = deps.sealing.keyedHash(operatorKey, 'operator key')
  let tries: number[] = []

  return {
    signIn(c, key) {
      const now = seconds()
      tries = tries.filter((at) => at > now - 60)
      if (tries.length >= TRIES_A_MINUTE) return 'too-many-tries'
      if (!isEqual(deps.sealing.keyedHash(key, 'operator key'), keyHash)) {
        tries.push(now)
        return 'wrong-key'
      }
      const until = String(now + LIFE_SECONDS)
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
