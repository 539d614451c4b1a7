import { type SystemTime, systemTime } from './system-clock.ts'

/** The sandbox's time. A simulation may bring its own clock and share it with everything that it runs. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Runs `task` once `delayMs` have passed on this clock; the returned function cancels it. */
  after(delayMs: number, task: () => Promise<void> | void): () => void
  /** Moves the time forward. What becomes due runs in order, each awaited, at the instant it was due. */
  advance(ms: number): Promise<void>
}

export type ClockOptions = {
  /** Where real time comes from. */
  readonly time?: SystemTime
  /** Stands still until it is advanced. */
  readonly manual?: boolean
  /** The first instant, in milliseconds since 1970. Default: the present. */
  readonly startAt?: number
}

type Timer = { dueAt: number; readonly task: () => Promise<void> | void }

/** Makes a clock that runs with the real one, or stands still, and can be moved forward. */
export function createClock({
  time = systemTime,
  manual = false,
  startAt,
}: ClockOptions = {}): Clock {
  const timers: Timer[] = []
  let standing = startAt ?? time.now()
  let offset = startAt === undefined ? 0 : startAt - time.now()
  let clearWake: (() => void) | undefined
  let lastAdvance: Promise<void> = Promise.resolve()

  const now = (): number => (manual ? standing : time.now() + offset)

  function moveTo(instant: number): void {
    if (manual) standing = Math.max(standing, instant)
    else offset += Math.max(0, instant - now())
  }

  function takeDue(until: number): Timer | undefined {
    const [first] = timers
    return first !== undefined && first.dueAt <= until ? timers.shift() : undefined
  }

  function sleepUntilNext(): void {
    clearWake?.()
    const [next] = timers
    if (manual || next === undefined) return
    clearWake = time.wait(Math.max(0, next.dueAt - now()), () => {
      for (let due = takeDue(now()); due !== undefined; due = takeDue(now())) void due.task()
      sleepUntilNext()
    })
  }

  async function move(ms: number): Promise<void> {
    const target = now() + ms
    for (let due = takeDue(target); due !== undefined; due = takeDue(target)) {
      moveTo(due.dueAt)
      await due.task()
    }
    moveTo(target)
    sleepUntilNext()
  }

  return {
    now,
    after(delayMs, task) {
      const timer: Timer = { dueAt: now() + Math.max(0, delayMs), task }
      const later = timers.findIndex((other) => other.dueAt > timer.dueAt)
      timers.splice(later === -1 ? timers.length : later, 0, timer)
      sleepUntilNext()
      return () => {
        const at = timers.indexOf(timer)
        if (at !== -1) timers.splice(at, 1)
      }
    },
    advance(ms) {
      lastAdvance = lastAdvance.then(() => move(ms))
      return lastAdvance
    },
  }
}
