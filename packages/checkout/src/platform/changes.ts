/** Wakes those in this process that wait for a payment. Only for speed: the database is the truth. */
export type Changes = {
  readonly announce: (paymentId: string) => void
  /** Resolves at the payment's next change, or when the signal is aborted. */
  readonly next: (paymentId: string, signal: AbortSignal) => Promise<void>
}

export function createChanges(): Changes {
  const waiting = new Map<string, Set<() => void>>()
  return {
    announce(paymentId) {
      const waiters = waiting.get(paymentId)
      waiting.delete(paymentId)
      waiters?.forEach((wake) => wake())
    },
    async next(paymentId, signal) {
      if (signal.aborted) return
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const wake = () => resolve(undefined)
      const waiters = waiting.get(paymentId) ?? new Set()
      waiting.set(paymentId, waiters.add(wake))
      signal.addEventListener('abort', wake, { once: true })
      await promise
      signal.removeEventListener('abort', wake)
      waiters.delete(wake)
      if (waiters.size === 0 && waiting.get(paymentId) === waiters) waiting.delete(paymentId)
    },
  }
}
