import { MINUTE_MS, SECOND_MS } from '../durations.ts'
import type { State } from '../state/state.ts'

/** Counts a request of a merchant; false if it exceeds the limit, and then it does not count. */
export function isWithinRate(state: State, appCode: string): boolean {
  const now = state.clock.now()
  const { requestsPerSecond, requestsPerMinute } = state.settings
  const lastMinute = (state.requests.get(appCode) ?? []).filter((at) => at > now - MINUTE_MS)
  const lastSecond = lastMinute.filter((at) => at > now - SECOND_MS)
  const isWithin = lastMinute.length < requestsPerMinute && lastSecond.length < requestsPerSecond
  state.requests.set(appCode, isWithin ? [...lastMinute, now] : lastMinute)
  return isWithin
}
