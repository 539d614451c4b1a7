import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Returns when the directory's names are on the disk. Windows has no such call and needs none. */
export function syncDirectory(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r')
}

/** Returns when a directory and everything in it are on the disk. */
export function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) syncTree(path)
    // Windows syncs only files that are open for writing.
    else if (entry.isFile()) sync(path, 'r+')
  }
  syncDirectory(directory)
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
