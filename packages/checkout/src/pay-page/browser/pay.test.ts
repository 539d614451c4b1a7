import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, before, test, type TestContext } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import { parse } from 'acorn'
import type { Browser, Page } from 'playwright-core'
import { SAMPLE_PAY_PARAMS, samplePayerPages } from '../../../test/support/sample-payer-pages.ts'
import { servePages } from '../../../test/support/serve-pages.ts'
import { payPageAssets, payPagePolicy } from '../pay-page-assets.ts'

const PAGES = samplePayerPages('en')
/** What the status path answers next: a status code, a body, or nothing yet. */
type Reply = { readonly code?: number; readonly body?: unknown }

let browser: Browser
before(async () => {
  browser = await launchBrowser()
})
after(() => browser.close())

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

/** One payer's page with a status that the test decides; the page's clock is the test's. */
async function open(t: TestContext, name: string, replies: readonly Reply[] = []): Promise<Visit> {
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
async function pressLink(page: Page, href: string, selector = 'a.act'): Promise<void> {
  const link = page.locator(selector).first()
  await link.evaluate((element, to) => element.setAttribute('href', to), href)
  await link.dispatchEvent('click')
}

const polled = (page: Page): Promise<unknown> =>
  page.waitForRequest((request) => request.url().includes('/waits'))

test('the script is one that the oldest WebViews of WeChat can read', () => {
  const { body } = payPageAssets()
  parse(body, { ecmaVersion: 2015, sourceType: 'script' })
  const newer =
    /\bfetch\(|AbortController|URLSearchParams|replaceAll|\basync\b|\?\.|\.finally\(|\.at\(|Object\.(entries|values|fromEntries)|\.includes\(/
  assert.doesNotMatch(body.replace(/^\s*(\/\/|\/?\*).*$/gm, ''), newer)
  assert.ok(Buffer.byteLength(body) < 13_000)
})

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
  const givesUp = page.waitForEvent('requestfailed', (request) => request.url().includes('/waits'))
  const movesOn = page.waitForRequest(/[?]s=succeeded/)
  await visit.pressSlowLink()
  visit.answer({ body: { status: 'succeeded' } })
  await Promise.any([givesUp, movesOn])
  await visit.answerSlowLink()
  await page.getByRole('heading', { name: 'Elsewhere' }).waitFor()
})

test('a page stops reloading while it starts the payment over', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  const asked = polled(page)
  await page.goto(visit.origin)
  await asked
  await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
  await page.locator('main').evaluate((main) => main.setAttribute('data-afresh-path', '/slow'))
  const givesUp = page.waitForEvent('requestfailed', (request) => request.url().includes('/waits'))
  const movesOn = page.waitForRequest(/[?]s=created/)
  const slow = page.waitForRequest('**/slow')
  const pressed = page.getByRole('button', { name: 'Try again' }).dispatchEvent('click')
  await slow
  // What the server does to start over is a new status as well.
  visit.answer({ body: { status: 'created' } })
  await Promise.any([givesUp, movesOn])
  await visit.answerSlowLink()
  await pressed
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

/** Runs in the page: as if the payer went to another app, and came back. */
function hide(isHidden: boolean): void {
  type Page = { document: { dispatchEvent: (event: Event) => void } }
  const { document } = globalThis as unknown as Page
  Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
  document.dispatchEvent(new Event('visibilitychange'))
}

test('the payment opens once automatically, with unchanged parameters', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  assert.deepEqual(await calls(page), [{ name: 'getBrandWCPayRequest', params: SAMPLE_PAY_PARAMS }])
  await page.reload()
  assert.deepEqual(await calls(page), [])
})

test('the page waits for a bridge that appears late', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.goto(visit.origin)
  await page.clock.runFor(3_000)
  await page.evaluate(bridge, { isLate: true })
  assert.equal((await calls(page)).length, 1)
  await page.clock.runFor(10_000)
  assert.equal(await page.getByText('isn’t responding on this page').isVisible(), false)
})

test('without a bridge the page says where the payment can be made', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.goto(visit.origin)
  await page.clock.runFor(6_000)
  await page.getByText('Open this page in WeChat on your phone').waitFor()
})

test('a payer who closes WeChat’s sheet can pay again with the same order, tapping once or twice', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  await conclude(page, { err_msg: 'get_brand_wcpay_request:cancel' })
  await page.getByText('was not completed').waitFor()
  const button = page.getByRole('button', { name: 'Pay HK$1,288.00' })
  await button.evaluate(tapTwice)
  assert.equal(await page.getByText('was not completed').isVisible(), false)
  const made = await calls(page)
  assert.equal(made.length, 2)
  assert.deepEqual(made[1]?.params, SAMPLE_PAY_PARAMS)
})

