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
  const known = new Map<string, { readonly versions: string; readonly result: StatementResult }>()
  const versions = new Map<string, number>()

  const keyOf = (sql: string, values: readonly unknown[]): string =>
    `${sql} ${JSON.stringify(values)}`
  const versionsOf = (sql: string): string =>
    tablesOf(sql)
      .read.map((table) => versions.get(table) ?? 0)
      .join()

  return {
    recall(sql, values) {
      if (!READ.test(sql)) return undefined
      const found = known.get(keyOf(sql, values))
      return found?.versions === versionsOf(sql) ? structuredClone(found.result) : undefined
    },
    keep(sql, values, { command, rowCount, rows }) {
      if (!READ.test(sql) || LOCKS.test(sql)) return
      const result = structuredClone({ command, rowCount, rows })
      known.set(keyOf(sql, values), { versions: versionsOf(sql), result })
    },
    forget(written) {
      for (const table of written) versions.set(table, (versions.get(table) ?? 0) + 1)
    },
  }
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
