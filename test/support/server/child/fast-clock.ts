type FastClock = { readonly pass: (ms: number) => void; readonly wake: () => void }

/**
 * Lets this process's clock run faster, and its sleeps be shorter by as much: a lease of two minutes
 * ends in seconds, and nothing of the product has to know. `pass` moves it on immediately; a sleep that
 * should have ended meanwhile ends with `wake`.
 */
export async function startFastClock({
  realAt,
  shownAt,
  factor,
}: {
  readonly realAt: number
  readonly shownAt: number
  readonly factor: number
}): Promise<FastClock> {
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

  // Not at the top: what breaks or watches the product must be there before it is loaded.
  const { systemClock } = await import('@tael/checkout')
  const sleep = systemClock.sleep.bind(systemClock)
  const sleepers = new Set<{ readonly dueAt: number; readonly woken: AbortController }>()
  systemClock.sleep = async (ms, signal) => {
    const sleeper = { dueAt: now() + ms, woken: new AbortController() }
    const signals = [sleeper.woken.signal, ...(signal === undefined ? [] : [signal])]
    sleepers.add(sleeper)
    try {
      await sleep(ms / factor, AbortSignal.any(signals))
    } catch (error) {
      if (!sleeper.woken.signal.aborted || signal?.aborted === true) throw error
    } finally {
      sleepers.delete(sleeper)
    }
  }
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
