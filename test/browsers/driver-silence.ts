import { setTimeout as pause } from 'node:timers/promises'
import { MINUTE_MS } from '@tael/testing/durations'

/** A driver on this machine answers a command within milliseconds or, as WebKit's sometimes, never. */
const MAX_SILENCE_MS = 2 * MINUTE_MS

export type DriverSilence = {
  /** Resolves with the command that the driver did not answer. */
  readonly heard: Promise<string>
  /** The driver's answer; rejects for the first command without one, and for each after it. */
  readonly answer: <Value>(command: string, ask: () => Promise<Value>) => Promise<Value>
}

export function createDriverSilence(maxSilenceMs = MAX_SILENCE_MS): DriverSilence {
  const { promise: heard, resolve } = Promise.withResolvers<string>()
  const rejected = heard.then((command) => {
    throw new Error(`its driver does not answer ${command}`)
  })
  rejected.catch(() => undefined)
  return {
    heard,
    async answer(command, ask) {
      const answered = new AbortController()
      pause(maxSilenceMs, undefined, { signal: answered.signal }).then(
        () => resolve(command),
        () => undefined,
      )
      try {
        return await Promise.race([rejected, ask()])
      } finally {
        answered.abort()
      }
    },
  }
}
