// `npm run poster-queue`: 10,000 people scan one poster within a minute; draws docs/pictures/poster-queue.svg.
// With a number so many come, and nothing is drawn.
import { writeFile } from 'node:fs/promises'
import { openDatabase, silentLog, systemClock } from '@tael/checkout'
import { percentile } from '@tael/testing/percentile'
import { mostWithin } from '../support/gateway-calls.ts'
import { joinWorld } from '../support/joined-world.ts'
import { BUSY_WALL, serveCrowd } from '../support/poster-queue.ts'
import { drawPosterQueue } from './draw-poster-queue.ts'

const PEOPLE = 10_000
const STOCK = 300
const PICTURE = new URL('../../docs/pictures/poster-queue.svg', import.meta.url)

const [count] = process.argv.slice(2)
const people = count === undefined ? PEOPLE : Number(count)
const database = await openDatabase(
  { memory: true },
  { clock: systemClock, random: Math.random, log: silentLog },
)
await database.migrate()
const world = await joinWorld(database, BUSY_WALL)
const served = await serveCrowd(world, { people, arriveWithinMs: 60_000, stock: STOCK })
await world.close()

const { callsAt, refused, paidTwice, link, mostTaken } = served
const of = (is: (person: (typeof served.people)[number]) => boolean) =>
  served.people.filter(is).length
const waits = served.people.flatMap(({ arrivedMs, calledMs }) =>
  calledMs === undefined ? [] : [calledMs - arrivedMs],
)
const lastPaidMs = Math.max(...served.people.map(({ paidMs = 0 }) => paidMs))
const toldAfter = served.people.flatMap(({ toldMs }) =>
  toldMs === undefined ? [] : [toldMs - lastPaidMs],
)
const say = (what: string, value: string | number): void =>
  void process.stdout.write(`${what.padEnd(36)}${value}\n`)
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
say('people', people)
say('stock', link.stock)
say('paid', link.paid)
say('people who paid twice', paidTwice)
say('most held and paid together', mostTaken)
say(
  'orders that nobody paid',
  of(({ leftUnpaid, calledMs }) => leftUnpaid && calledMs !== undefined),
)
say(
  'told that it is sold out',
  of(({ toldMs }) => toldMs !== undefined),
)
say('waited for their turn, 50 in 100', seconds(percentile(waits, 50)))
say('longest wait for a turn', seconds(percentile(waits, 100)))
say('told after the last payment, 95 in 100', seconds(percentile(toldAfter, 95)))
say('most calls in any minute', `${mostWithin(callsAt, 60_000)} of 400`)
say('most calls in any second', `${mostWithin(callsAt, 1_000)} of 100`)
say('refused by the gateway', refused)
if (count === undefined) await writeFile(PICTURE, drawPosterQueue(served))
