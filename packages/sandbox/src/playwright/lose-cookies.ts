import type { CDPSession, Page } from 'playwright-core'

type Cookies = Awaited<ReturnType<typeof cookiesFor>>

/**
 * Makes a page lose the cookies that come with a redirect. By the time that a test can look, the browser has
 * stored them and does not show them, so this restores the cookies from before the request.
 */
export async function loseCookiesOfRedirects(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const before = new Map<string, Cookies>()
  session.on('Fetch.requestPaused', (paused) => {
    const { requestId, networkId = '', request, responseStatusCode, responseHeaders } = paused
    const look = async (): Promise<void> => {
      if (responseStatusCode === undefined) {
        before.set(networkId, await cookiesFor(session, request.url))
        await session.send('Fetch.continueRequest', { requestId })
        return
      }
      if (responseHeaders?.some(({ name }) => name.toLowerCase() === 'location')) {
        await bringBack(session, request.url, before.get(networkId) ?? [])
      }
      await session.send('Fetch.continueResponse', { requestId })
    }
    // The page may be gone before it is answered; then nobody waits any more.
    look().catch(() => undefined)
  })
  await session.send('Fetch.enable', {
    patterns: [
      { urlPattern: '*', requestStage: 'Request' },
      { urlPattern: '*', requestStage: 'Response' },
    ],
  })
}

async function cookiesFor(session: CDPSession, url: string) {
  return (await session.send('Network.getCookies', { urls: [url] })).cookies
}

async function bringBack(session: CDPSession, url: string, before: Cookies): Promise<void> {
  for (const { name, domain, path } of await cookiesFor(session, url)) {
    await session.send('Network.deleteCookies', { name, domain, path })
  }
  await session.send('Network.setCookies', {
    cookies: before.map(({ name, value, domain, path, httpOnly, secure, expires, sameSite }) => ({
      ...{ name, value, domain, path, httpOnly, secure, expires },
      ...(sameSite !== undefined && { sameSite }),
    })),
  })
}
