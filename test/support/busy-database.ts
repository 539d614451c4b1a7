import type { Database } from '@tael/checkout'

/** A statement that failed never tells that it is over. */
const LONGEST_MS = 100

/** A database that knows whether a statement is running, so that a moved clock can wait for it. */
export function watchDatabase(database: Database): {
  readonly database: Database
  readonly isBusy: () => boolean
} {
  const running = new Map<unknown, number>()
  const plugin: Parameters<Database['db']['withPlugin']>[0] = {
    transformQuery({ queryId, node }) {
      running.set(queryId, performance.now())
      return node
    },
    transformResult({ queryId, result }) {
      running.delete(queryId)
      return Promise.resolve(result)
    },
  }
  return {
    database: { ...database, db: database.db.withPlugin(plugin) },
    isBusy() {
      for (const [queryId, startedAt] of running) {
        if (performance.now() - startedAt > LONGEST_MS) running.delete(queryId)
      }
      return running.size > 0
    },
  }
}
