import type { StatementResult } from '../../packages/checkout/test/support/sessions.ts'

type Tables = {
  readonly read: readonly string[]
  readonly written: readonly string[]
}

/** What was read outside of transactions, for as long as nobody has written what it was read from. */
export type Reads = {
  readonly recall: (sql: string, values: readonly unknown[]) => StatementResult | undefined
  /** Ignores what is no plain read. */
  readonly keep: (sql: string, values: readonly unknown[], result: StatementResult) => void
  readonly forget: (written: readonly string[]) => void
}

const READ = /^\s*select\b/i
const LOCKS = /\bfor (?:no key )?update\b/i

/**
 * Servers look again and again at what has not changed: PostgreSQL would give the same rows, and is not asked. A
 * plain read sees what is committed, waits for nobody, and nobody waits for it.
 */
export function rememberReads(): Reads {
  const known = new Map<string, StatementResult>()
  const readsOf = new Map<string, string[]>()
  const keyOf = (sql: string, values: readonly unknown[]): string =>
    `${sql} ${JSON.stringify(values)}`

  return {
    recall: (sql, values) => (READ.test(sql) ? known.get(keyOf(sql, values)) : undefined),
    keep(sql, values, result) {
      if (!READ.test(sql) || LOCKS.test(sql)) return
      const key = keyOf(sql, values)
      if (known.has(key)) return
      known.set(key, result)
      // The next reader gets the same.
      freeze(result.rows)
      for (const table of tablesOf(sql).read) {
        const reads = readsOf.get(table)
        if (reads === undefined) readsOf.set(table, [key])
        else reads.push(key)
      }
    },
    forget(written) {
      for (const table of written) {
        readsOf.get(table)?.forEach((key) => known.delete(key))
        readsOf.delete(table)
      }
    },
  }
}

/** An instant cannot be frozen; nobody sets one. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  Object.freeze(value)
  Object.values(value).forEach(freeze)
}

const tables = new Map<string, Tables>()

/** The tables that a statement names; a word that is none does no harm. */
export function tablesOf(sql: string): Tables {
  const found = tables.get(sql) ?? {
    read: namesAfter(sql, /\b(?:from|join)\s+"?(\w+)/gi),
    written: namesAfter(sql, /\b(?:into|update|delete\s+from)\s+"?(\w+)/gi),
  }
  tables.set(sql, found)
  return found
}

function namesAfter(sql: string, keyword: RegExp): readonly string[] {
  return [...new Set([...sql.matchAll(keyword)].map(([, name = '']) => name))]
}
