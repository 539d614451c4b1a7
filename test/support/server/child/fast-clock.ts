import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

/**
 * Lets this process's clock run faster, and its sleeps be shorter by as much: a lease of two minutes
 * ends in seconds, and nothing of the product has to know. `pass` moves it on immediately; a sleep that
 * should have ended meanwhile ends with `wake`.
 */
export function startFastClock({
  realAt,
  shownAt,
  factor,
}: {
  readonly realAt: number
  readonly shownAt: number
  readonly factor: number
}): { readonly pass: (ms: number) => void; readonly wake: () => void } {
  const RealDate = Date
  let passedMs = 0
  const now = (): number => Math.floor(shownAt + (RealDate.now() - realAt) * factor) + passedMs

  const FastDate = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  })
  globalThis.Date = FastDate

  const sleep = timers.setTimeout
  const sleepers = new Set<{ readonly dueAt: number; readonly woken: AbortController }>()
  timers.setTimeout = async (ms = 0, value, options = {}) => {
    const sleeper = { dueAt: now() + ms, woken: new AbortController() }
    const { signal: given } = options
    const signals = [sleeper.woken.signal, ...(given === undefined ? [] : [given])]
    sleepers.add(sleeper)
    try {
      return await sleep(ms / factor, value, { ...options, signal: AbortSignal.any(signals) })
    } catch (error) {
      if (!sleeper.woken.signal.aborted || given?.aborted === true) throw error
      return value as NonNullable<typeof value>
    } finally {
      sleepers.delete(sleeper)
    }
  }
  syncBuiltinESMExports()
  return {
    pass(ms) {
      passedMs += ms
    },
    wake() {
      const due = [...sleepers].filter(({ dueAt }) => dueAt <= now())
      due.forEach(({ woken }) => woken.abort())
    },
  }
}
