import { randomBytes } from 'node:crypto'
import { serveHttp, silentLog, type NewAccount } from '@tael/checkout'
import { createStore } from '@tael-examples/store'
import { startDev, type Dev } from 'tael'

/** What `npm start` starts, on free ports: sandbox, checkout and the demo store. */
export type World = Dev & { readonly storeUrl: string }

export async function startWorld(flow: NewAccount['flow']): Promise<World> {
  // The store's address is needed before the store: the checkout sends payers back to it.
  let open: (request: Request) => Promise<Response> = () =>
    Promise.resolve(new Response('Starting', { status: 503 }))
  const server = await serveHttp({ fetch: (request) => open(request) }, { port: 0 })
  const dev = await startDev({
    checkoutPort: 0,
    sandboxPort: 0,
    returnOrigins: [server.url],
    log: silentLog,
  })
  const store = createStore({
    checkoutUrl: dev.checkoutUrl,
    apiKey: dev.apiKeys[flow],
    publicUrl: server.url,
    fetch,
    randomBytes,
  })
  open = store.fetch
  return {
    ...dev,
    storeUrl: server.url,
    async close() {
      await server.close()
      await dev.close()
    },
  }
}
