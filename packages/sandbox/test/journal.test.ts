import assert from 'node:assert/strict'
import { test } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import { createSandbox, serveSandbox } from '../src/index.ts'

// Work is counted, not time: each entry that was measured by itself made a site wait for minutes.
const COUNT_MEASUREMENTS = `
  const { get } = Object.getOwnPropertyDescriptor(Element.prototype, 'scrollHeight')
  window.measured = 0
  Object.defineProperty(Element.prototype, 'scrollHeight', {
    get() {
      if (this.id === 'wire-scroll') window.measured += 1
      return get.call(this)
    },
  })
`

test('a phone that is opened late shows the newest of a long journal, and measures once', async (t) => {
  const sandbox = createSandbox()
  const server = await serveSandbox({ sandbox, port: 0 })
  t.after(() => server.close())
  const browser = await launchBrowser()
  t.after(() => browser.close())
  for (let entry = 1; entry <= 5_000; entry += 1) {
    sandbox.journal.append({ kind: 'control', step: `Step ${entry}`, orderId: `A${entry}` })
  }
  const page = await browser.newPage()
  await page.addInitScript(COUNT_MEASUREMENTS)
  await page.goto(`http://wechat.localhost:${new URL(server.url).port}/`)
  const entries = page.locator('#entries > li')
  await entries.filter({ hasText: 'Step 5000' }).waitFor({ state: 'attached' })
  assert.equal(await entries.count(), 500)
  assert.match((await entries.first().textContent()) ?? '', /Step 4501/)
  const measured = Number(await page.evaluate('window.measured'))
  assert.ok(measured <= 5, `${measured} measurements`)
})
