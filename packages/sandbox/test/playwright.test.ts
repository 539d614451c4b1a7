import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser } from 'playwright-core'
import { type Sandbox, type SandboxServer, createSandbox, serveSandbox } from '../src/index.ts'
import { type ProfileName, type Wechat, openWechat, wechatFixture } from '../src/playwright.ts'
import { CAME_TWICE, type ForeignSite, PRESSES_AT_ONCE, openForeignSite } from './foreign-site.ts'

let browser: Browser
let site: ForeignSite
let sandbox: Sandbox
let server: SandboxServer
before(async () => {
  site = await openForeignSite()
  sandbox = createSandbox()
  server = await serveSandbox({ sandbox, port: 0 })
  site.gateway = server.url
  browser = await launchBrowser()
})
after(async () => {
  await browser.close()
  await server.close()
  await site.close()
})

async function buy(wechat: Wechat): ReturnType<Wechat['page']> {
  const page = await wechat.page(site.url)
  await page.getByRole('button', { name: 'Buy', exact: true }).click()
  return page
}

test('a test pays through QFPay’s own hosts, and pages keep their true addresses', async () => {
  const wechat = await openWechat(browser, { sandbox: server })
  const page = await buy(wechat)
  const sheet = await wechat.sheet()
  assert.partialDeepStrictEqual(sheet, {
    merchantName: 'Harbour Tea House',
    amount: 1099,
    currency: 'HKD',
    goodsName: 'Tea',
  })
  assert.equal(new URL(sheet.page.url()).origin, 'https://o2-hk.qfapi.com')
  assert.deepEqual(await sheet.pay(), { errMsg: 'get_brand_wcpay_request:ok' })
  await page.locator('#state', { hasText: /^paid$/ }).waitFor()
  assert.equal(new URL(page.url()).origin, site.url)
  await wechat.close()
})

test('the sandbox in this process needs no address', async () => {
  const wechat = await openWechat(browser, { sandbox, decide: 'cancel' })
  const page = await buy(wechat)
  await page.locator('#state', { hasText: 'not paid' }).waitFor()
  await wechat.close()
})

for (const [name, codes] of [
  ['oauth-callback-twice', 1],
  ['oauth-two-codes', 2],
] as const) {
  test(`a test comes back twice at once, as WeChat does, with its cookies: ${name}`, async () => {
    sandbox.scenarios.arm({ name })
    const wechat = await openWechat(browser, { sandbox: server })
    const page = await wechat.page(`${site.url}/twice`)
    const log = (await page.locator('#log').textContent()) ?? ''
    assert.match(log, CAME_TWICE)
    assert.equal(new Set(log.match(/code=\w+/g)).size, codes)
    assert.match(page.url(), /&pass_ticket=/)
    await wechat.close()
  })
}

test('cancel and fail reach the page as WeChat says them', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url, profile: 'android' })
  const page = await wechat.page(`${site.url}/own-account`)
  await page.locator('#pay').click()
  await (await wechat.sheet()).cancel()
  await page.locator('#log', { hasText: 'get_brand_wcpay_request:cancel' }).waitFor()
  await page.locator('#pay').click()
  await (await wechat.sheet()).fail()
  await page.locator('#log', { hasText: 'get_brand_wcpay_request:fail' }).waitFor()
  await wechat.close()
})

test('two payers of one test have each their own phone', async () => {
  const [mei, kaHo] = await Promise.all(
    ['mei', 'ka-ho'].map((payer) => openWechat(browser, { sandbox: server.url, payer })),
  )
  assert.ok(mei !== undefined && kaHo !== undefined)
  await Promise.all([buy(mei), buy(kaHo)])
  await (await mei.sheet()).pay()
  await (await kaHo.sheet()).cancel()
  const payers = sandbox.journal.list({ limit: 40 }).flatMap(({ payer }) => payer ?? [])
  assert.deepEqual(new Set(payers), new Set(['mei', 'ka-ho']))
  await Promise.all([mei.close(), kaHo.close()])
})

test('the sandbox under its own address learns who pays, also through a redirect', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url, payer: 'ka-ho' })
  const page = await wechat.page(site.url)
  const seen = sandbox.journal.list().at(-1)?.id ?? 0
  await page.goto(`${server.url}/q/direct?mchntnm=x`)
  await page.goto(`${site.url}/own-account`)
  const payers = sandbox.journal.list({ after: seen }).map(({ payer }) => payer)
  assert.deepEqual(
    payers.filter((payer) => payer !== undefined && payer !== 'ka-ho'),
    [],
  )
  assert.ok(payers.includes('ka-ho'))
  await wechat.close()
})

test('the JS-SDK runs unmodified in a test', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url, decide: 'pay' })
  const page = await wechat.page(`${site.url}/own-account`)
  await page.locator('#sdk').click()
  await page.locator('#log', { hasText: 'check true false' }).waitFor()
  await page.locator('#pay').click()
  await page.locator('#log', { hasText: 'success chooseWXPay:ok' }).waitFor()
  await wechat.close()
})

