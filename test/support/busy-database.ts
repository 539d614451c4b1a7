import type { Database } from '@tael/checkout'

/** A statement outside of a transaction that failed never tells that it is over. */
const LONGEST_MS = 2_000

type Db = Database['db']

/**
 * A database that knows whether anything is under way in it, so that a moved clock can wait for it:
 * a statement, or a transaction from its beginning until its commit has been answered.
 */
export function watchDatabase(database: Database): {
  readonly database: Database
  readonly isBusy: () => boolean
} {
  const running = new Map<unknown, number>()
  let transactions = 0
  const statements: Parameters<Db['withPlugin']>[0] = {
    transformQuery({ queryId, node }) {
      running.set(queryId, performance.now())
      return node
    },
    transformResult({ queryId, result }) {
      running.delete(queryId)
      return Promise.resolve(result)
    },
  }
  const watchedTransaction: Db['transaction'] = () => {
    const builder = database.db.transaction()
    const execute = builder.execute.bind(builder)
    builder.execute = (work) => {
      transactions += 1
      return execute(work).finally(() => (transactions -= 1))
    }
    return builder
  }
  const db = database.db.withPlugin(statements)
  db.transaction = watchedTransaction
  return {
    database: { ...database, db },
    isBusy() {
      for (const [queryId, startedAt] of running) {
        if (performance.now() - startedAt > LONGEST_MS) running.delete(queryId)
      }
      return transactions + running.size > 0
    },
  }
}
