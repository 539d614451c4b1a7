// `npm run waiting-payers`: 300 payers wait and nobody is notified; draws docs/pictures/waiting-payers.svg.
// With a number it watches so many, and draws nothing.
import { writeFile } from 'node:fs/promises'
import { openDatabase, silentLog, systemClock } from '@tael/checkout'
import { percentile } from '@tael/testing/percentile'
import { mostWithin } from '../support/gateway-calls.ts'
import { joinWorld } from '../support/joined-world.ts'
import { UNNOTIFIED, watchWaitingPayers } from '../support/waiting-payers.ts'
import { drawWaitingPayers } from './draw-waiting-payers.ts'

const PAYERS = 300
const PICTURE = new URL('../../docs/pictures/waiting-payers.svg', import.meta.url)

const [count] = process.argv.slice(2)
const database = await openDatabase(
  { memory: true },
  { clock: systemClock, random: Math.random, log: silentLog },
)
await database.migrate()
const world = await joinWorld(database, UNNOTIFIED)
const waited = await watchWaitingPayers(world, {
  payers: count === undefined ? PAYERS : Number(count),
  everyMs: 600,
  payWithinMs: 90_000,
})
await world.close()

const { waitsMs, callsAt, launchedMs, endedMs, refused } = waited
const while300Wait = callsAt.filter((at) => at > launchedMs + 60_000)
const say = (line: string): void => void process.stdout.write(`${line}\n`)
say(`payers                        ${waitsMs.length}`)
for (const percent of [50, 95, 99, 100]) {
  const seconds = (percentile(waitsMs, percent) / 1000).toFixed(1)
  say(`saw "paid" after, ${String(percent).padStart(3)} in 100   ${seconds} s`)
}
say(`most calls in any minute      ${mostWithin(callsAt, 60_000)} of 400`)
say(`most calls in any second      ${mostWithin(callsAt, 1_000)} of 100`)
const waitingMinutes = (endedMs - launchedMs - 60_000) / 60_000
say(`calls a minute while all wait ${Math.round(while300Wait.length / waitingMinutes)}`)
say(`refused by the gateway        ${refused}`)
if (count === undefined) await writeFile(PICTURE, drawWaitingPayers(waited))
