import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServerDatabase } from '../../packages/checkout/test/support/database.ts'

export const ENGINES = ['pglite', 'postgres'] as const
export type Engine = (typeof ENGINES)[number]

/**
 * A process that dies takes nothing from the disk's cache, so these files need no disk: after a kill
 * the engine syncs all of its thousand files, which takes seconds. The power cut has a disk.
 */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** Where a server keeps its data. */
export type DataLocation = {
  readonly engine: Engine
  /** The settings of `tael serve`. */
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** An empty database: a directory of its own, or one on the PostgreSQL that all share. */
export async function openDataLocation(engine: Engine): Promise<DataLocation> {
  if (engine === 'postgres') {
    const { url, drop } = await createServerDatabase()
    return { engine, env: { DATABASE_URL: url }, close: drop }
  }
  const folder = await mkdtemp(join(FOLDER, 'tael-crash-'))
  return {
    engine,
    env: { TAEL_DATA: join(folder, 'data') },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
