import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'acorn'
import { openPayPages, pressLink } from '../../../test/support/pay-page-visit.ts'
import { payPageAssets } from '../pay-page-assets.ts'

describe('the payer’s pages and their script', () => {
  const { open, newPage } = openPayPages()

  test('the script is one that the oldest WebViews of WeChat can read', () => {
    const { body } = payPageAssets()
    parse(body, { ecmaVersion: 2015, sourceType: 'script' })
    const newer =
      /\bfetch\(|AbortController|URLSearchParams|replaceAll|\basync\b|\?\.|\.finally\(|\.at\(|Object\.(entries|values|fromEntries)|\.includes\(/
    assert.doesNotMatch(body.replace(/^\s*(\/\/|\/?\*).*$/gm, ''), newer)
    assert.ok(Buffer.byteLength(body) < 13_000)
  })

  test('a receipt on which the payer presses a link does not redirect', async (t) => {
    const { page, origin } = await open(t, 'succeeded')
    await page.goto(origin)
    const leaving = page.locator('[data-leaving]')
    assert.equal(await leaving.isVisible(), true)
    await pressLink(page, '#nowhere', 'a:not(.act)')
    assert.equal(await leaving.isVisible(), false)
    await page.clock.runFor(5_000)
    assert.equal(new URL(page.url()).pathname, '/')
  })

  test('the page that brings a cookie moves on automatically', async (t) => {
    const visit = await open(t, 'passing')
    const { page } = visit
    await page.goto(visit.origin)
    await page.waitForURL('**/#onward')
  })

  test('an amount stays on one line, however large WeChat draws the letters', async (t) => {
    for (const name of ['qr', 'launch', 'refunded']) {
      for (const width of [320, 390]) {
        const visit = await open(t, name)
        const { page } = visit
        await page.setViewportSize({ width, height: 740 })
        await page.addInitScript(enlarge, 2)
        await page.goto(visit.origin)
        const amount = page.locator('.amount')
        const [lines, excess] = await amount.evaluate(measure)
        assert.equal(lines, 1, `${name} at ${width}`)
        assert.ok(excess <= 0, `${name} at ${width}: ${excess} px too wide`)
      }
    }
  })

  test('the receipt leads back to the shop after three seconds, once', async (t) => {
    const visit = await open(t, 'succeeded')
    const { page } = visit
    await page.route('https://shop.example.com/**', (route) => route.fulfill({ body: 'shop' }))
    await page.goto(visit.origin)
    await page.clock.runFor(2_900)
    assert.equal(page.url(), `${visit.origin}/`)
    await page.clock.runFor(200)
    await page.waitForURL('https://shop.example.com/orders/417')
    await page.goto(visit.origin)
    await page.clock.runFor(10_000)
    assert.equal(page.url(), `${visit.origin}/`)
  })

  test('a payer who wants to stay on the receipt stays', async (t) => {
    const visit = await open(t, 'succeeded')
    const { page } = visit
    await page.goto(visit.origin)
    await page.evaluate('navigation.onnavigate = () => { globalThis.hasLeft = true }')
    await page.getByRole('button', { name: 'Stay on this page' }).click()
    await page.clock.runFor(60_000)
    assert.equal(await page.evaluate('globalThis.hasLeft'), undefined)
  })

  test('the slow sentence comes when the answer is late, not before', async (t) => {
    const visit = await open(t, 'confirming')
    const { page } = visit
    await page.goto(visit.origin)
    const slow = page.getByText('taking longer than usual')
    assert.equal(await slow.isVisible(), false)
    await slow.evaluate(finishAnimation)
    await slow.waitFor()
  })

  test('a payer with one phone copies the link into a chat', async (t) => {
    const { page, origin } = await open(t, 'qr')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.context().grantPermissions(['clipboard-read'], { origin })
    await page.goto(origin)
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate('navigator.clipboard.readText()')
    assert.equal(copied, 'https://pay.example.com/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN')
  })

  test('the link is shown if copying fails; a copied text is selected and has the focus', async (t) => {
    const { page, origin } = await open(t, 'qr')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(origin)
    await page.evaluate(`document.execCommand = () => {
    const { tagName, selectionStart, selectionEnd } = document.activeElement
    globalThis.seen = [tagName, selectionStart, selectionEnd]
    return false
  }`)
    await page.getByRole('button', { name: 'Copy link' }).click()
    const url = 'https://pay.example.com/pay/pay_01JD3X8Q5T7W9YB2C4E6G8HKMN'
    await page.getByText(url).waitFor()
    assert.deepEqual(await page.evaluate('globalThis.seen'), ['INPUT', 0, url.length])
    await page.getByRole('button', { name: 'Copy link' }).waitFor()
  })

  test('without scripts a page still shows its code and reloads', async (t) => {
    const visit = await open(t, 'qr')
    const page = await newPage(t, { javaScriptEnabled: false })
    await page.goto(visit.origin)
    await page.getByRole('img', { name: 'QR code' }).waitFor()
    assert.equal(await page.locator('meta[http-equiv=refresh]').count(), 1)
  })

  test('a page whose script a proxy has disabled says so, and only then', async (t) => {
    const rewritten = await open(t, 'launch')
    await rewritten.page.route('**/', async (route) => {
      const answer = await route.fetch()
      const body = (await answer.text()).replace('<script ', '<script type="x-text/javascript" ')
      await route.fulfill({ response: answer, body })
    })
    await rewritten.page.goto(rewritten.origin)
    const hint = 'Nothing happens? WeChat Pay could not be opened'
    await rewritten.page.getByText(hint).waitFor()
    const { page, origin } = await open(t, 'launch')
    await page.goto(origin)
    await page.locator('[data-until-run]').waitFor({ state: 'detached' })
  })
})

/** Runs in the page, before it is drawn: WeChat's largest letters, as Android's engine scales them. */
function enlarge(factor: number): void {
  type Page = {
    document: { documentElement: { style: { fontSize: string } } }
    addEventListener: (name: string, then: () => void, capture: boolean) => void
  }
  const page = globalThis as unknown as Page
  page.addEventListener(
    'readystatechange',
    () => (page.document.documentElement.style.fontSize = `${16 * factor}px`),
    true,
  )
}

/** Runs in the page: on how many lines an element's text stands, and how far it sticks out. */
function measure(element: unknown): [number, number] {
  type Page = {
    innerWidth: number
    document: {
      createRange: () => {
        selectNodeContents: (node: unknown) => void
        getClientRects: () => Iterable<{ bottom: number; right: number }>
      }
    }
  }
  const { document, innerWidth } = globalThis as unknown as Page
  const range = document.createRange()
  range.selectNodeContents((element as { lastChild: unknown }).lastChild)
  const rects = [...range.getClientRects()]
  return [rects.length, Math.max(...rects.map(({ right }) => right)) - innerWidth]
}

/** Runs in the page. */
function finishAnimation(element: unknown): void {
  const { getAnimations } = element as { getAnimations: () => { finish: () => void }[] }
  for (const animation of getAnimations.call(element)) animation.finish()
}
