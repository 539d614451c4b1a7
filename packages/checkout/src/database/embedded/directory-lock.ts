import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

/** Another process works on the directory; that process has to do the work there. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError'
}

/**
 * Takes a directory for this process alone, by a lock file inside it, and returns a function that releases it.
 * | The file lies inside, so every path to the directory, and every mount of it, leads to the same lock. SQLite
 * holds it in the kernel on every platform, so it disappears when the process dies, in whatever way, and
 * never has to be removed by hand.
 */
export function lockDirectory(directory: string): () => void {
  const release = lockFile(join(directory, 'tael.lock'), directory)
  // An earlier version, which may still be running, locks this one.
  const beside = `${directory}.lock`
  if (!existsSync(beside)) return release
  try {
    const releaseBeside = lockFile(beside, directory)
    return () => {
      releaseBeside()
      release()
    }
  } catch (error) {
    release()
    throw error
  }
}

function lockFile(file: string, directory: string): () => void {
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(file)
    lock.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive')
  } catch (cause) {
    lock?.close()
    throw isBusy(cause)
      ? new DirectoryInUseError(inUse(directory), { cause })
      : new Error(notWritable(directory, cause), { cause })
  }
  return () => {
    lock.close()
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

function inUse(directory: string): string {
  return `The data directory ${directory} is in use by another process: stop that one, choose another directory, or set DATABASE_URL to a PostgreSQL server, which many processes can share.`
}

/** What to do about a directory that cannot be created or written. */
export function notWritable(directory: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return `The data directory ${directory} cannot be written (${reason}): give it to the user that runs Tael, make room on its disk, or choose another directory (TAEL_DATA).`
}
