import type { Database } from '@tael/checkout'
import { inOpenTransaction } from './observations.ts'

/** Tells whether a transaction waits for a call to the gateway. */
export function markTransactions(database: Database): Database {
  const { db } = database
  const transaction = db.transaction.bind(db)
  const marked: typeof db.transaction = () => {
    const builder = transaction()
    const execute = builder.execute.bind(builder)
    builder.execute = (work) => execute((trx) => inOpenTransaction.run(true, () => work(trx)))
    return builder
  }
  db.transaction = marked
  return database
}
