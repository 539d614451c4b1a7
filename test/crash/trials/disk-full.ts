import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '@tael/testing/postgres-server'
import { awaitConsistency } from '../await-consistency.ts'
import type { Engine, DataLocation } from '../data-location.ts'
import { startLoad } from '../load.ts'
import { mountSmallDisk } from '../mounted-disk.ts'
import { openWorld } from '../world.ts'
import { stuck, type Finding, type TrialOptions } from './trial.ts'

const MEGABYTES = { pglite: 200, postgres: 200 }
const PAYERS = 4
const BEFORE_MS = 1_500
const FULL_MS = 6_000
/** What is there already holds a few more rows; until then the disk has to be felt. */
const FELT_WITHIN_MS = 60_000

/** Fills the disk of the database under load, and makes room again. */
export async function fillDisk(engine: Engine, { mutation }: TrialOptions): Promise<Finding> {
  const trial = { trial: 'disk full', engine }
  let disk: ReturnType<typeof mountSmallDisk>
  try {
    disk = mountSmallDisk(MEGABYTES[engine])
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error)
    return { ...trial, done: '', faults: [], notRun: `no file system of its own: ${reason}` }
  }
  const world = await openWorld(await placeOn(engine, disk), { mutation })
  try {
    const load = startLoad(world, { payers: PAYERS })
    await pause(BEFORE_MS)
    const filler = join(disk.path, 'filler')
    fill(filler)
    const merchant = world.merchants['qfpay-account']
    const acknowledgedBefore = merchant.acknowledged.payments.length
    const refused = () => Object.values(world.merchants).flatMap((each) => each.refusals)
    const isFelt = () => refused().length > 0 || world.server.restarts() > 0
    const fullAt = performance.now()
    const fullFor = () => performance.now() - fullAt
    while (fullFor() < FULL_MS || (!isFelt() && fullFor() < FELT_WITHIN_MS)) await pause(100)
    const acknowledgedMeanwhile = merchant.acknowledged.payments.length - acknowledgedBefore
    const wasFelt = isFelt()
    rmSync(filler)
    const failures = await load.stop()
    const refusals = refused()
    const shapeless = refusals.filter(({ code }) => !['internal', 'unavailable'].includes(code))
    return {
      ...trial,
      done: `under ${load.paid()} payments; meanwhile ${acknowledgedMeanwhile} acknowledged, ${refusals.length} answers 5xx, ${world.server.restarts()} restarts`,
      faults: [
        ...stuck(wasFelt ? [] : ['the disk was full, and nothing was refused']),
        ...stuck(failures),
        ...stuck(shapeless.map(({ status, code }) => `an answer ${status} with ${code}`)),
        ...(await awaitConsistency(world)),
      ],
    }
  } finally {
    await world.close()
  }
}

async function placeOn(
  engine: Engine,
  disk: ReturnType<typeof mountSmallDisk>,
): Promise<DataLocation> {
  if (engine === 'pglite') {
    return {
      engine,
      env: { TAEL_DATA: join(disk.path, 'data') },
      close: () => {
        disk.close()
        return Promise.resolve()
      },
    }
  }
  const postgres = await startPostgres({ synchronous_commit: 'on' }, disk.path)
  return {
    engine,
    env: { DATABASE_URL: postgres.url },
    async close() {
      await postgres.stop()
      disk.close()
    },
  }
}

/** Until nothing fits any more. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  try {
    for (let bytes = 2 ** 20; bytes >= 512; bytes /= 2) {
      const piece = Buffer.alloc(bytes)
      try {
        while (writeSync(file, piece) === bytes);
      } catch {
        // A smaller piece may still fit.
      }
    }
  } finally {
    closeSync(file)
  }
}
