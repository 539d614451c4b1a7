import { sql, type Insertable, type Selectable } from 'kysely'
import { readPage, type Page } from '../database/page.ts'
import type { Db, Tables, Trx } from '../database/schema.ts'
import { firstDue } from '../database/take-due.ts'
import type { Who } from './actor.ts'
import type { AuditAction, AuditEntry, ChainedEntry } from './audit-entry.ts'
import type { ChainEnd } from './chain.ts'

export async function insertEntry(trx: Trx, entry: AuditEntry): Promise<void> {
  await trx.insertInto('audit_entry').values(toRow(entry)).execute()
}

/** When the oldest entry without a place in the chain was written. */
export const oldestUnchained: ReturnType<typeof firstDue> = firstDue(
  'audit_entry',
  'at',
  sql`sequence is null`,
)

/** The end of the chain, for the one that extends it; undefined if another does. */
export async function lockChainEnd(trx: Trx): Promise<ChainEnd | undefined> {
  return trx
    .selectFrom('audit_chain')
    .select(['sequence', 'hash'])
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
}

export async function findChainEnd(db: Db): Promise<ChainEnd | undefined> {
  return db.selectFrom('audit_chain').select(['sequence', 'hash']).executeTakeFirst()
}

/** Oldest first. */
export async function listUnchained(db: Db, limit: number): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('sequence', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

/** Gives entries their places and moves the end of the chain behind the last of them. */
export async function writeChained(trx: Trx, entries: readonly ChainedEntry[]): Promise<void> {
  const last = entries.at(-1)
  if (last === undefined) return
  await sql`
    update audit_entry set sequence = place.sequence, hash = place.hash
    from unnest(
      ${entries.map(({ id }) => id)}::text[],
      ${entries.map(({ sequence }) => sequence)}::bigint[],
      ${entries.map(({ hash }) => hash)}::text[]
    ) as place (id, sequence, hash)
    where audit_entry.id = place.id
  `.execute(trx)
  await trx.updateTable('audit_chain').set({ sequence: last.sequence, hash: last.hash }).execute()
}

/** In the order of the chain. */
export async function listChained(
  db: Db,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly ChainedEntry[]> {
  const rows = await db
    .selectFrom('audit_entry')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute()
  return rows.flatMap((row) => {
    const { sequence, hash } = row
    return sequence === null || hash === null ? [] : [{ ...fromRow(row), sequence, hash }]
  })
}

export async function countUnchained(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('audit_entry')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('sequence', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export type AuditFilter = Page & {
  readonly action?: AuditAction | undefined
  /** The id of an operator, API key, subject or account, or an operator's name. */
  readonly about?: string | undefined
}

/** An entry, and its place if it has one yet. */
export type ListedEntry = AuditEntry & { readonly sequence: number | undefined }

type Listed = { readonly entries: readonly ListedEntry[]; readonly hasMore: boolean }

/** Newest first. */
export async function listEntries(db: Db, filter: AuditFilter): Promise<Listed> {
  const { about, action } = filter
  if (about === undefined) return listBy(db, filter, { action })
  const pages: Listed[] = []
  for (const column of ABOUT) pages.push(await listBy(db, filter, { [column]: about }))
  return mergePages(pages, filter)
}

/** Each has an index of its own, and no index has them all. */
const ABOUT = ['actor_id', 'actor_name', 'subject_id', 'account_id'] as const

async function listBy(
  db: Db,
  { action, ...page }: AuditFilter,
  only: Readonly<Record<string, string | undefined>>,
): Promise<Listed> {
  const isByAction = 'action' in only
  let query = db.selectFrom('audit_entry').selectAll()
  if (action !== undefined && !isByAction) query = query.where('action', '=', action)
  const list = {
    table: 'audit_entry',
    prefix: 'aud',
    order: 'newest-first',
    only,
  } as const
  const { rows, hasMore } = await readPage(query, list, page)
  const entries = rows.map((row) => ({ ...fromRow(row), sequence: row.sequence ?? undefined }))
  return { entries, hasMore }
}

/** One page of the lists together, each entry once. */
function mergePages(pages: readonly Listed[], { limit, endingBefore }: Page): Listed {
  const byId = new Map(pages.flatMap(({ entries }) => entries).map((entry) => [entry.id, entry]))
  const all = [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  return {
    entries: endingBefore === undefined ? all.slice(0, limit) : all.slice(-limit),
    hasMore: all.length > limit || pages.some(({ hasMore }) => hasMore),
  }
}

/** An entry as JSON of its row. */
export function entryAsJson(entry: AuditEntry): string {
  const { before = null, after = null } = entry
  return JSON.stringify({ ...toRow(entry), before, after })
}

function toRow(entry: AuditEntry): Insertable<Tables['audit_entry']> {
  const { who, subject, before, after } = entry
  return {
    id: entry.id,
    at: entry.at,
    actor_kind: who.kind,
    actor_id: who.kind === 'command' ? null : who.id,
    actor_name: who.kind === 'command' ? null : who.name,
    address: entry.address ?? null,
    action: entry.action,
    subject_type: subject.type,
    subject_id: subject.id ?? null,
    account_id: subject.accountId ?? null,
    before: before === undefined ? null : JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
    sequence: null,
    hash: null,
  }
}

function fromRow(row: Selectable<Tables['audit_entry']>): AuditEntry {
  const { actor_kind: kind, actor_id: id, actor_name: name } = row
  const who: Who = kind === 'command' ? { kind } : { kind, id: id ?? '', name: name ?? '' }
  return {
    id: row.id,
    at: row.at,
    who,
    address: row.address ?? undefined,
    action: row.action as AuditAction,
    subject: {
      type: row.subject_type as AuditEntry['subject']['type'],
      id: row.subject_id ?? undefined,
      accountId: row.account_id ?? undefined,
    },
    before: row.before ?? undefined,
    after: row.after ?? undefined,
  }
}
