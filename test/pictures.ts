// `npm run pictures`: the pages as people see them, from a real run, into docs/pictures.
// PICTURES=folder takes every page in both color schemes and three languages there instead.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openWechat } from '@tael/sandbox/playwright'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { orderTea } from './support/buy.ts'
import { startWorlds, type World } from './support/world.ts'

type Look = {
  readonly colorScheme: 'light' | 'dark'
  readonly locale: 'en' | 'zh-CN' | 'zh-HK'
  readonly suffix: string
}

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 800 }
const everything = process.env['PICTURES']
const folder = everything ?? 'docs/pictures'
const looks: readonly Look[] =
  everything === undefined
    ? [{ colorScheme: 'light', locale: 'en', suffix: '' }]
    : (['light', 'dark'] as const).flatMap((colorScheme) =>
        (['en', 'zh-CN', 'zh-HK'] as const).map((locale) => {
          return { colorScheme, locale, suffix: `-${locale}-${colorScheme}` }
        }),
      )

await mkdir(folder, { recursive: true })
const browser = await launchBrowser()
for (const look of looks) {
  const { worlds, close } = await startWorlds(['own-account'])
  const world = worlds['own-account']
  await phone(world, look)
  await payer(world, look)
  await operator(world, look)
  await close()
}
await browser.close()

async function withPage(
  options: BrowserContextOptions,
  take: (page: Page, browser: Browser) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  try {
    await take(await context.newPage(), browser)
  } finally {
    await context.close()
  }
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

/** The store in the simulated WeChat, with the inspector beside it. */
async function phone(world: World, { colorScheme, locale, suffix }: Look): Promise<void> {
  await withPage({ viewport: { width: 1440, height: 900 }, colorScheme, locale }, async (page) => {
    if (locale === 'en') {
      await orderTea(page, world)
      await page.getByRole('button', { name: 'Confirm payment' }).waitFor()
      await page.getByText('Payment request 800207').click()
      await page.waitForTimeout(800)
    } else {
      await page.goto(world.inWechat(world.storeUrl))
      await page.waitForTimeout(2000)
    }
    await shoot(page, `simulated-wechat${suffix}`)
  })
}

async function payer(world: World, { colorScheme, locale, suffix }: Look): Promise<void> {
  const language = { en: 'en', 'zh-CN': 'zh-Hans', 'zh-HK': 'zh-Hant' }[locale] as
    | 'en'
    | 'zh-Hans'
    | 'zh-Hant'
  const url = await createPayment(world)
  await withPage({ viewport: DESKTOP, colorScheme, locale }, async (page) => {
    await page.goto(url)
    await shoot(page, `payer-qr${suffix}`)
  })
  const wechat = await openWechat(browser, {
    sandbox: { url: world.sandboxUrl },
    language,
    context: { viewport: PHONE, deviceScaleFactor: 1, colorScheme },
  })
  const page = await wechat.page(url)
  const sheet = await wechat.sheet()
  await sheet.cancel()
  await page.waitForTimeout(300)
  await shoot(page, `payer-launch${suffix}`)
  world.sandbox.scenarios.arm({ name: 'pending-then-paid' })
  const slow = await wechat.page(await createPayment(world))
  await (await wechat.sheet()).pay()
  await slow.getByRole('status').first().waitFor()
  await slow.waitForTimeout(800)
  await shoot(slow, `payer-confirming${suffix}`)
  await world.sandbox.clock.advance(11_000)
  await slow.waitForTimeout(5000)
  await shoot(slow, `payer-paid${suffix}`)
  await wechat.close()
}

async function operator(world: World, { colorScheme, locale, suffix }: Look): Promise<void> {
  await withPage({ viewport: DESKTOP, colorScheme, locale }, async (page) => {
    await page.goto(`${world.checkoutUrl}/dashboard`)
    await shoot(page, `operator-login${suffix}`)
    await page.locator('input[name=key]').fill(world.operatorKey)
    await page.locator('form button').first().click()
    await shoot(page, `operator-payments${suffix}`)
    await page.locator('a[href*="/dashboard/payments/"]').first().click()
    await shoot(page, `operator-payment${suffix}`)
  })
}

async function createPayment(world: World): Promise<string> {
  const response = await fetch(`${world.checkoutUrl}/v1/payments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.apiKeys['own-account']}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      reference: `T-${String(Math.floor(Math.random() * 1e6))}`,
      amount: 13800,
      currency: 'HKD',
      description: 'Dragon Well 龍井',
    }),
  })
  return ((await response.json()) as { url: string }).url
}
