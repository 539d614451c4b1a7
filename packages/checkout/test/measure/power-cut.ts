/**
 * Cuts the power of an embedded database while it writes, and looks for what it had acknowledged.
 *
 * On a file system of its own, which is told to drop everything that is not yet on the disk. Linux
 * and root only: `node --conditions=@tael/source packages/checkout/test/measure/power-cut.ts 10`
 */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { runPart, startPart } from '../../src/testing/child-process.ts'
import type { Written } from '../../src/testing/written.ts'

const ROUNDS = Number(process.argv[2] ?? 10)
/** EXT4_IOC_SHUTDOWN, without flushing the log. */
const CUT = `
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))`

const folder = mkdtempSync(join(tmpdir(), 'tael-power-cut-'))
const image = join(folder, 'disk.img')
const disk = join(folder, 'disk')
const directory = join(disk, 'data')
const total = { acknowledged: 0, lost: 0 }

mkdirSync(disk)
run('truncate', '-s', '1G', image)
run('mkfs.ext4', '-q', '-F', image)
run('mount', '-o', 'loop', image, disk)
try {
  for (let round = 1; round <= ROUNDS; round++) {
    const { first, last } = await writeUntilCut(round)
    run('umount', disk)
    // A journal to replay is not an error, so its exit code of 1 is fine.
    attempt('e2fsck', '-fy', image)
    run('mount', '-o', 'loop', image, disk)

    const found = await readInAnotherProcess()
    const isLost = found === undefined || found.last < last || !found.isWhole
    total.acknowledged += last - first + 1
    if (isLost) {
      total.lost += 1
      rmSync(directory, { recursive: true, force: true })
    }
    say(
      `cut ${round}: acknowledged up to ${last}, found ${foundText(found)}${isLost ? ', LOST' : ''}`,
    )
  }
} finally {
  attempt('umount', disk)
  rmSync(folder, { recursive: true, force: true })
}
say(
  `${ROUNDS} cuts, ${total.acknowledged} acknowledged transactions, ${total.lost} cuts with a loss`,
)
process.exitCode = total.lost === 0 ? 0 : 1

/** The first cut comes early, right after the database was made; the others later and later. */
async function writeUntilCut(
  round: number,
): Promise<{ readonly first: number; readonly last: number }> {
  const writer = startPart('write', directory)
  let first = 0
  let last = 0
  for await (const line of createInterface(writer.stdout)) {
    last = Number(line)
    if (first === 0) {
      first = last
      void pause(round * 150).then(() => {
        run('python3', '-c', CUT, disk)
        // Its next sync fails and ends it; this is for one that does not sync.
        setTimeout(() => writer.kill('SIGKILL'), 300)
      })
    }
  }
  return { first, last }
}

/** Undefined when the database cannot even be opened. Not in this process, which would keep the disk busy. */
async function readInAnotherProcess(): Promise<Written | undefined> {
  const { code, output } = await runPart('read', directory)
  return code === 0 ? (JSON.parse(output) as Written) : undefined
}

function foundText(found: Written | undefined): string {
  return found === undefined ? 'no database that opens' : `up to ${found.last}`
}

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = attempt(command, ...args)
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`, { cause: error })
}

function attempt(command: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { encoding: 'utf8' })
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
