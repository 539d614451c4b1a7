import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser } from 'playwright-core'
import { FOLLOW } from './assets.ts'

const PAGE = `<!doctype html>
<main data-follow="/state" data-state="open">
  <form action="/slow" method="post"><button>Pay</button></form>
</main>
<script src="/follow.js"></script>`

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

test('a page whose state has changed does not cancel the form that the payer has sent', async (t) => {
  const asked = Promise.withResolvers<ServerResponse>()
  const sent = Promise.withResolvers<ServerResponse>()
  const again = Promise.withResolvers<never>()
  let loads = 0
  const server = createServer(({ url }, response) => {
    if (url === '/state') {
      asked.resolve(response)
      return
    }
    if (url === '/slow') {
      sent.resolve(response)
      return
    }
    if (url === '/' && (loads += 1) > 1) again.reject(new Error('The page loaded itself again'))
    const isScript = url === '/follow.js'
    response.setHeader('content-type', isScript ? FOLLOW.type : 'text/html; charset=utf-8')
    response.end(isScript ? FOLLOW.body : PAGE)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.newPage()
  t.after(async () => {
    await page.close()
    server.closeAllConnections()
    server.close()
  })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const state = await asked.promise
  const answered = page.waitForResponse('**/state')
  const pressed = page.getByRole('button').dispatchEvent('click')
  const form = await sent.promise
  // What the form did is the new state.
  state.setHeader('content-type', 'application/json').end('{"state":"waiting"}')
  await (await answered).finished()
  form.setHeader('content-type', 'text/html').end('<h1>WeChat</h1>')
  const arrives = page.getByRole('heading', { name: 'WeChat' }).waitFor()
  await Promise.race([Promise.all([pressed, arrives]), again.promise])
})
