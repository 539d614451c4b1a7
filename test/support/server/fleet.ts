import { freePort } from '@tael/testing/free-port'
import { waitUntil } from '@tael/testing/patience'
import { OPERATOR_KEY } from './add-account.ts'
import { openBalancer, type Balancer } from './balancer.ts'
import { startServer, type ServerOptions, type ServerProcess } from './server-process.ts'

const PRELOAD = new URL('child/end-with-parent.ts', import.meta.url).href
const WITH_TIME = new URL('child/pass-time.ts', import.meta.url).href

/** Places for servers that share a database, behind one balancer. */
export type Fleet = {
  readonly balancer: Balancer
  /** Starts a server in this place, of another version if its main file is given; the balancer uses it then. */
  readonly start: (place: number, main?: string) => Promise<void>
  /** The servers that run. */
  readonly pids: () => readonly number[]
  /** Asks a server to end, and waits until it has. */
  readonly stop: (place: number) => Promise<void>
  /** Lets time pass in one leap, in all servers that run, if the fleet's time passes so. */
  readonly pass: (ms: number) => Promise<void>
  /** Stops all. */
  readonly close: () => Promise<void>
}

export async function openFleet({
  places,
  databaseUrl,
  hasOwnTime = false,
  extraEnv = {},
}: {
  readonly places: number
  readonly databaseUrl: string
  /** Whether time can be moved on; every look at a clock then takes longer. */
  readonly hasOwnTime?: boolean
  readonly extraEnv?: Readonly<Record<string, string>>
}): Promise<Fleet> {
  const ports = await Promise.all(Array.from({ length: places }, () => freePort()))
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const balancer = await openBalancer(urls)
  const options: ServerOptions = {
    env: {
      DATABASE_URL: databaseUrl,
      TAEL_PUBLIC_URL: balancer.url,
      TAEL_SECRET: 'a server secret that is used in tests only',
      TAEL_OPERATOR_KEY: OPERATOR_KEY,
      TAEL_DRAIN_SECONDS: '1',
      TAEL_ALLOW_PRIVATE_WEBHOOKS: 'true',
      ...extraEnv,
    },
    preload: hasOwnTime ? WITH_TIME : PRELOAD,
  }
  let passedMs = 0
  const running = new Map<number, ServerProcess>()
  const stop = async (place: number): Promise<void> => {
    running.get(place)?.kill('SIGTERM')
    await running.get(place)?.ended
    running.delete(place)
  }
  return {
    balancer,
    async start(place, main) {
      const env = { ...options.env, TAEL_PORT: String(ports[place]) }
      const server = startServer({
        ...options,
        env,
        settings: { clock: { realAt: 0, shownAt: passedMs, factor: 1 } },
        ...(main !== undefined && { main }),
      })
      running.set(place, server)
      await server.listens
      await waitUntil('the balancer to use the process', () => balancer.isReady(urls[place] ?? ''))
    },
    pids: () => [...running.values()].map(({ pid }) => pid),
    stop,
    async pass(ms) {
      passedMs += ms
      await Promise.all([...running.values()].map((server) => server.tell({ kind: 'pass', ms })))
      await Promise.all([...running.values()].map((server) => server.tell({ kind: 'wake' })))
    },
    async close() {
      await Promise.all([...running.keys()].map(stop))
      await balancer.close()
    },
  }
}
