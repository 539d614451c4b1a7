import { CompiledQuery, sql } from 'kysely'
import type { Database } from '../../src/database/database.ts'

type Db = Database['db']

/** The database, and what it is asked from here on, so that a test can look at how it finds its rows. */
export function watchStatements(db: Db): {
  readonly watched: Db
  readonly statements: readonly CompiledQuery[]
} {
  const statements: CompiledQuery[] = []
  const watched = db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      statements.push(db.getExecutor().compileQuery(node, queryId))
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  })
  return { watched, statements }
}

/** How PostgreSQL would find the rows of each statement, where it has an index to do so. */
export async function explain(
  db: Db,
  statements: readonly CompiledQuery[],
  { without = ['seqscan'] }: { readonly without?: readonly ('seqscan' | 'bitmapscan')[] } = {},
): Promise<readonly { readonly text: string; readonly plan: string }[]> {
  return db.transaction().execute(async (trx) => {
    for (const way of without) await sql`set local ${sql.raw(`enable_${way}`)} = off`.execute(trx)
    const plans: { text: string; plan: string }[] = []
    for (const { sql: text, parameters } of statements) {
      const { rows } = await trx.executeQuery(CompiledQuery.raw(`explain ${text}`, [...parameters]))
      plans.push({ text, plan: JSON.stringify(rows) })
    }
    return plans
  })
}
