import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import type { Pool, PoolConfig } from 'pg'
import { beginFrom, openDurable } from './durable.ts'
import { createMaintenance } from './maintenance.ts'
import { readPreparedCopy } from './prepared-copy.ts'

/** PostgreSQL inside this process, with the interface of a server. */
export interface Embedded {
  /** For a pool of one connection: the engine has no more. */
  readonly poolConfig: PoolConfig
  /** Runs through the pool, so that it cannot fall into another transaction. */
  maintain(pool: Pool): Promise<void>
  /** A copy of the whole database, for `openEmbedded({ memory: true }, () => copy)`. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

/**
 * Starts the engine on a directory, durably, or in memory. A new database begins from a copy, by default
 * the prepared one; without a copy, the engine creates it from scratch.
 */
export async function openEmbedded(
  location: { readonly directory: string } | { readonly memory: true },
  readCopy: () => Blob | undefined = readPreparedCopy,
): Promise<Embedded> {
  if ('directory' in location) {
    const { engine, files, release } = await openDurable(location.directory, readCopy)
    return overEngine(engine, { maintain: createMaintenance(files.directory), release })
  }
  return overEngine(await PGlite.create(beginFrom(readCopy())), {
    maintain: createMaintenance(),
    release: () => undefined,
  })
}

function overEngine(
  engine: PGlite,
  { maintain, release }: Pick<Embedded, 'maintain'> & { readonly release: () => void },
): Embedded {
  return {
    poolConfig: createPgConfig(engine),
    maintain,
    dump: () => engine.dumpDataDir('none'),
    async close() {
      await engine.close()
      release()
    },
  }
}