test('WeChat on iOS judges the address at which the page was opened, on Android the present one', async () => {
  for (const [profile, judged] of [
    ['ios', '/own'],
    ['android', '/deep/inside'],
  ] as const) {
    const wechat = await openWechat(browser, { sandbox: server.url, profile, decide: 'cancel' })
    const page = await wechat.page(`${site.url}/own-account`)
    await page.evaluate("history.pushState({}, '', '/deep/inside')")
    await page.locator('#pay').click()
    await page.locator('#log', { hasText: 'cancel' }).waitFor()
    const asked = sandbox.journal.list().findLast(({ step }) => step.includes('payment sheet'))
    assert.equal(asked?.url, site.url + judged)
    await wechat.close()
  }
})

test('the JS-SDK may not pay before wx.config has allowed it', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url })
  const page = await wechat.page(`${site.url}/sdk?bad`)
  await page.locator('#log', { hasText: 'error config:invalid signature' }).waitFor()
  await page.evaluate(`wx.chooseWXPay({ timestamp: '1', nonceStr: 'n', package: 'prepay_id=1',
    signType: 'MD5', paySign: 'p', fail: (answer) => { document.title = answer.errMsg } })`)
  await page.waitForFunction("document.title === 'chooseWXPay:permission denied'")
  await wechat.close()
})

test('a call of an interface that WeChat does not have is answered', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url })
  const page = await wechat.page(site.url)
  const answer = await page.evaluate(
    "new Promise((resolve) => WeixinJSBridge.invoke('teleport', {}, resolve))",
  )
  assert.deepEqual(answer, { err_msg: 'system:function_not_exist' })
  await wechat.close()
})

test('an old WebView is late and bare under a test too', async () => {
  const wechat = await openWechat(browser, { sandbox: server.url, profile: 'old-webview' })
  const page = await wechat.page()
  await page.addInitScript(PRESSES_AT_ONCE)
  await page.goto(`${site.url}/own-account`)
  assert.equal(await page.evaluate('typeof structuredClone'), 'undefined')
  await page.locator('#log', { hasText: 'late' }).waitFor()
  await (await wechat.sheet()).pay()
  await page.locator('#log', { hasText: 'get_brand_wcpay_request:ok' }).waitFor()
  await wechat.close()
})

test('a WebView that loses the cookies of redirects keeps those of pages', async (t) => {
  const server = createServer(({ url, headers }, response) => {
    const given = { 'set-cookie': `${url === '/away' ? 'away' : 'page'}=1; Path=/` }
    if (url === '/away') response.writeHead(302, { ...given, location: '/page' }).end()
    else response.writeHead(200, given).end(headers.cookie ?? 'none')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const seen = async (profile: ProfileName) => {
    const wechat = await openWechat(browser, { sandbox, profile })
    const page = await wechat.page(`${url}/away`)
    const first = await page.innerText('body')
    await page.goto(`${url}/page`)
    const second = await page.innerText('body')
    await wechat.close()
    return [first, second]
  }
  assert.deepEqual(await seen('ios'), ['away=1', 'away=1; page=1'])
  assert.deepEqual(await seen('lossy-webview'), ['none', 'page=1'])
})

test('in a mini program the bridge is there, and refuses', async () => {
  const wechat = await openWechat(browser, { sandbox, profile: 'mini-program' })
  const page = await wechat.page(site.url)
  const refused = await page.evaluate(
    "new Promise((resolve) => WeixinJSBridge.invoke('getBrandWCPayRequest', {}, resolve))",
  )
  assert.match(JSON.stringify(refused), /get_brand_wcpay_request:fail.*no permission to execute/)
  assert.equal(await page.evaluate('window.__wxjs_environment'), 'miniprogram')
  await wechat.close()
})

test('a silent payment closes the page, as WeChat does', async () => {
  sandbox.scenarios.arm({ name: 'silent-bridge' })
  const wechat = await openWechat(browser, { sandbox: server.url })
  const page = await buy(wechat)
  const closed = page.waitForEvent('close')
  assert.equal((await (await wechat.sheet()).pay()).silent, true)
  await closed
  await wechat.close()
})

test('a wait without a sheet says what WeChat refused', async () => {
  const wechat = await openWechat(browser, {
    sandbox: server.url,
    profile: 'windows',
    timeoutMs: 1,
  })
  await assert.rejects(wechat.sheet(), /The page did not call getBrandWCPayRequest/)
  const page = await buy(wechat)
  await page.locator('#state', { hasText: 'not paid' }).waitFor()
  await assert.rejects(wechat.sheet(), /WeChat refused to open it: .*browser-cannot-pay/)
  await wechat.close()
})

test('an unknown profile, and a browser other than Chromium, are refused with the reason', async () => {
  await assert.rejects(
    openWechat(browser, { sandbox, profile: 'symbian' as 'ios' }),
    /no WeChat profile "symbian". There are: ios, android/,
  )
  const firefox = { browserType: () => ({ name: () => 'firefox' }) } as Browser
  await assert.rejects(openWechat(firefox, { sandbox }), /simulated in Chromium.*firefox/)
})

test('as a fixture it opens before the test and closes after it', async () => {
  const fixture = wechatFixture({ sandbox: server.url })
  let closed: Promise<unknown> | undefined
  await fixture({ browser }, async (wechat) => {
    closed = new Promise((resolve) => wechat.context.once('close', resolve))
    await buy(wechat)
    await wechat.sheet()
  })
  await closed
})
