import { systemClock as clientClock } from '@tael/qfpay'
import type { Clock } from './clock.ts'

/** The machine's own time: the only place that reads it. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => clientClock.sleep(ms, signal),
}
