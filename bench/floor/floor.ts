import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { cpuMsDuring } from '@tael/testing/cpu-time'
import { freePort } from '@tael/testing/free-port'
import { bench } from '../bench.ts'
import { openBenchPostgres } from '../measure/bench-postgres.ts'
import { useOf } from '../measure/database-use.ts'
import { END_WITH_PARENT } from '../measure/end-with-parent.ts'
import { interleave } from '../measure/interleave.ts'
import { listening, type Listening } from '../measure/listening.ts'
import type { Row } from '../measure/result.ts'
import { spreadOf } from '../measure/spread.ts'
import { atOnce } from '../payment/load.ts'

const DATABASE = 'bench_floor'
const BARE = new URL('bare-server.ts', import.meta.url)
const CONSTANT = new URL('../sandbox/constant-server.ts', import.meta.url)
const OPENID = '/tool/v1/get_weixin_openid'

/** What the bare server does for a request, and how often a payment of Tael does it. */
const THINGS = { request: 5, call: 4, read: 7, write: 8 } as const
type Thing = keyof typeof THINGS
const NAMES = Object.keys(THINGS) as readonly Thing[]

/** Microseconds of CPU time, each. */
type Cost = { readonly server: number; readonly postgres: number }

/** What the frameworks alone take for the requests, calls and statements of one payment. */
export const floor = bench({
  name: 'floor',
  sizes: { rounds: 5, payments: 1_000, payers: 10 },
  async run({ rounds, payments, payers }, say) {
    const postgres = await openBenchPostgres()
    const servers: Listening[] = []
    try {
      const [port, target] = [await freePort(), await freePort()]
      servers.push(await start(CONSTANT, { PORT: String(target) }))
      const bare = await start(BARE, {
        PORT: String(port),
        DATABASE_URL: await postgres.createDatabase(DATABASE),
        TARGET_URL: `http://127.0.0.1:${target}${OPENID}`,
      })
      servers.push(bare)
      const agent = new Agent({ keepAlive: true, maxSockets: payers })
      const measure = async (thing: Thing): Promise<Cost> => {
        let ms: number | undefined
        const use = await useOf(postgres, DATABASE, async () => {
          ms = await cpuMsDuring(bare.pid, () =>
            atOnce(payers, payments, () => ask(agent, port, thing)),
          )
        })
        const each = (all = 0): number => (all * 1000) / payments
        return { server: each(ms), postgres: each(use.cpuMs) }
      }
      const measured = await interleave(THINGS, {
        rounds,
        say,
        measure: (_, thing) => measure(thing),
      })
      agent.destroy()
      return {
        rows: rowsOf(measured, rounds),
        notes: [`PostgreSQL ${postgres.version}, fsync on.`],
      }
    } finally {
      await Promise.all(servers.map((server) => server.stop()))
      await postgres.close()
    }
  },
})

function start(file: URL, env: Readonly<Record<string, string>>): Promise<Listening> {
  return listening(
    spawn(process.execPath, ['--import', END_WITH_PARENT, fileURLToPath(file)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    }),
  )
}

async function ask(agent: Agent, port: number, thing: Thing): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  request({ host: '127.0.0.1', port, path: `/${thing}`, agent }, (response) => {
    response.resume().on('end', () => resolve(undefined))
  })
    .on('error', reject)
    .end()
  return promise
}

/** Whatever a request does costs the request as well: what remains is its own. */
function rowsOf(
  measured: Readonly<Record<Thing, readonly Cost[]>>,
  rounds: number,
): readonly Row[] {
  const own = (thing: Thing, of: keyof Cost, round: number): number => {
    const all = measured[thing][round]?.[of] ?? 0
    const request = thing === 'request' ? 0 : (measured.request[round]?.[of] ?? 0)
    return Math.max(all - request, 0)
  }
  const all = Array.from({ length: rounds }, (_, round) => round)
  const row = (
    what: string,
    unit: string,
    of: (side: keyof Cost, round: number) => number,
  ): Row => ({
    what,
    unit,
    sides: {
      server: spreadOf(all.map((round) => of('server', round))),
      PostgreSQL: spreadOf(all.map((round) => of('postgres', round))),
    },
    ratios: {},
  })
  return [
    ...NAMES.map((thing) =>
      row(`CPU of a ${thing}`, 'µs', (side, round) => own(thing, side, round)),
    ),
    row(
      'CPU of a whole payment',
      'ms',
      (side, round) =>
        NAMES.reduce((sum, thing) => sum + THINGS[thing] * own(thing, side, round), 0) / 1000,
    ),
  ]
}
