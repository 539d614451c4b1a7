import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import {
  burstOf,
  LEASE_MS,
  LOWEST_RANK,
  MARGIN_MS,
  rankOf,
  type Allowance,
  type Lane,
} from './allowance.ts'
import type { Lease, LeaseRequest } from './budget-store.ts'

/** This process's part in what an account may ask of QFPay. */
export type Budget = {
  /** Between two requests of the account, in the long run. */
  readonly spacingMs: number
  /** Resolves when a request may go out; rejects when the signal aborts first. */
  readonly acquire: (lane: Lane, signal?: AbortSignal) => Promise<void>
  /** Refuses everybody who waits, so that a process can end. */
  readonly giveUp: (reason: Error) => void
}

type Turn = {
  readonly lane: Lane
  readonly askedAt: number
  readonly grant: () => void
  readonly refuse: (reason: Error) => void
}

/** As many as a process leases at once: fewer statements, and little to lapse. */
const HANDFUL = 8
/** Taken along while the account is idle: a payer's second request follows the first. */
const SPARE = 2
/** Under load the next lease is asked for when so many can be there. */
const WORTHWHILE = 3
/** A database that takes longer is not waited for alone. */
const SLOW_MS = 1_000

/**
 * Grants turns: the better lane first, and who has waited longest. Permits come from the lease, which
 * all processes of a database share; while it does not answer, a request now and then is granted
 * from the small part that every process has for itself.
 */
export function createBudget(
  deps: {
    readonly clock: Clock
    readonly random: () => number
    readonly log: Log
    readonly lease: (request: LeaseRequest) => Promise<Lease>
  },
  allowance: Allowance,
): Budget {
  const { spacingMs, aloneEveryMs } = allowance
  const now = (): number => deps.clock.now().getTime()
  let turns: readonly Turn[] = []
  let hand = { left: 0, fromMs: 0, untilMs: 0 }
  // A process that dies and comes back at once must not start with a request of its own.
  let aloneAt = now()
  let isServing = false
  let pause: { readonly rank: number; readonly end: AbortController } | undefined

  const rank = (turn: Turn): number => rankOf(turn.lane, now() - turn.askedAt)

  function best(): Turn | undefined {
    const ordered = turns.toSorted(
      (one, other) => rank(one) - rank(other) || one.askedAt - other.askedAt,
    )
    return ordered[0]
  }

  async function serve(): Promise<void> {
    for (let turn = best(); turn !== undefined; turn = best()) {
      if (takePermit()) grant(turn)
      else await refill(turn)
    }
    isServing = false
  }

  function grant(turn: Turn): void {
    turns = turns.filter((other) => other !== turn)
    turn.grant()
  }

  function takePermit(): boolean {
    // A clock that was set back makes permits lapse: nobody knows how old they are.
    if (hand.left === 0 || now() >= hand.untilMs || now() < hand.fromMs) return false
    hand.left -= 1
    return true
  }

  async function refill(turn: Turn): Promise<void> {
    const first = rank(turn)
    const wanted = turns.filter((other) => rank(other) === first).length
    const burst = burstOf(allowance, first)
    const nowMs = now()
    const answered = new AbortController()
    const alone = goAlone(answered.signal)
    try {
      const { granted, freeAtMs } = await deps.lease({
        nowMs,
        spacingMs,
        wanted: Math.min(wanted, HANDFUL),
        burst,
        spare: SPARE,
        spareBurst: burstOf(allowance, LOWEST_RANK),
        furthestMs: allowance.burst * spacingMs + MARGIN_MS,
      })
      hand = { left: granted, fromMs: nowMs, untilMs: nowMs + LEASE_MS }
      if (granted > 0) return
      const room = Math.min(wanted, WORTHWHILE, burst)
      const untilRoom = freeAtMs + (room - burst) * spacingMs - now()
      await rest(first, Math.max(1, untilRoom + (deps.random() * spacingMs) / 4))
    } catch (error) {
      deps.log.warn('budget.unreachable', { error })
      grantAlone()
      await rest(first, SLOW_MS)
    } finally {
      answered.abort()
      await alone
    }
  }

  /** While the database keeps us waiting. */
  async function goAlone(answered: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await deps.clock.sleep(SLOW_MS, answered)
      } catch {
        return
      }
      grantAlone()
    }
  }

  function grantAlone(): void {
    const turn = best()
    if (turn === undefined || aloneEveryMs === undefined) return
    if (now() - aloneAt < aloneEveryMs) return
    aloneAt = now()
    deps.log.warn('budget.alone', { lane: turn.lane })
    grant(turn)
  }

  async function rest(servedRank: number, ms: number): Promise<void> {
    pause = { rank: servedRank, end: new AbortController() }
    await deps.clock.sleep(ms, pause.end.signal).catch(() => undefined)
    pause = undefined
  }

  return {
    spacingMs,
    giveUp(reason) {
      turns.forEach((turn) => turn.refuse(reason))
      turns = []
      pause?.end.abort()
    },
    async acquire(lane, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const turn: Turn = { lane, askedAt: now(), grant: () => resolve(undefined), refuse: reject }
      const giveUp = (): void => {
        turns = turns.filter((other) => other !== turn)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', giveUp, { once: true })
      turns = [...turns, turn]
      if (pause !== undefined && rank(turn) < pause.rank) pause.end.abort()
      if (!isServing) {
        isServing = true
        void serve()
      }
      try {
        await promise
      } finally {
        signal?.removeEventListener('abort', giveUp)
      }
    },
  }
}