test('WeChat’s reason is shown in its own words', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  await conclude(page, { err_msg: 'get_brand_wcpay_request:fail', err_desc: '当前页面的URL未注册' })
  await page.getByText('WeChat says: 当前页面的URL未注册').waitFor()
})

test('each refusal of WeChat’s is reported to the server once', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  const told = page.waitForRequest('**/said')
  await conclude(page, { err_msg: 'get_brand_wcpay_request:fail_no permission to execute' })
  await page.getByText('WeChat says: no permission to execute').waitFor()
  assert.equal((await told).postData(), 'no permission to execute')
})

test('a failed payment is not opened again: the button starts over', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
  const anew = page.waitForRequest(/authorize=1/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await anew
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

test('when WeChat says ok the payer waits on the confirming page, and back does not pay again', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto('about:blank')
  await page.goto(visit.origin)
  await conclude(page, { err_msg: 'get_brand_wcpay_request:ok' })
  await page.waitForURL('**/return')
  await page.getByRole('heading', { name: 'Confirming your payment…' }).waitFor()
  await page.goBack()
  assert.equal(page.url(), 'about:blank')
})

test('a callback that comes twice, or late, decides nothing more', async (t) => {
  const visit = await open(t, 'launch')
  const { page } = visit
  await page.addInitScript(bridge, { isLate: false })
  await page.goto(visit.origin)
  await conclude(page, { err_msg: 'get_brand_wcpay_request:cancel' })
  await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
  assert.equal(await page.getByText('didn’t go through').isVisible(), false)
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

/** Runs in the page. */
function tapTwice(element: unknown): void {
  const button = element as { click: () => void }
  button.click()
  button.click()
}

/** Runs in the page. */
function finishAnimation(element: unknown): void {
  const { getAnimations } = element as { getAnimations: () => { finish: () => void }[] }
  for (const animation of getAnimations.call(element)) animation.finish()
}

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
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(visit.origin)
  await page.getByRole('img', { name: 'QR code' }).waitFor()
  assert.equal(await page.locator('meta[http-equiv=refresh]').count(), 1)
  await context.close()
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

type Call = { readonly name: string; readonly params: unknown }
type Wechat = {
  calls?: Call[]
  conclude?: (result: unknown) => void
  WeixinJSBridge?: {
    invoke: (name: string, params: unknown, done: (result: unknown) => void) => void
  }
  document: { dispatchEvent: (event: Event) => void }
}

/** Runs in the page: a bridge that waits for the test to conclude. */
function bridge({ isLate }: { isLate: boolean }): void {
  const page = globalThis as unknown as Wechat
  const calls: Call[] = []
  page.calls = calls
  page.WeixinJSBridge = {
    invoke: (name, params, done) => {
      calls.push({ name, params })
      page.conclude = done
    },
  }
  if (isLate) page.document.dispatchEvent(new Event('WeixinJSBridgeReady'))
}

async function calls(page: Page): Promise<readonly Call[]> {
  return page.evaluate(() => (globalThis as unknown as Wechat).calls ?? [])
}

async function conclude(page: Page, result: object): Promise<void> {
  await page.evaluate((said) => (globalThis as unknown as Wechat).conclude?.(said), result)
}
