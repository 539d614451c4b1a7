import { rankOf, type Lane } from './allowance.ts'

/** Requests that wait for their permits: the better rank first, then the longest waiting. */
export type WaitingLine = {
  /** Resolves when it is granted; rejects when it is refused, or when the signal aborts first. */
  readonly join: (lane: () => Lane, signal?: AbortSignal) => Promise<void>
  readonly first: () => First | undefined
  /** How many wait with this rank. */
  readonly countAt: (rank: number) => number
  readonly refuseAll: (reason: Error) => void
}

/** The request that gets the next permit. */
type First = {
  readonly lane: Lane
  /** 0 is the best. */
  readonly rank: number
  readonly grant: () => void
}

type Waiting = {
  readonly lane: () => Lane
  readonly askedAt: number
  readonly grant: () => void
  readonly refuse: (reason: unknown) => void
}

/** A request's lane may improve while it waits, and its rank does. */
export function createWaitingLine(now: () => number): WaitingLine {
  let waiting: readonly Waiting[] = []

  const rank = ({ lane, askedAt }: Waiting): number => rankOf(lane(), now() - askedAt)

  function leave(one: Waiting): void {
    waiting = waiting.filter((other) => other !== one)
  }

  return {
    async join(lane, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<undefined>()
      const own = { lane, askedAt: now(), grant: () => resolve(undefined), refuse: reject }
      const abort = (): void => {
        leave(own)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      waiting = [...waiting, own]
      try {
        await promise
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    first() {
      const ranks = waiting.map(rank)
      const best = Math.min(...ranks)
      // Of equal ranks the first: they wait in the order in which they came.
      const one = waiting[ranks.indexOf(best)]
      if (one === undefined) return undefined
      return {
        lane: one.lane(),
        rank: best,
        grant() {
          leave(one)
          one.grant()
        },
      }
    },
    countAt: (of) => waiting.filter((one) => rank(one) === of).length,
    refuseAll(reason) {
      waiting.forEach(({ refuse }) => refuse(reason))
      waiting = []
    },
  }
}
