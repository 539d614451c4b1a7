import { canonical, type AuditEntry, type ChainedEntry } from './audit-entry.ts'

/** SHA-256, in hexadecimal. */
export type Hash = (text: string) => string

/** Where a chain ends: how many entries it has, and the hash of the last one. */
export type ChainEnd = { readonly sequence: number; readonly hash: string }

/** Before the first entry. */
export const CHAIN_BEGIN: ChainEnd = { sequence: 0, hash: '' }

/** Puts entries behind the end of a chain, in the given order. */
export function extendChain(
  end: ChainEnd,
  entries: readonly AuditEntry[],
  hash: Hash,
): readonly ChainedEntry[] {
  const chained: ChainedEntry[] = []
  let last = end
  for (const entry of entries) {
    last = { sequence: last.sequence + 1, hash: hashOf(last, entry, hash) }
    chained.push({ ...entry, ...last })
  }
  return chained
}

/** What is wrong with a chain, and at which entry. */
export type BrokenChain =
  | {
      readonly kind: 'missing' | 'changed'
      readonly sequence: number
      /** Undefined if the entry is not there. */
      readonly id?: string
    }
  /** The chain once was longer, never was so long, or had another hash there. */
  | { readonly kind: 'cut' | 'added' | 'rewritten'; readonly sequence: number }

/** Follows entries behind a known end; the new end, or what is wrong with the first wrong one. */
export function followChain(
  end: ChainEnd,
  entries: readonly ChainedEntry[],
  hash: Hash,
): ChainEnd | BrokenChain {
  let last = end
  for (const entry of entries) {
    const expected = last.sequence + 1
    if (entry.sequence !== expected) return { kind: 'missing', sequence: expected }
    if (entry.hash !== hashOf(last, entry, hash)) {
      return { kind: 'changed', sequence: expected, id: entry.id }
    }
    last = { sequence: expected, hash: entry.hash }
  }
  return last
}

function hashOf(before: ChainEnd, entry: AuditEntry, hash: Hash): string {
  const { id, at, who, address, action, subject, before: was, after } = entry
  const facts = { id, at: at.toISOString(), who, address, action, subject, before: was, after }
  return hash(`${before.hash}\n${before.sequence + 1}\n${canonical(facts)}`)
}
