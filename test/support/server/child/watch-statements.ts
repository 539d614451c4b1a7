import { createRequire } from 'node:module'
import type { Client, QueryResult } from 'pg'
import type { Cross } from './cross.ts'

type Query = (this: Client, ...args: unknown[]) => Promise<QueryResult> | undefined
type Done = (error: Error | null, result?: QueryResult) => void

const WRITE =
  /^\s*(?:with\b[\s\S]*?\b)?(insert into|update(?! skip)|delete from|create table)\s+(?:if not exists\s+)?"?(\w+)/i

/**
 * Watches every statement, on PostgreSQL and on the embedded engine alike. A write is named when it
 * wrote something, a commit by what its transaction has written: idle polls have no name.
 */
export function watchStatements(cross: Cross): void {
  const pg = createRequire(import.meta.url)('pg') as { Client: { prototype: { query: Query } } }
  const { prototype } = pg.Client
  const query = prototype.query
  const open = new WeakMap<Client, string[]>()

  function finished(client: Client, text: string, result: QueryResult | undefined): void {
    const name = nameOf(text)
    if (name === undefined || result?.rowCount === 0) return
    open.get(client)?.push(name)
    cross(open.has(client) ? `after ${name}` : `after ${name} alone`)
  }

  prototype.query = function (...args) {
    const text = textOf(args[0])
    const verb = text.trim().split(/[\s;]/)[0]?.toLowerCase()
    if (verb === 'begin' || verb === 'start') open.set(this, [])
    if (verb === 'rollback') open.delete(this)
    const written = verb === 'commit' ? (open.get(this) ?? []) : []
    const commit = `the commit of ${[...new Set(written)].join(', ')}`
    const done = (result: QueryResult | undefined): void => {
      if (verb !== 'commit') finished(this, text, result)
      else {
        open.delete(this)
        if (written.length > 0) cross(`after ${commit}`)
      }
    }
    const last = args.at(-1)
    if (typeof last === 'function') {
      const tell = last as Done
      const told: Done = (error, result) => {
        if (error === null) done(result)
        tell(error, result)
      }
      return query.call(this, ...args.slice(0, -1), told)
    }
    // Tael sends its prepared statements as pg's own Query, which says when it is done, and is no promise.
    const sent = (typeof args[0] === 'object' ? args[0] : {}) as { callback?: Done }
    const tell = sent.callback
    if (tell !== undefined) {
      sent.callback = (error, result) => {
        if (error === null) done(result)
        tell(error, result)
      }
    }
    const answer = query.apply(this, args)
    // It is on its way to the server, and no answer can have come yet.
    if (written.length > 0) cross(`during ${commit}`)
    const alone = open.has(this) ? undefined : nameOf(text)
    if (alone !== undefined && /^\s*with\b/i.test(text)) cross(`during ${alone} alone`)
    if (tell !== undefined) return answer
    return answer?.then((result) => {
      done(result)
      return result
    })
  }
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query
  return (query as { readonly text?: string } | undefined)?.text ?? ''
}

function nameOf(text: string): string | undefined {
  const [, verb, table] = WRITE.exec(text) ?? []
  return verb === undefined || table === undefined ? undefined : `${verb.toLowerCase()} ${table}`
}
