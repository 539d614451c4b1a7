import { payAll } from '../payment/load.ts'
import { installTael, type TaelSide } from '../payment/tael.ts'
import type { World } from '../payment/world.ts'
import { copyRows } from './copy-rows.ts'

/** Really paid; all others are copies. */
export const ORIGINALS = 8
/** How far the copies are apart: all of them are of this year, so that nothing is old enough to be deleted. */
const EVERY_MS = 100_000
/** Enough for every hour that is asked for. */
const MIN_COPIES = 80

/** `tael serve` of a shop with so many payments, in a world of `ORIGINALS` payments a round. */
export async function openGrown(
  world: World,
  payments: number,
  say: (line: string) => void,
): Promise<TaelSide> {
  const installed = await installTael(world)
  const young = await installed.start()
  await payAll(world.sandbox, young, { payments: ORIGINALS, payers: 1 })
  // What it has in memory is written when it stops.
  await young.stop()
  const copies = Math.max(Math.ceil(payments / ORIGINALS) - 1, MIN_COPIES)
  say(`copying ${ORIGINALS} payments ${copies} times`)
  await copyRows({ connectionString: installed.databaseUrl }, { copies, everyMs: EVERY_MS })
  return installed.start()
}
