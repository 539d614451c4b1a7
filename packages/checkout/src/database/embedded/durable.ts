import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { lockDirectory, notWritable } from './directory-lock.ts'
import { syncDirectory, syncTree } from './sync-to-disk.ts'
import { SyncingFiles } from './syncing-files.ts'

const SETTINGS = {
  fsync: 'on',
  wal_sync_method: 'fsync',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // The system caches the files as well; PostgreSQL's default costs a hundred megabytes more.
  shared_buffers: '32MB',
}
const START_PARAMETERS = [
  // Without its `-F`, which would turn syncing off.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
]

/** Inside the data directory, which may be a volume's root: that can be neither renamed nor replaced. */
const DATABASE = 'pg'
/** Found in every directory of PostgreSQL. */
const MARK = 'PG_VERSION'

/**
 * Starts the engine so that a committed transaction survives a power cut.
 *
 * As shipped the engine never syncs and takes no lock: a power cut loses what it acknowledged, and
 * a second process corrupts the files.
 */
export async function openDurable(
  directory: string,
  readCopy: () => Blob | undefined,
): Promise<{
  readonly engine: PGlite
  readonly files: SyncingFiles
  readonly release: () => void
}> {
  const home = resolve(directory)
  makeDirectory(home)
  const release = lockDirectory(home)
  try {
    const path = placeOf(home)
    if (!existsSync(join(path, MARK))) await createFirst(path, readCopy())
    const files = new SyncingFiles(path)
    const engine = await PGlite.create({ fs: files, startParams: START_PARAMETERS })
    await checkThatCommitsSync(engine, files)
    return { engine, files, release }
  } catch (error) {
    release()
    throw error
  }
}

/** Earlier versions made the database in the data directory itself, and it stays there. */
function placeOf(home: string): string {
  return existsSync(join(home, MARK)) ? home : join(home, DATABASE)
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    throw new Error(notWritable(path, cause), { cause })
  }
}

/** An interrupted first start leaves half a database, so it is made aside, synced, and then renamed. */
async function createFirst(path: string, copy: Blob | undefined): Promise<void> {
  const aside = `${path}.first-start`
  rmSync(aside, { recursive: true, force: true })
  const engine = await PGlite.create(aside, beginFrom(copy))
  await engine.close()
  syncTree(aside)
  renameSync(aside, path)
  // The new name, and that of the data directory, which may be as new.
  const home = dirname(path)
  syncDirectory(home)
  syncDirectory(dirname(home))
}

/** The start of a new database: a copy, or nothing, for which the engine creates its own. */
export function beginFrom(copy: Blob | undefined): { loadDataDir?: Blob } {
  return copy === undefined ? {} : { loadDataDir: copy }
}

/** The hook depends on the engine's internals: refuse to start if a commit does not pass through it. */
async function checkThatCommitsSync(engine: PGlite, files: SyncingFiles): Promise<void> {
  const before = files.syncs
  // A transaction that writes to the log and to no table.
  await engine.query(`select pg_logical_emit_message(true, 'tael', 'does a commit sync?')`)
  const hasSynced = files.syncs > before
  const { rows } = await engine.query<{ is_durable: boolean }>(
    `select current_setting('fsync') = 'on' and current_setting('wal_sync_method') = 'fsync'
        and current_setting('synchronous_commit') = 'on' as is_durable`,
  )
  if (!hasSynced || rows[0]?.is_durable !== true) {
    throw new Error(
      `The embedded database in ${files.directory} does not sync its commits: this version of the engine is not safe to use. Set DATABASE_URL to a PostgreSQL server.`,
    )
  }
}
