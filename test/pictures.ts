// `npm run pictures`: the pages as people see them, from a real run, into docs/pictures.
// PICTURES=folder takes every page in both color schemes and three languages there instead.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { launchBrowser } from '@tael/testing/launch-browser'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { drawSheet, type Shot } from './pictures/draw-sheet.ts'
import { takeTour } from './pictures/tour.ts'
import { buyTea, orderTea } from './support/buy.ts'
import { startWorlds, type World } from './support/world.ts'

type Look = {
  readonly colorScheme: 'light' | 'dark'
  readonly locale: 'en' | 'zh-CN' | 'zh-HK'
  readonly suffix: string
}

const SCHEMES = ['light', 'dark'] as const
const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const everything = process.env['PICTURES']
const folder = everything ?? 'docs/pictures'
const looks: readonly Look[] =
  everything === undefined
    ? [{ colorScheme: 'light', locale: 'en', suffix: '' }]
    : SCHEMES.flatMap((colorScheme) =>
        (['en', 'zh-CN', 'zh-HK'] as const).map((locale) => {
          return { colorScheme, locale, suffix: `-${locale}-${colorScheme}` }
        }),
      )

/** What the rest of the tour shows: where, and what is opened there. */
const MORE: readonly (readonly [name: string, path: string, click?: string])[] = [
  ['refunds', '/refunds'],
  ['link', '/links', '.row a'],
  ['statement', '/statements?account=:account'],
  ['account', '/accounts/:account'],
  ['webhook', '/webhooks', '.row a'],
  ['settings', '/settings'],
]

const ROW = '.row a'
/** Every page of the dashboard, in the order of its menu: where, and what is clicked there. */
const PAGES: Readonly<Record<string, readonly [path: string, ...clicks: string[]]>> = {
  overview: [''],
  payments: ['/payments'],
  'new payment': ['/payments/new'],
  payment: ['/payments?status=succeeded', ROW],
  refund: ['/payments?status=succeeded', ROW, 'a[href$="/refund"]'],
  'check of a refund': ['/payments?status=succeeded', ROW, 'a[href$="/refund"]', 'button.main'],
  refunds: ['/refunds'],
  links: ['/links'],
  link: ['/links', ROW],
  'new link': ['/links/new'],
  statements: ['/statements'],
  statement: ['/statements?account=:account'],
  reconciliations: ['/reconciliations'],
  'new reconciliation': ['/reconciliations/new'],
  differences: ['/reconciliations/differences'],
  accounts: ['/accounts'],
  account: ['/accounts', ROW],
  'change of an account': ['/accounts', ROW, 'a[href$="/change"]'],
  'API keys': ['/accounts/keys'],
  webhooks: ['/webhooks'],
  endpoint: ['/webhooks', ROW],
  delivery: ['/webhooks', ROW, ROW],
  'new endpoint': ['/webhooks/new'],
  operators: ['/operators'],
  'first administrator': ['/first-administrator'],
  'audit log': ['/audit?check=yes'],
  settings: ['/settings'],
}

await mkdir(folder, { recursive: true })
const browser = await launchBrowser()
for (const look of looks) {
  const { worlds, close } = await startWorlds(['own-account'])
  const world = worlds['own-account']
  await phone(world, look)
  await operator(world, look)
  await close()
}
for (const { language, name } of [
  { language: 'en', name: 'payer-en' },
  { language: 'zh-Hant', name: 'payer-zh-hant' },
  { language: 'zh-Hans', name: 'payer-zh-hans' },
] as const) {
  for (const colorScheme of everything === undefined ? (['light'] as const) : SCHEMES) {
    const suffix = everything === undefined ? '' : `-${colorScheme}`
    await takeTour(browser, { language, colorScheme }, join(folder, `${name}${suffix}.jpg`))
  }
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

/** What an operator sees of three orders: one paid, one paid after a cancel, one that nobody has paid. */
async function operator(world: World, { colorScheme, locale, suffix }: Look): Promise<void> {
  for (const cancelsFirst of [false, true]) {
    await withPage({ viewport: { width: 1440, height: 900 }, locale: 'en' }, async (page) => {
      await buyTea(page, world, { cancelsFirst })
    })
  }
  await withPage({ viewport: DESKTOP, colorScheme, locale }, async (page) => {
    await page.goto(`${world.checkoutUrl}/dashboard`)
    await page.locator('input[name=key]').fill(world.operatorKey)
    await page.locator('form button').first().click()
    await page.locator('.figures').waitFor()
    await shoot(page, `operator-overview${suffix}`)
    await page.goto(`${world.checkoutUrl}/dashboard/payments`)
    await shoot(page, `operator-payments${suffix}`)
    await page.locator('.row a').first().click()
    await page.locator('.line').waitFor()
    await shoot(page, `operator-payment${suffix}`)
    const account = await prepare(world)
    for (const [name, path, click] of MORE) {
      await page.goto(`${world.checkoutUrl}/dashboard${path.replace(':account', account)}`)
      if (click !== undefined) {
        await page.locator(click).first().click()
        await page.locator('a.back').waitFor()
      }
      await shoot(page, `operator-${name}${suffix}`)
    }
    for (const [where, size, sheet] of [
      ['', DESKTOP, { columns: 4, width: DESKTOP.width / 4 }],
      ['-phone', PHONE, { columns: 7, width: PHONE.width / 2.5 }],
    ] as const) {
      await page.setViewportSize(size)
      const shots: Shot[] = []
      for (const [name, [path, ...clicks]] of Object.entries(PAGES)) {
        await page.goto(`${world.checkoutUrl}/dashboard${path.replace(':account', account)}`)
        for (const click of clicks) {
          const arrived = page.waitForEvent('load')
          await page.locator(click).first().click()
          await arrived
        }
        shots.push({ name, picture: await page.screenshot() })
      }
      const file = join(folder, `operator-pages${where}${suffix}.jpg`)
      await drawSheet(browser, shots, { ...sheet, file })
    }
  })
}

/** A refund, and a link for a poster; the account's id. */
async function prepare({ checkoutUrl, apiKeys }: World): Promise<string> {
  const ask = async (path: string, body?: object): Promise<{ data: { id: string }[] }> => {
    const answer = await fetch(checkoutUrl + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${apiKeys['own-account']}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await answer.json()) as { data: { id: string }[] }
  }
  const [paid] = (await ask('/v1/payments?status=succeeded&limit=1')).data
  await ask(`/v1/payments/${paid?.id}/refunds`, { amount: 3800, reason: 'one tin was dented' })
  const link = { title: 'Mooncakes, a box of four', amount: 18_800, currency: 'HKD', stock: 200 }
  await ask('/v1/payment_links', link)
  const [account] = (await ask('/v1/accounts')).data
  return account?.id ?? ''
}
