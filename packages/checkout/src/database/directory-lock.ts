import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/**
 * Takes a directory for this process alone, by a lock file beside it, and returns what gives it back.
 *
 * SQLite holds the lock in the kernel on every platform, so it goes when the process dies, however
 * it dies, and never has to be removed by hand.
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(`${directory}.lock`)
  try {
    lock.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    throw new Error(
      `The data directory ${directory} is in use by another process: stop that one, choose another directory, or set DATABASE_URL to a PostgreSQL server, which many processes can share.`,
      { cause },
    )
  }
  return () => {
    lock.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
