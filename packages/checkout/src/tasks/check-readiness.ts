import type { Deps } from '../deps.ts'
import { inTime } from '../platform/within.ts'
import { lookForWork } from './read-lags.ts'

/** A probe that waits longer than this is wrong in any case. */
const LOOK_WITHIN_MS = 3_000

type Lag = Readonly<Record<`${string}_ms`, number>>

type Readiness = {
  readonly status: 'ready' | 'stopping' | 'failing'
  readonly database: string
  /** What is wrong, in words that tell a stranger nothing. */
  readonly problems?: readonly string[]
  readonly lag?: Lag
}

export interface ReadinessCheck {
  /** Whether this process can serve, and how late the background work is; says so in any case, and soon. */
  check(): Promise<Readiness>
  /** From now on it is not ready, so that a load balancer sends its requests elsewhere. */
  drain(): void
  /** Whether it still takes requests, whatever it can do about them. */
  isOpen(): boolean
}

/**
 * Late work makes no process unready: all of them share it, and none could take the requests instead. Neither does a
 * round that never ends: it keeps no payer waiting, and it may happen to all of them at once. `/health` tells of it.
 */
export function createReadinessCheck(deps: Deps): ReadinessCheck {
  let isStopping = false
  let looking: Promise<Look> | undefined
  // Checks that wait for a silent database must not pile up in front of it.
  const look = (): Promise<Look> =>
    (looking ??= lookAt(deps).finally(() => {
      looking = undefined
    }))

  return {
    drain() {
      isStopping = true
    },
    isOpen: () => !isStopping,
    async check() {
      const database = deps.database.engine
      if (isStopping) return { status: 'stopping', database }
      const { problem, lag } =
        (await inTime({ clock: deps.clock, ms: LOOK_WITHIN_MS }, look())) ?? UNANSWERED
      return {
        status: problem === undefined ? 'ready' : 'failing',
        database,
        ...(problem !== undefined && { problems: [problem] }),
        ...(lag && { lag }),
      }
    },
  }
}

type Look = { readonly problem?: string; readonly lag?: Lag }

const UNANSWERED: Look = { problem: 'The database does not answer, or accepts no writes.' }

async function lookAt(deps: Deps): Promise<Look> {
  try {
    await deps.database.ping()
    const missing = await deps.database.missingMigrations()
    if (missing.length > 0)
      return { problem: `The database lacks migrations of this version: ${missing.join(', ')}.` }
    const lags = Object.entries((await lookForWork(deps)).lags).map(([work, ms]) => [
      `${work}_ms`,
      ms,
    ])
    return { lag: Object.fromEntries(lags) as Lag }
  } catch {
    return UNANSWERED
  }
}
