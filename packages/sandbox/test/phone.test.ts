import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startAxe } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import {
  createClock,
  createSandbox,
  type Sandbox,
  type SandboxServer,
  serveSandbox,
} from '../src/index.ts'
import { CAME_TWICE, type ForeignSite, PRESSES_AT_ONCE, openForeignSite } from './foreign-site.ts'

let browser: Browser
let site: ForeignSite
let sandbox: Sandbox
let server: SandboxServer
before(async () => {
  site = await openForeignSite()
  // An enquiry by number alone sees the current month, so that none may end meanwhile.
  sandbox = createSandbox({ clock: createClock({ startAt: Date.UTC(2025, 10, 22, 10, 30) }) })
  server = await serveSandbox({ sandbox, port: 0 })
  site.gateway = server.url
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  await server.close()
  await site.close()
})

type Phone = {
  readonly page: Page
  readonly inside: FrameLocator
  readonly close: () => Promise<void>
}

async function openPhone(
  path: string,
  {
    choice = {},
    colorScheme = 'light',
    script = '',
  }: {
    readonly choice?: Readonly<Record<string, string>>
    readonly colorScheme?: 'light' | 'dark'
    /** Runs before each page. */
    readonly script?: string
  } = {},
): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    colorScheme,
  })
  await context.addInitScript(script)
  const page = await context.newPage()
  const query = new URLSearchParams({ open: site.url + path, ...choice })
  const { port } = new URL(server.url)
  await page.goto(`http://wechat.localhost:${port}/?${query.toString()}`)
  return { page, inside: page.frameLocator('#page iframe'), close: () => context.close() }
}

async function pressSheet(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
}

test('a payer buys at a foreign site through QFPay’s account, and the site proves it paid', async () => {
  const { page, inside, close } = await openPhone('/')
  await inside.getByRole('button', { name: 'Buy', exact: true }).click()
  await page.getByRole('dialog', { name: 'Pay Harbour Tea House' }).waitFor()
  assert.equal(await page.locator('.dialog .amount').textContent(), 'HK$10.99')
  await pressSheet(page, 'Confirm payment')
  await page.getByRole('dialog', { name: 'Payment successful' }).waitFor()
  await pressSheet(page, 'Done')
  assert.equal(await inside.locator('#state').textContent(), 'paid')
  assert.match(await page.locator('#address').inputValue(), new RegExp(`^${site.url}/done`))
  await close()
})

test('the phone comes back twice at once, as WeChat does, with its cookies', async () => {
  sandbox.scenarios.arm({ name: 'oauth-callback-twice' })
  const { inside, close } = await openPhone('/twice')
  assert.match((await inside.locator('#log').textContent()) ?? '', CAME_TWICE)
  await close()
})

for (const [button, ending] of [
  ['Cancel payment', 'cancel'],
  ['Let it fail', 'fail'],
] as const) {
  test(`the page hears ${ending} when the payment does not come about`, async () => {
    const { page, inside, close } = await openPhone('/own-account')
    await inside.locator('#pay').click()
    await pressSheet(page, button)
    await inside.locator('#log', { hasText: `get_brand_wcpay_request:${ending}` }).waitFor()
    await close()
  })
}

test('six digits pay, from the keyboard too, and Escape cancels', async () => {
  const { page, inside, close } = await openPhone('/own-account')
  await inside.locator('#pay').click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await inside.locator('#log', { hasText: 'cancel' }).waitFor()
  await inside.locator('#pay').click()
  await pressSheet(page, 'Use payment password')
  await page.keyboard.type('12345')
  await page.getByRole('status', { name: '5 of 6 digits entered' }).waitFor()
  await page.keyboard.type('6')
  await pressSheet(page, 'Done')
  await inside.locator('#log', { hasText: 'get_brand_wcpay_request:ok' }).waitFor()
  await close()
})

