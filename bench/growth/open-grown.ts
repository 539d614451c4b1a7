import { DAY_MS } from '@tael/testing/durations'
import { payAll } from '../payment/load.ts'
import { installTael, type TaelSide } from '../payment/tael.ts'
import type { World } from '../payment/world.ts'
import { copyRows } from './copy-rows.ts'

/** Really paid; all others are copies. */
export const ORIGINALS = 8
/** All copies are of these days, so that nothing is old enough to be deleted while others are measured. */
const SPAN_MS = 25 * DAY_MS
/** So that each hour has some. */
const MOST_APART_MS = 100_000
/** Enough for every hour that is asked for. */
const MIN_COPIES = 80

/** How far apart so many payments are. */
export function apartMs(payments: number): number {
  return Math.min(MOST_APART_MS, Math.floor(SPAN_MS / copiesOf(payments)))
}

/** `tael serve` of a shop with so many payments, in a world of `ORIGINALS` payments a round. */
export async function openGrown(
  world: World,
  { payments, everyMs }: { readonly payments: number; readonly everyMs: number },
  say: (line: string) => void,
): Promise<TaelSide> {
  const installed = await installTael(world)
  const young = await installed.start()
  await payAll(world.sandbox, young, { payments: ORIGINALS, payers: 1 })
  // What it has in memory is written when it stops.
  await young.stop()
  const copies = copiesOf(payments)
  say(`copying ${ORIGINALS} payments ${copies} times`)
  await copyRows({ connectionString: installed.databaseUrl }, { copies, everyMs })
  return installed.start()
}

function copiesOf(payments: number): number {
  return Math.max(Math.ceil(payments / ORIGINALS) - 1, MIN_COPIES)
}
