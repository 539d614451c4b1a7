import { randomBytes } from 'node:crypto'
import { askForWebhooks, WEBHOOKS_PATH } from '@tael-examples/common'
import { createStore } from '@tael-examples/store'
import { serveHttp, silentLog, type NewAccount } from '@tael/checkout'
import { startDev, type Dev } from '../../packages/cli/src/index.ts'

type Flow = NewAccount['flow']

/** What `npm start` starts, on free ports: sandbox, checkout and the demo store. */
export type World = Omit<Dev, 'close'> & { readonly storeUrl: string }

export type Worlds<Flows extends Flow> = {
  readonly worlds: Readonly<Record<Flows, World>>
  readonly close: () => Promise<void>
}

/** A store for each of these flows, all with the one checkout and sandbox. */
export async function startWorlds<Flows extends Flow>(
  flows: readonly Flows[],
): Promise<Worlds<Flows>> {
  // A store's address is needed before the store: the checkout sends payers back to it.
  const servers = await Promise.all(flows.map(async (flow) => ({ flow, ...(await openSite()) })))
  const dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    returnOrigins: servers.map(({ url }) => url),
    log: silentLog,
  })
  for (const { flow, url, handler } of servers) {
    const tael = {
      checkoutUrl: dev.checkoutUrl,
      apiKey: dev.apiKeys[flow],
      publicUrl: url,
      fetch,
    }
    const webhookSecret = await askForWebhooks(tael, WEBHOOKS_PATH)
    handler.fetch = createStore({ ...tael, webhookSecret, randomBytes }).fetch
  }
  const worlds = servers.map(({ flow, url }) => [flow, { ...dev, storeUrl: url }])
  return {
    worlds: Object.fromEntries(worlds) as Record<Flows, World>,
    async close() {
      await Promise.all(servers.map(({ close }) => close()))
      await dev.close()
    },
  }
}

export type Site = {
  readonly url: string
  /** What answers, once it is there. */
  readonly handler: { fetch: (request: Request) => Promise<Response> }
  readonly close: () => Promise<void>
}

/** A site that is served before it exists: the checkout has to know its address first. */
export async function openSite(): Promise<Site> {
  const handler: Site['handler'] = {
    fetch: () => Promise.resolve(new Response('Starting', { status: 503 })),
  }
  const { url, close } = await serveHttp(
    { fetch: (request) => handler.fetch(request) },
    { port: 0 },
  )
  return { url, handler, close }
}
