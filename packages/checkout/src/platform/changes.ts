import { EventEmitter, once } from 'node:events'

/** Wakes those in this process that wait for a payment. Only for speed: the database is the truth. */
export type Changes = {
  readonly announce: (paymentId: string) => void
  /** Resolves at the payment's next change, or when the signal is aborted. */
  readonly next: (paymentId: string, signal: AbortSignal) => Promise<void>
}

export function createChanges(): Changes {
  // Any number of payers may wait.
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    announce(paymentId) {
      emitter.emit(paymentId)
    },
    async next(paymentId, signal) {
      // It rejects for one reason: the signal.
      await once(emitter, paymentId, { signal }).catch(() => undefined)
    },
  }
}
