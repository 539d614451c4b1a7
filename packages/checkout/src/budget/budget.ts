import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { ANSWERED } from '../platform/within.ts'
import {
  burstOf,
  LEASE_MS,
  LOWEST_RANK,
  MARGIN_MS,
  type Allowance,
  type Lane,
} from './allowance.ts'
import type { LeasedPermits, LeaseRequest } from './budget-store.ts'
import { createWaitingLine } from './waiting-line.ts'

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
  const line = createWaitingLine(now)
  let permits = { left: 0, fromMs: 0, untilMs: 0 }
  // A process that dies and restarts immediately must not start with a request of its own.
  let lastAloneAt = now()
  let isServing = false
  let pause: { readonly rank: number; readonly end: AbortController } | undefined

  async function serve(): Promise<void> {
    for (let next = line.first(); next !== undefined; next = line.first()) {
      if (takePermit()) next.grant()
      else await leaseMore(next.rank)
    }
    isServing = false
  }

  function takePermit(): boolean {
    // If the clock was set back, permits lapse: their age is unknown.
    const isValid = permits.fromMs <= now() && now() < permits.untilMs
    if (permits.left === 0 || !isValid) return false
    permits.left -= 1
    return true
  }

  async function leaseMore(served: number): Promise<void> {
    const wanted = line.countAt(served)
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
    const next = line.first()
    if (next === undefined || aloneEveryMs === undefined) return
    if (now() - lastAloneAt < aloneEveryMs) return
    lastAloneAt = now()
    deps.log.warn('budget.alone', { lane: next.lane })
    next.grant()
  }

  /** Ends sooner when a request comes that may use more of the burst than the one served. */
  async function pauseFor(ms: number, served: number): Promise<void> {
    pause = { rank: served, end: new AbortController() }
    await deps.clock.sleep(ms, pause.end.signal).catch(() => undefined)
    pause = undefined
  }

  function reconsider(): void {
    const next = line.first()
    if (next !== undefined && pause !== undefined && next.rank < pause.rank) pause.end.abort()
  }

  return {
    spacingMs,
    reconsider,
    giveUp(reason) {
      line.refuseAll(reason)
      pause?.end.abort()
    },
    acquire(lane, signal) {
      const granted = line.join(lane, signal)
      reconsider()
      if (!isServing) {
        isServing = true
        void serve()
      }
      return granted
    },
  }
}
