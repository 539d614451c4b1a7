import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServerDatabase } from '../../packages/checkout/src/testing/database.ts'

export const ENGINES = ['pglite', 'postgres'] as const
export type Engine = (typeof ENGINES)[number]

/** Where a server keeps its data. */
export type Place = {
  readonly engine: Engine
  /** How `tael serve` is told. */
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** An empty database: a directory of its own, or one on the PostgreSQL that all share. */
export async function openPlace(engine: Engine): Promise<Place> {
  if (engine === 'postgres') {
    const { url, drop } = await createServerDatabase()
    return { engine, env: { DATABASE_URL: url }, close: drop }
  }
  const folder = await mkdtemp(join(tmpdir(), 'tael-crash-'))
  return {
    engine,
    env: { TAEL_DATA: join(folder, 'data') },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
