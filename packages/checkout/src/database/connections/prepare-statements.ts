import { createHash } from 'node:crypto'
import { Query, type PoolClient, type QueryResult } from 'pg'

/** The server keeps this many for each connection, with their plans. */
const MAX_STATEMENTS = 500
/** A migration has changed the columns of its result. */
const OUTDATED = '0A000'
/** It does not exist, or exists already: a pooler has changed the server's session. */
const OF_ANOTHER_SESSION = new Set(['26000', '42P05'])

type Send = (...args: readonly unknown[]) => Promise<QueryResult>

/**
 * Lets the server read and plan a statement once for a connection, not each time. If a pooler shares
 * sessions and does not support prepared statements, it stops doing so.
 *
 * A statement that fails for this reason is sent again immediately. A transaction can send nothing after
 * a failure, so there the error is a conflict, and the transaction runs again.
 */
export function createPreparing(): (client: PoolClient) => void {
  const names = new Map<string, string>()
  let isPooled = false

  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= MAX_STATEMENTS) return known
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
    return name
  }

  return (client) => {
    const query = client.query.bind(client) as Send
    let outdated = 0

    /** As a Query, because pg copies any other object property by property, for each statement. */
    const sendNamed = (name: string, text: string, values: unknown[]): Promise<QueryResult> => {
      const { promise, resolve, reject } = Promise.withResolvers<QueryResult>()
      const callback = (error: Error | null, result: QueryResult): void =>
        error ? reject(error) : resolve(result)
      void query(Object.assign(new Query(text, values), { name, callback }))
      return promise
    }

    const prepared: Send = async (text, values, ...rest) => {
      const isPlain = Array.isArray(values) && values.length > 0 && rest.length === 0
      const name = typeof text === 'string' && isPlain && !isPooled ? nameOf(text) : undefined
      if (typeof text !== 'string' || !isPlain || name === undefined) {
        return query(text, values, ...rest)
      }
      try {
        return await sendNamed(`${name}.${outdated}`, text, values)
      } catch (error) {
        // Where it was sent from, as pg does; it comes with the stack of the socket.
        if (error instanceof Error) Error.captureStackTrace(error)
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (code === OUTDATED) outdated += 1
        else if (OF_ANOTHER_SESSION.has(code)) isPooled = true
        else throw error
        return await query(text, values).catch(() => Promise.reject(error as Error))
      }
    }
    Object.assign(client, { query: prepared })
  }
}
