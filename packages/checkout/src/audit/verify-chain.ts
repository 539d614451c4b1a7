import { hash } from 'node:crypto'
import type { Runtime } from '../runtime.ts'
import { countUnchained, listChained, findChainEnd } from './audit-store.ts'
import { CHAIN_BEGIN, followChain, type BrokenChain, type ChainEnd } from './chain.ts'

const PAGE = 1000

export type Verified = {
  /** What holds: up to here the log is as it was written. */
  readonly end: ChainEnd
  /** Written in the last second or so, and not in the chain yet. */
  readonly waiting: number
  /** Undefined if nothing is wrong. */
  readonly broken: BrokenChain | undefined
}

/**
 * Reads the whole audit log and recomputes its chain. `known` is an end that somebody noted before: a person who
 * can write to the database can rewrite all of the chain, but not what was noted elsewhere.
 */
export async function verifyChain(
  deps: Pick<Runtime, 'database'>,
  known?: ChainEnd,
): Promise<Verified> {
  const { db } = deps.database
  const noted = await findChainEnd(db)
  const waiting = await countUnchained(db)
  let end = CHAIN_BEGIN
  for (;;) {
    const page = await listChained(db, { after: end.sequence, limit: PAGE })
    const at = page.findIndex(({ sequence }) => sequence === known?.sequence)
    const followed = followChain(end, page, (text) => hash('sha256', text))
    if ('kind' in followed) return { end, waiting, broken: followed }
    if (known !== undefined && page[at] !== undefined && page[at].hash !== known.hash) {
      return { end, waiting, broken: { kind: 'rewritten', sequence: known.sequence } }
    }
    end = followed
    if (page.length < PAGE) break
  }
  const broken = wrongEnd(end, {
    least: Math.max(noted?.sequence ?? Infinity, known?.sequence ?? 0),
    // It may have grown meanwhile.
    most: (await findChainEnd(db)) ?? CHAIN_BEGIN,
  })
  return { end, waiting, broken }
}

function wrongEnd(
  end: ChainEnd,
  { least, most }: { readonly least: number; readonly most: ChainEnd },
): BrokenChain | undefined {
  if (end.sequence < least) return { kind: 'cut', sequence: end.sequence + 1 }
  if (end.sequence > most.sequence) return { kind: 'added', sequence: most.sequence + 1 }
  const isOther = end.sequence === most.sequence && end.hash !== most.hash
  return isOther ? { kind: 'rewritten', sequence: end.sequence } : undefined
}