test('the JS-SDK from npm runs unmodified: config, ready, checkJsApi, chooseWXPay', async () => {
  for (const profile of ['ios', 'android']) {
    const { page, inside, close } = await openPhone('/own-account', { choice: { profile } })
    await inside.locator('#sdk').click()
    await inside.locator('#log', { hasText: 'check true false' }).waitFor()
    await inside.locator('#log', { hasText: 'network wifi' }).waitFor()
    for (const said of [
      'shared updateAppMessageShareData:ok',
      'not shared updateTimelineShareData:fail, permission denied',
    ]) {
      await inside.locator('#log', { hasText: said }).waitFor()
    }
    await inside.locator('#pay').click()
    await pressSheet(page, 'Cancel payment')
    await inside.locator('#log', { hasText: 'cancel chooseWXPay:cancel' }).waitFor()
    await inside.locator('#pay').click()
    await pressSheet(page, 'Confirm payment')
    await pressSheet(page, 'Done')
    await inside.locator('#log', { hasText: 'success chooseWXPay:ok' }).waitFor()
    await inside.locator('#log', { hasText: 'complete' }).waitFor()
    await close()
  }
})

test('a wrong signature of wx.config ends in wx.error', async () => {
  const { inside, close } = await openPhone('/sdk?bad')
  await inside.locator('#log', { hasText: 'error config:invalid signature' }).waitFor()
  await close()
})

test('another payer begins where the link led, not with somebody else’s code', async () => {
  const { page, inside, close } = await openPhone('/own-account', { choice: { payer: 'mei' } })
  await inside.locator('#pay').click()
  await page.getByRole('dialog').waitFor()
  await page.locator('#payer').selectOption('ka-ho')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await inside.locator('#pay').click()
  await pressSheet(page, 'Confirm payment')
  await pressSheet(page, 'Done')
  await inside.locator('#log', { hasText: 'get_brand_wcpay_request:ok' }).waitFor()
  await close()
})

test('every WeChat fits on the desk, however large its window is', async () => {
  const { page, inside, close } = await openPhone('/')
  for (const profile of ['windows', 'old-webview', 'android', 'devtools', 'ios']) {
    await page.locator('#profile').selectOption(profile)
    await inside.locator('#agent').waitFor()
    const device = await page.locator('#device').boundingBox()
    assert.ok(device)
    const { x, y, width, height } = device
    assert.ok(x >= 0 && y >= 0 && x + width <= 640 && y + height <= 800, profile)
  }
  await close()
})

test('a scenario that is set off for the next payment happens to it', async () => {
  const { page, inside, close } = await openPhone('/')
  await page.getByRole('tab', { name: 'Scenarios' }).click()
  await page.getByRole('searchbox', { name: 'Find a scenario' }).fill('liar-bridge')
  await page.getByRole('button', { name: 'Arm for the next payment: liar-bridge' }).click()
  await page.locator('#fault-count', { hasText: '1' }).waitFor()
  await inside.getByRole('button', { name: 'Buy', exact: true }).click()
  await pressSheet(page, 'Confirm payment')
  await pressSheet(page, 'Done')
  assert.equal(await inside.locator('#state').textContent(), 'not paid')
  await page.locator('#fault-count').waitFor({ state: 'hidden' })
  await close()
})

test('the clock moves forward, on the phone as well', async () => {
  const { page, close } = await openPhone('/')
  const before = Date.parse((await page.locator('#clock-time').getAttribute('datetime')) ?? '')
  await page.getByRole('button', { name: '+24 h' }).click()
  await page.locator('#entries', { hasText: 'The clock moves on by 86400 s' }).waitFor()
  await page.waitForFunction(
    `Date.parse(document.getElementById('clock-time').dateTime) >= ${before + 86_400_000}`,
  )
  await close()
})

test('each payer has their own cookies, and keeps them', async () => {
  const { page, inside, close } = await openPhone('/', { choice: { payer: 'mei' } })
  await inside.locator('#visits', { hasText: '1' }).waitFor()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Reload' }).click()
  await inside.locator('#visits', { hasText: '2' }).waitFor()
  await page.locator('#payer').selectOption('ka-ho')
  await inside.locator('#visits', { hasText: '1' }).waitFor()
  await page.locator('#payer').selectOption('mei')
  await inside.locator('#visits', { hasText: '3' }).waitFor()
  await close()
})

test('an old WebView gets its bridge late, and lacks what it never had', async () => {
  const { page, inside, close } = await openPhone('/own-account', {
    choice: { profile: 'old-webview' },
    script: PRESSES_AT_ONCE,
  })
  await inside.locator('#log', { hasText: 'late' }).waitFor()
  await pressSheet(page, 'Confirm payment')
  await pressSheet(page, 'Done')
  await inside.locator('#log', { hasText: 'get_brand_wcpay_request:ok' }).waitFor()
  const frame = page.frames()[1]
  assert.equal(
    await frame?.evaluate('typeof structuredClone + typeof Promise.any'),
    'undefinedundefined',
  )
  assert.match(
    String(await frame?.evaluate('navigator.userAgent')),
    /TBS\/043409.*MicroMessenger\/6/,
  )
  await close()
})

