import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { payPageAssets } from '../pay-page/pay-page-assets.ts'

/** A page, with the policy its server sends beside it. */
export type ServedPage = { readonly html: string; readonly policy: string }

/** Serves pages by path on 127.0.0.1, as the routes do; `/waits` is a status that never comes. */
export async function servePages(
  find: (path: string) => ServedPage | undefined,
): Promise<{ readonly origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://pages').pathname
    const asset = payPageAssets()
    if (path === '/waits') return
    if (path === asset.path) {
      response.setHeader('content-type', asset.type).end(asset.body)
      return
    }
    const page = find(path)
    if (page === undefined) {
      response.writeHead(404).end()
      return
    }
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('content-security-policy', page.policy)
      .end(page.html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
