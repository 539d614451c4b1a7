import { AsyncLocalStorage } from 'node:async_hooks'
import type { Cross, Occasion } from './cross.ts'
import { watchAnswers } from './watch-answers.ts'
import { watchRequests } from './watch-requests.ts'
import { watchStatements } from './watch-statements.ts'

/**
 * Watches the edges that every step of the flow crosses: the database, the requests that go out,
 * those that come in and their answers. The names do not depend on ids, times or idle polls.
 */
export function watchEdges(cross: Cross): void {
  const occasion: Occasion = new AsyncLocalStorage()
  const crossFor: Cross = (step) => {
    const what = occasion.getStore() ?? 'in the background'
    if (!isReading(what)) cross(`${what}: ${step}`)
  }
  watchStatements(crossFor)
  watchRequests(crossFor)
  watchAnswers(occasion, crossFor)
}

/** The merchant's reading changes nothing, and they may read as often as they like. */
function isReading(what: string): boolean {
  return /^GET \/(v1|health|ready)/.test(what)
}
