/** A rule of QFPay's or WeChat's that a request broke, in words for the person who sent it. */
export type Problem = {
  /** Stable kebab-case name. */
  readonly rule: string
  readonly message: string
  readonly hint: string
}

/** What was signed, so that a wrong signature can be compared character by character. */
export type SignedText = {
  /** The exact text that was hashed; the key is masked, and so are personal values. */
  readonly string: string
  readonly algorithm: 'MD5' | 'SHA256'
  readonly expected: string
  readonly received: string
  readonly ok: boolean
}

export type JournalEntry = {
  readonly id: number
  /** ISO 8601, in the sandbox's time. */
  readonly at: string
  readonly kind: 'gateway' | 'wechat' | 'bridge' | 'notification' | 'control' | 'page'
  /** A short title for people, such as 'Payment request 800207'. */
  readonly step: string
  readonly method?: string
  /** Without the query, which may hold secrets. */
  readonly url?: string
  readonly status?: number
  readonly request?: Readonly<Record<string, string>>
  readonly response?: unknown
  readonly signed?: SignedText
  readonly problem?: Problem
  /** What the sandbox accepts, and another gateway may refuse. */
  readonly remark?: Problem
  /** The out_trade_no. */
  readonly orderId?: string
  /** The payer's id in the sandbox. */
  readonly payer?: string
}

export type JournalLine = Omit<JournalEntry, 'id' | 'at'>

/** Everything that happened in the sandbox, the newest last. */
export interface Journal {
  append(line: JournalLine): JournalEntry
  /** Entries with an id above `after`, oldest first; with `limit`, only the newest of them. */
  list(options?: { readonly after?: number; readonly limit?: number }): readonly JournalEntry[]
  /** Calls back for every new entry until the returned function is called. */
  subscribe(listener: (entry: JournalEntry) => void): () => void
  clear(): void
}

/** Kept in memory, the newest. */
const MAX_ENTRIES = 5_000

export function createJournal(now: () => number): Journal {
  const entries: JournalEntry[] = []
  const listeners = new Set<(entry: JournalEntry) => void>()
  let lastId = 0
  return {
    append(line) {
      const entry: JournalEntry = { id: ++lastId, at: new Date(now()).toISOString(), ...line }
      entries.push(entry)
      if (entries.length > MAX_ENTRIES) entries.splice(0, entries.length - MAX_ENTRIES)
      for (const listener of listeners) listener(entry)
      return entry
    },
    list({ after = 0, limit } = {}) {
      const newer = entries.filter((entry) => entry.id > after)
      return limit === undefined ? newer : newer.slice(Math.max(0, newer.length - limit))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    // Ids continue, so that a reader who asks "after 40" does not get old numbers again.
    clear: () => void entries.splice(0),
  }
}
