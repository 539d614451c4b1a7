import type { ServerResponse } from 'node:http'
import { after, before, type TestContext } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { payPagePolicy } from '../../src/pay-page/pay-page-assets.ts'
import { samplePayerPages } from './sample-payer-pages.ts'
import { servePages } from './serve-pages.ts'

const PAGES = samplePayerPages('en')
/** What the status path answers next: a status code, a body, or nothing yet. */
type Reply = { readonly code?: number; readonly body?: unknown }

type Visit = {
  readonly page: Page
  readonly origin: string
  /** The page at `/`, which a test may change. */
  readonly shown: { name: string }
  /** The status requests made so far. */
  readonly asked: readonly string[]
  /** Answers the request that waits, or the next one. */
  readonly answer: (reply: Reply) => void
  /** Presses a link whose server takes its time; resolves when that has been asked. */
  readonly pressSlowLink: () => Promise<void>
  readonly answerSlowLink: () => Promise<void>
}

type PayPages = {
  /** One payer's page with a status that the test decides; the page's clock is the test's. */
  readonly open: (t: TestContext, name: string, replies?: readonly Reply[]) => Promise<Visit>
  /** A page of the same browser with other options. */
  readonly newPage: (t: TestContext, options: BrowserContextOptions) => Promise<Page>
}

/** Every page of docs/payer.md in one browser, for the tests of a file. */
export function openPayPages(): PayPages {
  let browser: Browser
  before(async () => {
    browser = await launchBrowser()
  })
  after(() => browser.close())
  return {
    open: (t, name, replies = []) => open(browser, t, name, replies),
    async newPage(t, options) {
      const context = await browser.newContext(options)
      t.after(() => context.close())
      return context.newPage()
    },
  }
}

async function open(
  browser: Browser,
  t: TestContext,
  name: string,
  replies: readonly Reply[],
): Promise<Visit> {
  const waiting: ServerResponse[] = []
  const slow = Promise.withResolvers<ServerResponse>()
  const asked: string[] = []
  const shown = { name }
  const left = [...replies]
  const server = await servePages((path, response) => {
    if (path === '/waits') {
      const reply = left.shift()
      if (reply === undefined) waiting.push(response)
      else send(response, reply)
      return true
    }
    if (path === '/slow') {
      slow.resolve(response)
      return true
    }
    const html = PAGES[path === '/' ? shown.name : 'confirming']
    return html && { html, policy: payPagePolicy() }
  })
  const context = await browser.newContext()
  t.after(async () => {
    await context.close()
    server.close()
  })
  const page = await context.newPage()
  await page.clock.install()
  page.on('request', (request) => {
    if (request.url().includes('/waits')) asked.push(request.url().slice(server.origin.length))
  })
  const answer = (reply: Reply): void => {
    const response = waiting.shift()
    if (response === undefined) left.push(reply)
    else send(response, reply)
  }
  // Playwright may wait for where a press leads, so the server answers before the press is over.
  let pressed: Promise<void> | undefined
  const pressSlowLink = async (): Promise<void> => {
    pressed = pressLink(page, '/slow')
    await slow.promise
  }
  const answerSlowLink = async (): Promise<void> => {
    const response = await slow.promise
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Elsewhere</h1>')
    await pressed
  }
  return { page, origin: server.origin, shown, asked, answer, pressSlowLink, answerSlowLink }
}

function send(response: ServerResponse, { code = 200, body = {} }: Reply): void {
  response.writeHead(code, { 'content-type': 'application/json' })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** Presses the first such link, which leads elsewhere than the sample says. */
export async function pressLink(page: Page, href: string, selector = 'a.act'): Promise<void> {
  const link = page.locator(selector).first()
  await link.evaluate((element, to) => element.setAttribute('href', to), href)
  await link.dispatchEvent('click')
}

export const polled = (page: Page): Promise<unknown> =>
  page.waitForRequest((request) => request.url().includes('/waits'))
