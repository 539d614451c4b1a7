import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own, to fill it up or to cut its power. */
export type MountedDisk = {
  readonly path: string
  /** Drops everything that is not on the disk yet, as a power cut does. */
  readonly cut: () => void
  /** After a cut and once nobody uses it: checked, and mounted again. */
  readonly restore: () => void
  readonly close: () => void
}

/** EXT4_IOC_SHUTDOWN, without flushing the log. */
const CUT = `
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))`

/** A file system in memory, of a few megabytes. Throws where mounting is not allowed. */
export function mountSmallDisk(megabytes: number): Pick<MountedDisk, 'path' | 'close'> {
  const { folder, path } = makeFolder()
  try {
    run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tael-crash', path)
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return { path, close: () => unmount(folder, path) }
}

/** An ext4 on a loop device. Throws if there is none. */
export function mountLoopDisk(): MountedDisk {
  const { folder, path } = makeFolder()
  const image = join(folder, 'disk.img')
  const mount = (): void => run('mount', '-o', 'loop', image, path)
  try {
    run('truncate', '-s', '1G', image)
    run('mkfs.ext4', '-q', '-F', image)
    mount()
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
  return {
    path,
    cut: () => run('python3', '-c', CUT, path),
    restore() {
      run('umount', path)
      // A journal to replay is not an error, so its exit code of 1 is fine.
      attempt('e2fsck', '-fy', image)
      mount()
    },
    close: () => unmount(folder, path),
  }
}

function makeFolder(): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tael-disk-'))
  const path = join(folder, 'disk')
  mkdirSync(path)
  // PostgreSQL runs as another user than we do.
  chmodSync(folder, 0o755)
  return { folder, path }
}

function unmount(folder: string, path: string): void {
  attempt('umount', path)
  rmSync(folder, { recursive: true, force: true })
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = attempt(command, ...args)
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`, { cause: error })
}

function attempt(command: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: 'utf8' })
}
