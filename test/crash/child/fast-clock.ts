import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

/**
 * Lets this process's clock run faster, and its sleeps be shorter by as much: a lease of two minutes
 * ends in seconds, and nothing of the product has to know. `pass` moves it on at once.
 */
export function startFastClock({
  realAt,
  shownAt,
  factor,
}: {
  readonly realAt: number
  readonly shownAt: number
  readonly factor: number
}): { readonly pass: (ms: number) => void } {
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
  timers.setTimeout = (ms, ...rest) => sleep((ms ?? 0) / factor, ...rest)
  syncBuiltinESMExports()
  return {
    pass(ms) {
      passedMs += ms
    },
  }
}
