import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Html } from '../../src/pay-page/pages/pay-document.ts'
import { payPageAssets } from '../../src/pay-page/pay-page-assets.ts'

/** A page, with the policy its server sends beside it. */
type ServedPage = { readonly html: Html; readonly policy: string }

export type ServedPages = {
  readonly origin: string
  readonly close: () => void
}

/** Answers one request: with a page, through `response` (true), or not found. */
export type Answer = (path: string, response: ServerResponse) => ServedPage | true | undefined

/** Serves pages and their script on 127.0.0.1 as the routes do. */
export async function servePages(answer: Answer): Promise<ServedPages> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://pages')
    const asset = payPageAssets()
    if (pathname === asset.path) {
      response.setHeader('content-type', asset.type).end(asset.body)
      return
    }
    const page = answer(pathname, response)
    if (page === true) return
    if (page === undefined) {
      response.writeHead(404).end()
      return
    }
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .setHeader('content-security-policy', page.policy)
    void Promise.resolve(page.html).then((html) => response.end(html.toString()))
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