test('a WeChat that cannot pay says so before and after', async () => {
  const { page, inside, close } = await openPhone('/own-account', {
    choice: { profile: 'windows' },
  })
  await page.getByText('No payment can be completed here').waitFor()
  await inside.locator('#pay').click()
  await inside.locator('#log', { hasText: 'get_brand_wcpay_request:fail' }).waitFor()
  await page
    .locator('#entries .problem', { hasText: 'WeChat for Windows cannot' })
    .first()
    .waitFor()
  await close()
})

test('outside WeChat there is no bridge, and QFPay’s page asks for WeChat', async () => {
  const { page, inside, close } = await openPhone('/', { choice: { profile: 'not-wechat' } })
  await inside.locator('#agent').waitFor()
  assert.equal(await page.frames()[1]?.evaluate('typeof WeixinJSBridge'), 'undefined')
  await inside.getByRole('button', { name: 'Buy', exact: true }).click()
  await inside.getByText('WeChat').first().waitFor()
  await close()
})

test('a number where iOS wants text is refused, and the inspector says which', async () => {
  const { page, inside, close } = await openPhone('/own-account')
  await inside.locator('#number').click()
  await inside.locator('#log', { hasText: 'missing parameter timeStamp' }).waitFor()
  await page.locator('#entries').getByText('missing parameter timeStamp').first().waitFor()
  await close()
})

test('the inspector shows the text of a signature that does not match', async () => {
  site.signsBadly = true
  const { page, inside, close } = await openPhone('/')
  await inside.getByRole('button', { name: 'Buy', exact: true }).click()
  await inside.locator('#state', { hasText: '1108' }).waitFor()
  site.signsBadly = false
  await page.locator('#problems-only').check()
  const entry = page.locator('#entries > li[data-problem=true]').last()
  await entry.locator('summary').click()
  await entry.getByText('Signature does not match', { exact: true }).waitFor()
  const signed = await entry.locator('pre.wrap').textContent()
  assert.match(signed ?? '', /^goods_name=Tea&out_trade_no=F[0-9a-f]+&pay_type=800207&sub_openid=/)
  assert.doesNotMatch(signed ?? '', /5EC2E700000000000000000000000000/)
  assert.match((await entry.locator('.signature').textContent()) ?? '', /FFFFFFFFFFFFFFFF/)
  await close()
})

test('scripts, links, new windows and events stay in the phone; the world stays outside', async () => {
  const { page, inside, close } = await openPhone('/')
  await inside.locator('#news').click()
  await inside.locator('#log', { hasText: 'fresh tea' }).waitFor()
  assert.equal(page.context().pages().length, 1)
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await inside.locator('#away').click()
  await page.getByRole('dialog', { name: 'This leads away from this machine' }).waitFor()
  await pressSheet(page, 'Cancel')
  await inside.locator('#away-by-script').click()
  await page.getByText('https://example.com/by-script').waitFor()
  await pressSheet(page, 'Cancel')
  await inside.locator('#buy-by-script').click()
  await inside.locator('#params').waitFor({ state: 'attached' })
  assert.match(await page.locator('#address').inputValue(), new RegExp(`^${site.url}/own\\?code=`))
  await close()
})

test('a WebSocket to the page’s own host reaches the site, under its strict policy too', async () => {
  const { page, inside, close } = await openPhone('/')
  await inside.locator('#agent').waitFor()
  const opened = await page.frames()[1]?.evaluate(`new Promise((resolve) => {
    const socket = new WebSocket('ws://' + location.host + '/live')
    socket.onopen = () => resolve(socket.url)
    socket.onerror = () => resolve('failed')
  })`)
  assert.equal(opened, `${site.url.replace('http', 'ws')}/live`)
  await close()
})

test('the phone obeys the page that it shows, and no other sender of messages', async () => {
  const { page, inside, close } = await openPhone('/')
  await inside.locator('#agent').waitFor()
  const send = `new Promise((resolve) => {
    window.top.postMessage({ wechat: 'close', question: {} }, '*', [new MessageChannel().port2])
    setTimeout(resolve, 0)
  })`
  await page.evaluate(send)
  assert.equal(await page.locator('#page iframe').count(), 1)
  await page
    .frames()[1]
    ?.evaluate(send)
    .catch(() => undefined)
  await page.locator('#home').waitFor()
  await close()
})

