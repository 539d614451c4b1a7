import type { CDPSession, Page } from 'playwright-core'
import { isSandboxHost } from '../is-sandbox-host.ts'
import { TWICE } from '../phone/request-first-address.ts'

export type Interception = {
  readonly send: (request: Request) => Promise<Response>
  /** Where the sandbox listens, if it does. */
  readonly origin: string | undefined
  readonly payer: string
}

/** A request that the browser holds until it is answered or let go. */
type Paused = {
  readonly requestId: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly postDataEntries?: readonly { readonly bytes?: string }[]
  }
}

/**
 * Lets the sandbox answer for WeChat's and QFPay's hosts in that page, and tells it who pays.
 * Through the browser's own protocol, since Playwright's routes do not see redirects.
 */
export async function interceptPage(page: Page, interception: Interception): Promise<void> {
  const session = await page.context().newCDPSession(page)
  session.on('Fetch.requestPaused', (paused) => {
    const isForSandbox = isSandboxHost(new URL(paused.request.url).hostname)
    const settled = isForSandbox
      ? answer({ page, session }, paused, interception)
      : letGo(session, paused, interception)
    // The page may be gone before it is answered; then nobody waits any more.
    settled.catch(() => undefined)
  })
  const patterns = ['https://*.weixin.qq.com/*', 'https://*.qfapi.com/*', 'https://*.qfpay.com/*']
  if (interception.origin !== undefined) patterns.push(`${interception.origin}/*`)
  await session.send('Fetch.enable', { patterns: patterns.map((urlPattern) => ({ urlPattern })) })
}

async function answer(
  { page, session }: { readonly page: Page; readonly session: CDPSession },
  { requestId, request }: Paused,
  { send, payer }: Interception,
): Promise<void> {
  const headers = new Headers({ ...request.headers, 'x-sandbox-payer': payer, [TWICE]: 'yes' })
  const body = Buffer.concat(
    (request.postDataEntries ?? []).map(({ bytes = '' }) => Buffer.from(bytes, 'base64')),
  )
  const response = await send(
    new Request(request.url, {
      method: request.method,
      headers,
      body: body.length === 0 ? null : body,
      redirect: 'manual',
    }),
  )
  const first = response.headers.get(TWICE)
  // With the cookies of the browser, which comes back at the same time.
  if (first !== null) {
    page
      .context()
      .request.get(first, { maxRedirects: 0 })
      .catch(() => undefined)
  }
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers]
      .filter(([name]) => name !== 'content-encoding' && name !== 'content-length')
      .map(([name, value]) => ({ name, value })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  })
}

// The sandbox under its own address, or a look-alike of a known host: the network answers.
async function letGo(
  session: CDPSession,
  { requestId, request }: Paused,
  { origin, payer }: Interception,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => ({ name, value }))
  if (new URL(request.url).origin === origin) {
    headers.push({ name: 'x-sandbox-payer', value: payer })
  }
  await session.send('Fetch.continueRequest', { requestId, headers })
}
