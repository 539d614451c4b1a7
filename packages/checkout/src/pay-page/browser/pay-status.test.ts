import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openPayPages, polled, pressLink } from '../../../test/support/pay-page-visit.ts'

describe('a page that follows its payment', () => {
  const { open } = openPayPages()

  test('a page turns into the result as soon as the status is another one', async (t) => {
    const visit = await open(t, 'qr')
    const { page } = visit
    const asked = polled(page)
    await page.goto(visit.origin)
    await asked
    assert.deepEqual(visit.asked, ['/waits?status=pending'])
    visit.shown.name = 'succeeded-stays'
    const answered = page.waitForResponse(/waits/)
    visit.answer({ body: { status: 'succeeded' } })
    await answered
    await page.clock.runFor(1_000)
    await page.getByRole('heading', { name: 'Paid' }).waitFor()
  })

  test('a page follows where the status sends it, inside this site only', async (t) => {
    for (const [location, path] of [
      ['/pay/elsewhere', '/pay/elsewhere'],
      ['//evil.example/', '/'],
      ['/\\evil.example/', '/'],
      ['https://evil.example/', '/'],
    ] as const) {
      const visit = await open(t, 'qr', [{ body: { status: 'succeeded', location } }])
      const { page } = visit
      await page.goto(visit.origin)
      visit.shown.name = 'succeeded-stays'
      const moved = page.waitForEvent('framenavigated')
      await page.clock.runFor(1_000)
      await moved
      assert.equal(page.url(), `${visit.origin}${path}?s=succeeded.1`)
    }
  })

  test('a page stops reloading while it follows the payer’s link', async (t) => {
    const visit = await open(t, 'unpaid')
    const { page } = visit
    const asked = polled(page)
    await page.goto(visit.origin)
    await asked
    const givesUp = page.waitForEvent('requestfailed', (request) =>
      request.url().includes('/waits'),
    )
    const movesOn = page.waitForRequest(/[?]s=succeeded/)
    await visit.pressSlowLink()
    visit.answer({ body: { status: 'succeeded' } })
    await Promise.any([givesUp, movesOn])
    await visit.answerSlowLink()
    await page.getByRole('heading', { name: 'Elsewhere' }).waitFor()
  })

  test('a page whose link leads nowhere follows the payment again', async (t) => {
    const visit = await open(t, 'unpaid')
    const { page } = visit
    const asked = polled(page)
    await page.goto(visit.origin)
    await asked
    await pressLink(page, '#nowhere')
    const again = polled(page)
    await page.clock.runFor(31_000)
    await again
  })

  test('the page asks again after the same status, and pauses if the answer was immediate', async (t) => {
    const visit = await open(t, 'qr', [{ body: { status: 'pending' } }])
    const { page } = visit
    const first = page.waitForResponse((response) => response.url().includes('/waits'))
    await page.goto(visit.origin)
    await first
    await page.clock.runFor(2_000)
    assert.equal(visit.asked.length, 1)
    const second = polled(page)
    await page.clock.runFor(2_000)
    await second
    assert.equal(visit.asked.length, 2)
  })

  test('a server that stumbles is asked again, later each time', async (t) => {
    const visit = await open(t, 'confirming', [{ code: 503 }, { code: 429 }, { body: 'not json' }])
    const { page } = visit
    await page.goto(visit.origin)
    for (let tries = 2; tries <= 4; tries += 1) {
      const next = polled(page)
      await page.clock.runFor(500 * 2 ** tries)
      await next
    }
    assert.equal(visit.asked.length, 4)
    assert.equal(await page.locator('[data-outcome=stale]').isVisible(), false)
  })

  test('the page stops asking about a payment that is gone, and says so', async (t) => {
    const visit = await open(t, 'qr', [{ code: 404 }])
    const { page } = visit
    await page.goto(visit.origin)
    await page.getByText('no longer updates').waitFor()
    await page.clock.runFor(600_000)
    await page.evaluate('dispatchEvent(new Event("online"))')
    assert.equal(visit.asked.length, 1)
  })

  test('a hidden page does not ask, and asks immediately when it is visible again', async (t) => {
    const visit = await open(t, 'confirming')
    const { page } = visit
    const asked = polled(page)
    await page.goto(visit.origin)
    await asked
    const dropped = page.waitForEvent('requestfailed')
    await page.evaluate(hide, true)
    await dropped
    await page.clock.runFor(600_000)
    await page.evaluate('dispatchEvent(new Event("online"))')
    assert.equal(visit.asked.length, 1)
    const again = polled(page)
    await page.evaluate(hide, false)
    await again
    assert.equal(visit.asked.length, 2)
  })

  test('an old page that WeChat keeps showing is left a few times, then the payer refreshes it', async (t) => {
    const visit = await open(t, 'qr')
    const { page } = visit
    await page.goto(visit.origin)
    for (let moves = 1; moves <= 3; moves += 1) {
      const moved = page.waitForURL(`${visit.origin}/?s=succeeded.${moves}`)
      const answered = page.waitForResponse(/waits/)
      visit.answer({ body: { status: 'succeeded' } })
      await answered
      await page.clock.runFor(1_000)
      await moved
    }
    visit.answer({ body: { status: 'succeeded' } })
    await page.getByText('no longer updates').waitFor()
    visit.shown.name = 'succeeded-stays'
    await page.getByRole('link', { name: 'Refresh' }).click()
    await page.getByRole('heading', { name: 'Paid' }).waitFor()
    assert.match(page.url(), /\?s=[a-z0-9]+$/)
  })

  test('a page goes where the server sends it also when the status is the same', async (t) => {
    const location = '/pay/x/return?checked=1'
    const visit = await open(t, 'confirming', [{ body: { status: 'pending', location } }])
    const { page } = visit
    await page.goto(visit.origin)
    const moved = page.waitForURL(`${visit.origin}${location}&s=pending.1`)
    await page.clock.runFor(1_000)
    await moved
  })
})

/** Runs in the page: as if the payer went to another app, and came back. */
function hide(isHidden: boolean): void {
  type Page = { document: { dispatchEvent: (event: Event) => void } }
  const { document } = globalThis as unknown as Page
  Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}
