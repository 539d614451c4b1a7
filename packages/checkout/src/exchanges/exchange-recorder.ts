import type { Database } from '../database/database.ts'
import type { PeriodicWork } from '../database/work.ts'
import type { Clock } from '../platform/clock.ts'
import { SECOND_MS } from '../platform/durations.ts'
import type { NewId } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { createNoted } from '../platform/noted.ts'
import { addForged, writeExchanges } from './exchange-store.ts'
import { fold, type Exchange, type ExchangeDraft } from './exchange.ts'

/** Records what went over the wire, without delaying the work. */
export type ExchangeRecorder = {
  /** Takes an exchange into memory; `write` brings it into the database. */
  readonly record: (draft: ExchangeDraft) => void
  /** Counts a forged notification; returns how many of the account's are not written yet. */
  readonly countForged: (accountId: string) => number
  /** Writes what waits, some hundred lines in a statement. Throws if the database does not answer. */
  readonly write: () => Promise<void>
  /** Since when the oldest line has waited; undefined if none waits. */
  readonly waitingSince: () => Date | undefined
}

/** While the database is away: some ten megabytes. */
const MAX_WAITING = 5_000
/** Lines that may still grow. */
const MAX_OPEN = 2_000
const BATCH = 500
/** PostgreSQL's error classes for invalid values: it would refuse the same lines again. */
const WRONG_VALUE = /^2[23]/

export const exchangeWork: PeriodicWork<{ readonly exchanges: ExchangeRecorder }> = {
  name: 'exchange',
  everyMs: SECOND_MS,
  run: ({ exchanges }) => exchanges.write(),
  waitingSince: ({ exchanges }) => exchanges.waitingSince(),
  isLastAct: true,
}

/**
 * Collects exchanges, and merges repeats of the same one into one line. A process that dies loses what it
 * has not written: an explanation, and never money.
 */
export function createExchangeRecorder(deps: {
  readonly database: Pick<Database, 'db'>
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
}): ExchangeRecorder {
  const { clock, log } = deps
  const { db } = deps.database
  const waiting = new Map<string, { readonly line: Exchange; readonly since: Date }>()
  const open = new Map<string, Exchange>()
  const forged = createNoted<{ accountId: string; day: string; times: number }>({
    join: (earlier, { times }) => ({ ...earlier, times: earlier.times + times }),
    write: (counts) => addForged(db, [...counts.values()]),
  })
  let dropped = 0

  function keepOpen(series: string, line: Exchange): void {
    open.delete(series)
    open.set(series, line)
    const [oldest] = open.keys()
    if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest)
  }

  async function writeLines(): Promise<void> {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, BATCH)
      try {
        await writeExchanges(
          db,
          batch.map(({ line }) => line),
        )
      } catch (error) {
        if (!isWrongValue(error)) throw error
        log.error('exchanges.refused', { lines: batch.length, error })
      }
      // Lines that have grown meanwhile wait for the next write.
      for (const each of batch) {
        if (waiting.get(each.line.id) === each) waiting.delete(each.line.id)
      }
    }
    if (dropped > 0) log.warn('exchanges.dropped', { lines: dropped })
    dropped = 0
  }

  return {
    record(draft) {
      // An enquiry continues the one before it; a notification continues its like, whatever came between.
      const series =
        draft.kind === 'request' ? draft.about : `${draft.about} ${draft.kind} ${draft.fold ?? ''}`
      const { sentAt } = draft
      const line = fold(open.get(series), draft) ?? {
        ...draft,
        id: deps.newId('exc'),
        lastAt: sentAt,
        times: 1,
      }
      keepOpen(series, line)
      const before = waiting.get(line.id)
      if (before === undefined && waiting.size >= MAX_WAITING) dropped += 1
      else waiting.set(line.id, { line, since: before?.since ?? clock.now() })
    },
    countForged(accountId) {
      const day = dayOf(clock.now())
      return forged.note(`${accountId} ${day}`, { accountId, day, times: 1 }).times
    },
    async write() {
      await writeLines()
      await forged.write()
    },
    waitingSince() {
      const [oldest] = waiting.values()
      return oldest?.since
    },
  }
}

/** In UTC: an account's processes may be in several time zones. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

function isWrongValue(error: unknown): boolean {
  return error instanceof Error && 'code' in error && WRONG_VALUE.test(String(error.code))
}
