import type { Clock } from './clock.ts'
import { SECOND_MS } from './durations.ts'

/** A burst is over when nothing has come for so long. */
const LULL_MS = 250
const LONGEST_MS = SECOND_MS

/** What comes alone goes on at once; what comes in a burst waits for its end, or for a second. */
export function createLulls(clock: Clock): () => Promise<void> {
  let lastAt = -Infinity
  let lull: Promise<void> | undefined
  const isQuiet = (): boolean => Math.abs(clock.now().getTime() - lastAt) >= LULL_MS

  async function waitForLull(): Promise<void> {
    for (let waitedMs = 0; waitedMs < LONGEST_MS; waitedMs += LULL_MS) {
      await clock.sleep(LULL_MS)
      if (isQuiet()) break
    }
    lull = undefined
  }

  return () => {
    const isAlone = lull === undefined && isQuiet()
    lastAt = clock.now().getTime()
    return isAlone ? Promise.resolve() : (lull ??= waitForLull())
  }
}
