import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from '@tael/testing/free-port'
import { rowsOf } from '../measure/database-use.ts'
import { END_WITH_PARENT } from '../measure/end-with-parent.ts'
import { listening, type Listening } from '../measure/listening.ts'
import type { Installed } from './side.ts'
import type { World } from './world.ts'

const NAME = 'hand-written'
const DATABASE = 'bench_hand_written'
const SERVER = fileURLToPath(new URL('hand-written-server.ts', import.meta.url))

/** The baseline: nobody else's merchant, and no safety. */
export async function installHandWritten(world: World): Promise<Installed> {
  const port = await freePort()
  const [merchant] = world.merchants
  const env = {
    ...process.env,
    DATABASE_URL: await world.postgres.createDatabase(DATABASE),
    GATEWAY_URL: world.gatewayUrl,
    APP_CODE: merchant?.appCode,
    CLIENT_KEY: merchant?.clientKey,
    PORT: String(port),
  }
  const start = (): Promise<Listening> =>
    listening(
      spawn(process.execPath, ['--import', END_WITH_PARENT, SERVER], {
        env,
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      }),
    )
  // As with Tael, what makes the tables is over before anything is counted.
  await (await start()).stop()
  const installed = {
    name: NAME,
    database: DATABASE,
    databaseUrl: env.DATABASE_URL,
    rowsBefore: await rowsOf(world.postgres, DATABASE),
  }
  let created = 0
  return {
    ...installed,
    start: async () => ({
      ...installed,
      ...(await start()),
      async createPayment() {
        const response = await fetch(`http://127.0.0.1:${port}/payments`, {
          method: 'POST',
          body: JSON.stringify({ reference: `order-${++created}`, amount: 2_000, currency: 'HKD' }),
        })
        return ((await response.json()) as { readonly url: string }).url
      },
      hasTold: () => true,
    }),
  }
}
