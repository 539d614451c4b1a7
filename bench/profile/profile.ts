import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '@tael/testing/patience'
import { bench } from '../bench.ts'
import { spreadOf } from '../measure/spread.ts'
import { payAll } from '../payment/load.ts'
import type { Side } from '../payment/side.ts'
import { installTael } from '../payment/tael.ts'
import { openWorld } from '../payment/world.ts'
import { sumProfile } from './sum-profile.ts'

/** The last profile only: a new one takes its place. */
const FILE = fileURLToPath(
  new URL('../../node_modules/.cache/bench/payments.cpuprofile', import.meta.url),
)
const PRELOAD = new URL('profiled.ts', import.meta.url).href
/** Modules on whose lines less than this is spent, and that are seldom on the stack, are left out. */
const MIN_SELF = 1
const MIN_ON_STACK = 10
const ROOT = 'native (root)'

/** Where the server's CPU time goes while it takes payments, in percent of what it is not idle. */
export const profile = bench({
  name: 'profile',
  sizes: { payments: 200, payers: 10 },
  async run({ payments, payers }, say) {
    mkdirSync(dirname(FILE), { recursive: true })
    rmSync(FILE, { force: true })
    const world = await openWorld({ payments, payers })
    let side: Side | undefined
    try {
      const extraEnv = { PROFILE_INTO: FILE }
      side = await (await installTael(world, { preload: PRELOAD, extraEnv })).start()
      say('warming up')
      await payAll(world.sandbox, side, { payments, payers })
      await signal(side)
      rmSync(FILE)
      say('profiling')
      await payAll(world.sandbox, side, { payments, payers })
      await signal(side)
      const taken = JSON.parse(readFileSync(FILE, 'utf8')) as Profiler.Profile
      const shares = sumProfile(taken).filter(
        ({ module, self, onStack }) =>
          module !== ROOT && (self >= MIN_SELF || onStack >= MIN_ON_STACK),
      )
      return {
        rows: shares.map(({ module, self, onStack }) => ({
          what: module,
          unit: '%',
          sides: { self: spreadOf([self]), 'on the stack': spreadOf([onStack]) },
          ratios: {},
        })),
        notes: [`The profile, for Chrome's developer tools: ${FILE}`],
      }
    } finally {
      await side?.stop()
      await world.close()
    }
  },
})

async function signal({ pid }: Side): Promise<void> {
  process.kill(pid, 'SIGUSR2')
  await waitUntil('the profiler', () => existsSync(FILE))
}