test('the payment sheet stays open until the payer leaves it, whatever the page behind it does', async () => {
  const { page, inside, close } = await openPhone('/own-account')
  const frame = () => page.frames()[1]
  await inside.locator('#pay').click()
  await page.getByRole('dialog', { name: 'Pay Harbour Tea House' }).waitFor()
  await frame()?.evaluate("alert('One moment')")
  await pressSheet(page, 'Confirm payment')
  await pressSheet(page, 'Done')
  await page.getByRole('dialog').getByText('One moment').waitFor()
  await pressSheet(page, 'OK')

  await page.locator('#address').fill(`${site.url}/own-account`)
  // The page that is still there has such a button too, for an order that is paid.
  const opened = page.waitForEvent('framenavigated', (each) => each.url().includes('/own?code='))
  await page.getByRole('button', { name: 'Open' }).click()
  await opened
  await inside.locator('#pay').click()
  await pressSheet(page, 'Confirm payment')
  await page.getByRole('dialog', { name: 'Payment successful' }).waitFor()
  await frame()?.evaluate("location.href = '/'")
  await inside.locator('#agent').waitFor()
  await pressSheet(page, 'Done')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await close()
})

test('a site that is not there, and one that is elsewhere, are explained', async () => {
  const { page, inside, close } = await openPhone('/')
  await page.locator('#address').fill('https://example.com/')
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByText('The phone does not show example.com.').waitFor()
  await page.locator('#address').fill('127.0.0.1:1')
  await page.getByRole('button', { name: 'Open' }).click()
  await inside.getByText('Is the site running?').waitFor()
  await close()
})

for (const { lang, sheet, wechat, browser } of [
  { lang: 'en', sheet: 'Confirm payment', wechat: 'Language/en', browser: 'WeChat for iOS' },
  { lang: 'zh-Hans', sheet: '确认付款', wechat: 'Language/zh_CN', browser: '微信 iOS 版' },
  { lang: 'zh-Hant', sheet: '確認付款', wechat: 'Language/zh_HK', browser: '微信 iOS 版' },
]) {
  test(`the phone speaks ${lang}, and the site hears which language its payer reads`, async () => {
    const { page, inside, close } = await openPhone('/', { choice: { lang } })
    assert.match((await inside.locator('#agent').textContent()) ?? '', new RegExp(wechat))
    assert.equal(await page.locator('html').getAttribute('lang'), lang)
    const browsers = await page.locator('#profile option').allTextContents()
    assert.equal(browsers[0], browser)
    assert.deepEqual(
      browsers.filter((name) => name === '' || name.includes('undefined')),
      [],
    )
    await inside.locator('#buy-by-script').click()
    await inside.locator('#pay').click()
    await page.getByRole('button', { name: sheet }).waitFor()
    await close()
  })
}

test('nothing in the phone’s page bars a screen reader or a weak eye', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, inside, close } = await openPhone('/', { colorScheme })
    await inside.getByRole('button', { name: 'Buy', exact: true }).click()
    await page.getByRole('dialog').waitFor()
    await page.locator('#entries summary').first().click()
    await startAxe(page)
    const { violations } = await page.evaluate<{ violations: { id: string }[] }>(
      'axe.run(document, { iframes: false })',
    )
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    )
    await close()
  }
})

test('on a phone’s own screen the phone is the whole page and the inspector a drawer', async () => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  })
  const page = await context.newPage()
  const { port } = new URL(server.url)
  await page.goto(`http://wechat.localhost:${port}/?open=${encodeURIComponent(`${site.url}/`)}`)
  await page.frameLocator('#page iframe').locator('#agent').waitFor()
  const screen = await page.locator('#screen').boundingBox()
  assert.deepEqual(screen, { x: 0, y: 0, width: 390, height: 844 })
  assert.equal(await page.locator('#panel').isVisible(), false)
  await page.getByRole('button', { name: 'Inspector' }).tap()
  await page.getByRole('tab', { name: 'Wire' }).waitFor()
  const width = await page.evaluate('document.documentElement.scrollWidth')
  assert.equal(width, 390)
  await context.close()
})
