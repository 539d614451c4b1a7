import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { pageScript } from './phone/page-scripts.ts'
import {
  PROFILES,
  type Language,
  type ProfileName,
  findProfile,
  userAgentOf,
} from './phone/profiles.ts'
import { interceptPage } from './playwright/intercept-page.ts'
import { loseCookiesOfRedirects } from './playwright/lose-cookies.ts'
import {
  type PaymentSheet,
  type SheetDecision,
  createTestWallet,
} from './playwright/test-wallet.ts'
import { systemFetch } from './system-clock.ts'

export { type Language, type ProfileName } from './phone/profiles.ts'
export { type PaymentSheet, type SheetDecision } from './playwright/test-wallet.ts'

export type OpenWechatOptions = {
  /** The sandbox: where it listens, what `serveSandbox` returned, or the sandbox itself. */
  readonly sandbox:
    | string
    | { readonly url: string }
    | { readonly fetch: (request: Request) => Promise<Response> }
  /** Id of a payer of the sandbox. Default: its first. */
  readonly payer?: string
  /** Default: `ios`. */
  readonly profile?: ProfileName
  /** Default: `en`. */
  readonly language?: Language
  /** Ends every payment sheet immediately; without it, take each one with `sheet()`. */
  readonly decide?: SheetDecision
  /** How long `sheet()` waits. Default: 10 000. */
  readonly timeoutMs?: number
  /** Wins over what the profile sets: `colorScheme`, `recordVideo`, … */
  readonly context?: BrowserContextOptions
}

/** A WeChat that a test drives. */
export type Wechat = {
  readonly context: BrowserContext
  /** Opens a page in it, at `url` if given. */
  page(url?: string): Promise<Page>
  /** Waits for the next payment sheet. Fails with what WeChat refused, if it refused to open one. */
  sheet(): Promise<PaymentSheet>
  close(): Promise<void>
}

/**
 * Makes a browser context behave as WeChat: its user agent and bridge, the sandbox in the place of
 * WeChat's and QFPay's hosts, and payment sheets that the test decides. Pages keep their true
 * addresses. Needs Chromium: only there are redirects to those hosts caught.
 *
 * @example
 * const wechat = await openWechat(browser, { sandbox: 'http://127.0.0.1:4010' })
 * const page = await wechat.page('http://127.0.0.1:4000/pay/pay_1')
 * const sheet = await wechat.sheet()
 * assert.equal(sheet.amount, 10880)
 * await sheet.pay()
 */
export async function openWechat(browser: Browser, options: OpenWechatOptions): Promise<Wechat> {
  if (browser.browserType().name() !== 'chromium') {
    throw new Error(
      `WeChat is simulated in Chromium, but this browser is ${browser.browserType().name()}. Give openWechat a browser from chromium.launch().`,
    )
  }
  const language = options.language ?? 'en'
  const profile = findProfile(options.profile ?? 'ios')
  if (profile === undefined) {
    const names = PROFILES.map(({ name }) => name).join(', ')
    throw new Error(`There is no WeChat profile "${options.profile ?? ''}". There are: ${names}.`)
  }
  const { send, origin } = reach(options.sandbox)
  const payer = options.payer ?? (await firstPayer(send))
  const wallet = createTestWallet({ send, payer, profile: profile.name, ...options })
  const context = await browser.newContext({
    userAgent: userAgentOf(profile, language),
    viewport: profile.viewport,
    isMobile: profile.isMobile,
    hasTouch: profile.isMobile,
    locale: LOCALES[language],
    ...options.context,
  })
  await context.exposeBinding('__sandboxWallet', ({ page }, kind: string, question: unknown) =>
    wallet.answer(page, kind, question),
  )
  for (const name of ['identity', 'bridge'] as const) {
    await context.addInitScript({ content: await pageScript(name, { profile, language }) })
  }
  const prepareAll = async (page: Page): Promise<void> => {
    await interceptPage(page, { send, origin, payer })
    if (profile.losesCookiesOfRedirects) await loseCookiesOfRedirects(page)
  }
  const ready = new WeakMap<Page, Promise<void>>()
  const prepare = (page: Page): Promise<void> => {
    const prepared = ready.get(page) ?? prepareAll(page)
    ready.set(page, prepared)
    return prepared
  }
  // A page that closes while it is being prepared needs nothing any more.
  context.on('page', (page) => void prepare(page).catch(() => undefined))
  return {
    context,
    async page(url) {
      const page = await context.newPage()
      await prepare(page)
      if (url !== undefined) await page.goto(url)
      return page
    },
    sheet: () => wallet.sheet(),
    close: () => context.close(),
  }
}

/**
 * The same as a fixture of `@playwright/test`.
 *
 * @example
 * const test = base.extend({ wechat: wechatFixture({ sandbox: 'http://127.0.0.1:4010' }) })
 */
export function wechatFixture(
  options: OpenWechatOptions,
): (
  fixtures: { readonly browser: Browser },
  use: (wechat: Wechat) => Promise<void>,
) => Promise<void> {
  return async ({ browser }, use) => {
    const wechat = await openWechat(browser, options)
    await use(wechat)
    await wechat.close()
  }
}

const LOCALES = { en: 'en-US', 'zh-Hans': 'zh-CN', 'zh-Hant': 'zh-HK' } as const

function reach(sandbox: OpenWechatOptions['sandbox']): {
  send: (request: Request) => Promise<Response>
  origin: string | undefined
} {
  if (typeof sandbox === 'object' && 'fetch' in sandbox) {
    return { send: (request) => sandbox.fetch(request), origin: undefined }
  }
  const { origin } = new URL(typeof sandbox === 'string' ? sandbox : sandbox.url)
  return {
    origin,
    async send(request) {
      const url = new URL(request.url)
      const { method, headers } = request
      const body = request.body === null ? null : await request.arrayBuffer()
      return systemFetch(origin + url.pathname + url.search, {
        method,
        headers,
        body,
        redirect: 'manual',
      })
    },
  }
}

async function firstPayer(send: (request: Request) => Promise<Response>): Promise<string> {
  const answer = await send(new Request('http://sandbox.localhost/_sandbox/payers'))
  const { data } = (await answer.json()) as { data: readonly { readonly id: string }[] }
  const [first] = data
  if (first === undefined) throw new Error('The sandbox has no payers. Give it one first.')
  return first.id
}
