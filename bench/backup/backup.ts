import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { runTael } from '../../test/support/server/server-process.ts'
import { bench } from '../bench.ts'
import { copyRows } from '../growth/copy-rows.ts'
import { END_WITH_PARENT } from '../measure/end-with-parent.ts'
import { byName, interleave } from '../measure/interleave.ts'
import { compareRounds, type Figure } from '../measure/result.ts'
import { payAll } from '../payment/load.ts'
import { installTael, SECRET } from '../payment/tael.ts'
import { openWorld, type World } from '../payment/world.ts'

/** Really paid; the others are copies. So many that gzip, which looks back 32 KB, does not see that they are. */
const ORIGINALS = 400
const PAYERS = 10
/** How far the copies are apart. */
const EVERY_MS = 1_000_000
const MB = 1_000_000

type Env = Readonly<Record<string, string>>
type Place = {
  readonly name: string
  /** Where the shop's database is. */
  readonly shop: Env
  /** A new database, and what removes it. */
  readonly create: () => Promise<{ readonly env: Env; readonly drop: () => Promise<unknown> }>
}
type Round = { readonly backupMs: number; readonly restoreMs: number; readonly bytes: number }

/** How long `tael backup` and `tael restore` take, each as a process from its start to its end, and how large the file is. */
export const backup = bench({
  name: 'backup',
  sizes: { rounds: 2, payments: 10_000 },
  async run({ rounds, payments }, say) {
    const originals = Math.min(payments, ORIGINALS)
    const world = await openWorld({ payments: originals, payers: PAYERS })
    const home = await mkdtemp(join(tmpdir(), 'tael-bench-'))
    try {
      const places = await openPlaces(world, home, { payments, originals, say })
      const file = join(home, 'backup.gz')
      const measured = await interleave(byName(places), {
        rounds,
        say,
        measure: (place) => measure(place, file),
      })
      return { rows: compareRounds(measured, FIGURES), notes: [] }
    } finally {
      await rm(home, { recursive: true, force: true })
      await world.close()
    }
  },
})

const FIGURES: readonly Figure<Round>[] = [
  { what: 'tael backup', unit: 's', of: ({ backupMs }) => backupMs / 1000 },
  { what: 'tael restore', unit: 's', of: ({ restoreMs }) => restoreMs / 1000 },
  { what: 'the file', unit: 'MB', of: ({ bytes }) => bytes / MB },
]

/** The same shop on both engines: the embedded one is restored from the other. */
async function openPlaces(
  world: World,
  home: string,
  {
    payments,
    originals,
    say,
  }: {
    readonly payments: number
    readonly originals: number
    readonly say: (line: string) => void
  },
): Promise<readonly Place[]> {
  const installed = await installTael(world)
  const young = await installed.start()
  say(`paying ${originals} payments`)
  await payAll(world.sandbox, young, { payments: originals, payers: PAYERS })
  await young.stop()
  const copies = Math.ceil(payments / originals) - 1
  say(`copying them ${copies} times`)
  await copyRows({ connectionString: installed.databaseUrl }, { copies, everyMs: EVERY_MS })

  let number = 0
  const server: Place = {
    name: `PostgreSQL ${world.postgres.version.split('.')[0]}`,
    shop: { DATABASE_URL: installed.databaseUrl },
    async create() {
      const name = `bench_restored_${++number}`
      const env = { DATABASE_URL: await world.postgres.createDatabase(name) }
      return { env, drop: () => world.postgres.query(`drop database ${name}`) }
    },
  }
  const embedded: Place = {
    name: 'embedded',
    shop: { TAEL_DATA: join(home, 'shop') },
    create() {
      const directory = join(home, `restored-${++number}`)
      const drop = (): Promise<void> => rm(directory, { recursive: true })
      return Promise.resolve({ env: { TAEL_DATA: directory }, drop })
    },
  }
  say('moving it to the embedded database')
  const file = join(home, 'move.gz')
  await tael(['backup', file], server.shop)
  await tael(['restore', file], embedded.shop)
  return [server, embedded]
}

async function measure({ shop, create }: Place, file: string): Promise<Round> {
  const backupMs = await tael(['backup', file], shop)
  const { size: bytes } = await stat(file)
  const { env, drop } = await create()
  const restoreMs = await tael(['restore', file], env)
  await drop()
  return { backupMs, restoreMs, bytes }
}

/** How long it took, in milliseconds. */
async function tael(args: readonly string[], where: Env): Promise<number> {
  const startedAt = performance.now()
  const child = runTael(args, {
    env: { TAEL_PUBLIC_URL: 'http://127.0.0.1:4000', TAEL_SECRET: SECRET, ...where },
    preload: END_WITH_PARENT,
  })
  const { stderr } = child
  if (stderr === null) throw new Error('It has no output')
  const { promise: ended, resolve } = Promise.withResolvers<number | null>()
  child.once('close', resolve)
  child.stdout?.resume()
  const [said, code] = await Promise.all([text(stderr), ended])
  if (code !== 0) throw new Error(`tael ${args.join(' ')} ended with ${code}: ${said}`)
  return performance.now() - startedAt
}
