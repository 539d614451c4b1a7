import { createLog, serveHttp, systemClock } from '@tael/checkout'
import { startDev, untilStopped, type Dev } from '@tael/cli'
import { readOptions, type Flow } from './read-options.ts'
import type { Tael } from './tael.ts'

type Site = { readonly fetch: (request: Request) => Promise<Response> }

/** What an example is made with: a checkout on play money, and the simulated WeChat. */
export type Surroundings = { readonly tael: Tael; readonly dev: Dev; readonly flow: Flow }

/** An example that is ready, and what to tell the developer who started it. */
export type Opened = { readonly site: Site; readonly welcome: string }

/** Starts the checkout, the sandbox and an example in one process, until somebody stops it. */
export async function runExample(open: (around: Surroundings) => Promise<Opened>): Promise<void> {
  try {
    await run(open)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

async function run(open: (around: Surroundings) => Promise<Opened>): Promise<void> {
  const { flow, level, port } = readOptions(process.argv.slice(2))
  const publicUrl = `http://127.0.0.1:${port + 20}`
  const dev = await startDev({
    checkoutPort: port,
    sandboxPort: port + 10,
    returnOrigins: [publicUrl],
    log: createLog({ clock: systemClock, level }),
  })
  const { checkoutUrl, apiKeys } = dev
  const tael = { checkoutUrl, apiKey: apiKeys[flow], publicUrl, fetch }
  const { site, welcome } = await open({ tael, dev, flow })
  const server = await serveHttp(site, { port: port + 20 })
  const stopped = untilStopped()
  process.stdout.write(`\n${welcome}\n\nCtrl-C ends it; nothing is kept.\n`)
  await stopped
  await server.close()
  await dev.close()
}
