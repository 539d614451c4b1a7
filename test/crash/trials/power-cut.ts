import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { checkBooks, type Fault } from '../../support/server/books.ts'
import { awaitConsistency } from '../await-consistency.ts'
import { startLoad, type Load } from '../load.ts'
import { mountLoopDisk, type MountedDisk } from '../mounted-disk.ts'
import { openWorld, type CrashWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const TRIAL = { trial: 'power cut', engine: 'pglite' } as const
const PAYERS = 4
const LONGER_EACH_TIME_MS = 700
/** Its next sync fails and ends it; this is for one that does not sync. */
const UNTIL_DEAD_MS = 300

/** Cuts the power of the embedded database's disk while the server takes payments. */
export async function cutPower({ mutation, rounds, say }: TrialOptions): Promise<Finding> {
  let disk: MountedDisk
  try {
    disk = mountLoopDisk()
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error)
    return { ...TRIAL, done: '', faults: [], notRun: `no file system on a loop device: ${reason}` }
  }
  const world = await openWorld(
    {
      engine: 'pglite',
      env: { TAEL_DATA: join(disk.path, 'data') },
      close: () => {
        disk.close()
        return Promise.resolve()
      },
    },
    { mutation },
  )
  try {
    const load = startLoad(world, { payers: PAYERS })
    const faults: Fault[] = []
    let cuts = 0
    while (cuts < rounds && faults.length === 0) {
      cuts += 1
      await pause(cuts * LONGER_EACH_TIME_MS)
      faults.push(...(await cutOnce(world, disk, load)))
      say(`power cut ${cuts} of ${rounds}: ${load.paid()} payments until now`)
    }
    if (faults.length > 0) load.abandon()
    else faults.push(...stuck(await load.stop()), ...(await awaitConsistency(world)))
    return { ...TRIAL, done: `${cuts} cuts under ${load.paid()} payments`, faults }
  } finally {
    await world.close()
  }
}

async function cutOnce(
  world: CrashWorld,
  disk: MountedDisk,
  load: Load,
): Promise<readonly Fault[]> {
  disk.cut()
  await pause(UNTIL_DEAD_MS)
  await world.server.halt()
  disk.restore()
  world.server.go()
  try {
    await world.server.isUp()
    // Else the longer the books are, the more is paid while they are checked, and so on without end.
    const found = await load.restDuring(() => checkBooks(world))
    return found.filter(({ kind }) => kind === 'lost')
  } catch (error) {
    const { cause } = error as Error
    return [{ kind: 'lost', what: `no database that opens: ${String(cause).slice(0, 300)}` }]
  }
}
