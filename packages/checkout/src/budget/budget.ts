import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { ANSWERED } from '../platform/within.ts'
import {
  burstOf,
  LEASE_MS,
  LOWEST_RANK,
  MARGIN_MS,
  rankOf,
  type Allowance,
  type Lane,
} from './allowance.ts'
import type { LeasedPermits, LeaseRequest } from './budget-store.ts'

/** This process's share of an account's requests to QFPay. */
export type Budget = {
  /** Between two requests of the account, in the long run. */
  readonly spacingMs: number
  /**
   * Resolves when a request may go out; rejects when the signal aborts first. If its lane improves while
   * the request waits, it moves up, immediately after `reconsider`.
   */
  readonly acquire: (lane: () => Lane, signal?: AbortSignal) => Promise<void>
  readonly reconsider: () => void
  /** Rejects all that wait, so that a process can end. */
  readonly giveUp: (reason: Error) => void
}

export type LeasePermits = (request: LeaseRequest) => Promise<LeasedPermits>

type Waiting = {
  readonly lane: () => Lane
  readonly askedAt: number
  readonly grant: () => void
  readonly refuse: (reason: Error) => void
}

/** Fewer statements, and few permits that lapse unused. */
const MAX_PERMITS_PER_LEASE = 8
/** Taken in addition while the account is idle: a payer's second request follows the first. */
const SPARE_PERMITS = 2
/** Under load a lease waits until it can get this many. */
const MIN_PERMITS_UNDER_LOAD = 3
/** A process waits no longer than this for the database alone. */
const SLOW_MS = 1_000

/**
 * Grants permits: the better lane first, then the longest waiting. Permits come from the lease, which all
 * processes of a database share. While the database does not answer, the process now and then grants a
 * request from its own small share.
 */
export function createBudget(
  deps: {
    readonly clock: Clock
    readonly random: () => number
    readonly log: Log
    readonly lease: LeasePermits
  },
  allowance: Allowance,
): Budget {
  const { spacingMs, aloneEveryMs } = allowance
  const now = (): number => deps.clock.now().getTime()
  let waiting: readonly Waiting[] = []
  let permits = { left: 0, fromMs: 0, untilMs: 0 }
  // A process that dies and restarts immediately must not start with a request of its own.
  let lastAloneAt = now()
  let isServing = false
  let pause: { readonly rank: number; readonly end: AbortController } | undefined

  const rank = (one: Waiting): number => rankOf(one.lane(), now() - one.askedAt)

  /** Of equal ranks the first: they wait in the order in which they came. */
  function best(): Waiting | undefined {
    let first: Waiting | undefined
    let firstRank = Infinity
    for (const one of waiting) {
      const rankOfOne = rank(one)
      if (rankOfOne >= firstRank) continue
      first = one
      firstRank = rankOfOne
    }
    return first
  }

  async function serve(): Promise<void> {
    for (let next = best(); next !== undefined; next = best()) {
      if (takePermit()) grant(next)
      else await leaseMore(rank(next))
    }
    isServing = false
  }

  function grant(one: Waiting): void {
    remove(one)
    one.grant()
  }

  function remove(one: Waiting): void {
    waiting = waiting.filter((other) => other !== one)
  }

  function takePermit(): boolean {
    // If the clock was set back, permits lapse: their age is unknown.
    const isValid = permits.fromMs <= now() && now() < permits.untilMs
    if (permits.left === 0 || !isValid) return false
    permits.left -= 1
    return true
  }

  async function leaseMore(served: number): Promise<void> {
    const wanted = waiting.filter((one) => rank(one) === served).length
    const burst = burstOf(allowance, served)
    const nowMs = now()
    try {
      const { granted, freeAtMs } = await serveAloneUntil(
        deps.lease({
          nowMs,
          spacingMs,
          wanted: Math.min(wanted, MAX_PERMITS_PER_LEASE),
          burst,
          spare: SPARE_PERMITS,
          spareBurst: burstOf(allowance, LOWEST_RANK),
          furthestMs: allowance.burst * spacingMs + MARGIN_MS,
        }),
      )
      permits = { left: granted, fromMs: nowMs, untilMs: nowMs + LEASE_MS }
      if (granted > 0) return
      const enough = Math.min(wanted, MIN_PERMITS_UNDER_LOAD, burst)
      const untilEnough = freeAtMs + (enough - burst) * spacingMs - now()
      await pauseFor(Math.max(1, untilEnough + (deps.random() * spacingMs) / 4), served)
    } catch (error) {
      deps.log.warn('budget.unreachable', { error })
      serveAlone()
      await pauseFor(SLOW_MS, served)
    }
  }

  async function serveAloneUntil(lease: Promise<LeasedPermits>): Promise<LeasedPermits> {
    const answered = new AbortController()
    const meanwhile = serveAloneWhile(answered.signal)
    try {
      return await lease
    } finally {
      answered.abort(ANSWERED)
      await meanwhile
    }
  }

  async function serveAloneWhile(answered: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await deps.clock.sleep(SLOW_MS, answered)
      } catch {
        return
      }
      serveAlone()
    }
  }

  function serveAlone(): void {
    const next = best()
    if (next === undefined || aloneEveryMs === undefined) return
    if (now() - lastAloneAt < aloneEveryMs) return
    lastAloneAt = now()
    deps.log.warn('budget.alone', { lane: next.lane() })
    grant(next)
  }

  /** Ends sooner when a request comes that may use more of the burst than the one served. */
  async function pauseFor(ms: number, served: number): Promise<void> {
    pause = { rank: served, end: new AbortController() }
    await deps.clock.sleep(ms, pause.end.signal).catch(() => undefined)
    pause = undefined
  }

  function reconsider(): void {
    const next = best()
    if (next !== undefined && pause !== undefined && rank(next) < pause.rank) pause.end.abort()
  }

  return {
    spacingMs,
    reconsider,
    giveUp(reason) {
      waiting.forEach((one) => one.refuse(reason))
      waiting = []
      pause?.end.abort()
    },
    async acquire(lane, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const own: Waiting = { lane, askedAt: now(), grant: () => resolve(undefined), refuse: reject }
      const leave = (): void => {
        remove(own)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      waiting = [...waiting, own]
      reconsider()
      if (!isServing) {
        isServing = true
        void serve()
      }
      try {
        await promise
      } finally {
        signal?.removeEventListener('abort', leave)
      }
    },
  }
}
