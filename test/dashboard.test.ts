import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brokenWords, englishWords, excessWidths, judgePage } from '@tael/testing/judge-page'
import { launchBrowser } from '@tael/testing/launch-browser'
import { testRun } from '@tael/testing/test-run'
import { watchPage } from '@tael/testing/watch-page'
import type { Browser, Locator, Page } from 'playwright-core'
import { openTestServerDatabase } from '../packages/checkout/test/support/database.ts'
import { browseDashboard, openTradingWorld, signIn, WORDS } from './support/dashboard-world.ts'
import { CHECKOUT, OPERATOR_KEY, type JoinedWorld } from './support/joined-world.ts'
import { openOrder, makePaid, listRefunds, requestRefund } from './support/refunding.ts'

const LOCALES = ['en', 'zh-CN', 'zh-HK'] as const
/** Where an operator goes, and what they open there. */
const PAGES: readonly (readonly [path: string, ...clicks: string[]])[] = [
  [''],
  ['/payments'],
  ['/payments', '.filters > summary'],
  ['/payments/new'],
  ['/payments?q=Dragon'],
  ['/payments?status=succeeded&from=2026-03-02&least=1&most=500&currency=HKD'],
  ['/payments', '.row a'],
  ['/payments?status=succeeded', '.row a'],
  ['/payments?status=pending', '.row a'],
  ['/payments?status=awaiting-approval', '.row a'],
  ['/payments?status=in-review', '.row a'],
  ['/reconciliations'],
  ['/reconciliations', '.row a'],
  ['/reconciliations/new'],
  ['/refunds'],
  ['/settings'],
  ['/refunds?status=failed&q=x'],
  ['/payments?status=succeeded&most=1000', '.row a', 'a[href$="/refund"]'],
  ['/payments?status=succeeded&most=1000', '.row a', 'a[href$="/refund"]', 'button.main'],
  ['/webhooks'],
  ['/webhooks', '.row a'],
  ['/webhooks', '.row a:has-text("/old")'],
  ['/webhooks', '.row a:has-text("/old")', '.row:has-text("500") a'],
  ['/webhooks/new'],
  ['/webhooks', '.row a', 'a[href$="/change"]'],
  ['/statements'],
  ['/statements', '.row a'],
  ['/reconciliations/differences'],
  ['/reconciliations/differences', '.hooks b a'],
  ['/accounts'],
  ['/accounts', '.row a'],
  ['/accounts', '.row a', 'form[action$="/check"] button'],
  ['/accounts', '.row a', 'a[href$="/change"]'],
  ['/accounts', '.row a', 'a[href$="/credentials"]'],
  ['/accounts/new', '.more summary'],
  ['/accounts/keys'],
  ['/links'],
  ['/links', '.row a'],
  ['/links/new'],
  ['/operators'],
  ['/first-administrator'],
  ['/audit?check=yes'],
  ['/nothing'],
]

/** What has the focus without showing it; between the last element and the first, the page itself has it. */
const HIDDEN_FOCUS = `[document.activeElement]
  .filter((one) => one !== document.body && [null, '::after'].every((part) => getComputedStyle(one, part).outlineStyle === 'none'))
  .map((one) => one.outerHTML.slice(0, 120))[0]`
/** More than any page has before what an operator does on it. */
const MOST_TABS = 60

let browser: Browser
let world: JoinedWorld
before(async () => {
  browser = await launchBrowser()
  world = await openTradingWorld(await openTestServerDatabase(), 2)
})
after(async () => {
  await browser.close()
  await world.close()
})

describe('the dashboard of a shop that trades', () => {
  for (const [index, locale] of LOCALES.entries()) {
    it(`is accessible and in one language, fits a phone, breaks no word and obeys its own policy: ${locale}`, async () => {
      const context = await browseDashboard(browser, world, { locale })
      await signIn(context, world)
      const page = await context.newPage()
      const faults = await watchPage(page)
      for (const [number, [path, ...clicks]] of PAGES.entries()) {
        // Each page is seen in English and in one of the two Chinese scripts.
        const isOthersTurn = locale !== 'en' && number % 2 === index % 2
        if (isOthersTurn && !testRun.isThorough) continue
        const name = `${locale} ${path} ${clicks.join(' ')}`
        await page.setViewportSize({ width: 1280, height: 800 })
        await page.goto(`${CHECKOUT}/dashboard${path}`)
        for (const click of clicks) await page.locator(click).first().click()
        // By turns: what bars somebody is in the markup, and that is the same in each language.
        const isJudged = testRun.isThorough || (locale === 'en' && number % 2 === 0)
        if (isJudged) assert.deepEqual(await judgePage(page), [], name)
        if (locale === 'en') assert.deepEqual(await brokenWords(page), [], name)
        else assert.deepEqual(await englishWords(page, WORDS), [], name)
        assert.deepEqual(await excessWidths(page), [0, 0], name)
      }
      assert.deepEqual(await faults.list(), [])
      await context.close()
    })
  }

  it('lets an operator narrow the list, save that, and download it', async () => {
    const page = await openPage('/payments')
    await page.getByText('Filter', { exact: true }).click()
    await page.getByLabel('Amount from').fill('1,000')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('link', { name: /Amount from: 1,000/ }).waitFor()
    const amounts = await page.locator('.row td.sum').allInnerTexts()
    assert.ok(amounts.length > 2 && amounts.every((text) => text.startsWith('HK$1,288.00')))
    await page.getByText('Save this search').first().click()
    await page.getByLabel('Name').fill('Large ones')
    await page.getByRole('button', { name: 'Save this search' }).click()
    await page.getByRole('link', { name: 'Large ones' }).waitFor()
    await page.goto(`${CHECKOUT}/dashboard/payments`)
    await page.getByRole('link', { name: 'Large ones' }).click()
    await page.getByRole('link', { name: /Amount from: 1,000/ }).waitFor()
    assert.equal(await page.locator('.row').count(), amounts.length)
    const href = await page.locator('a[download]').getAttribute('href')
    const csv = await (await ask(page, href ?? '')).text()
    assert.equal(csv.trim().split('\r\n').length, amounts.length + 1)
    await page.context().close()
  })

  it('refunds in two steps, and once however often the form is sent', async () => {
    const payment = await makePaid(world, 50_000)
    const page = await openPage(`/payments/${payment.id}`)
    await page.getByRole('link', { name: 'Refund…' }).click()
    await page.getByText('HK$500.00 can be refunded.').waitFor()
    await page.getByLabel('A part of it').check()
    await page.getByLabel('Amount (HKD)').fill('600')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('above zero and at most what is left').waitFor()
    await page.getByLabel('Amount (HKD)').fill('120.50')
    await page.getByLabel('Reason').fill('a cup was broken')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('full refunds only').waitFor()
    const checked = await page.content()
    await page.getByRole('button', { name: 'Refund HK$120.50' }).click()
    await page.getByText('The refund is recorded.').waitFor()
    // As the back button and a second click send it.
    const form = /name="token"\s+value="(\w+)"/.exec(checked)
    assert.ok(form)
    const again = await ask(page, `/dashboard/payments/${payment.id}/refund`, {
      token: form[1] ?? '',
      amount: '12050',
      reason: 'a cup was broken',
    })
    assert.equal(again.status, 303)
    const refunds = await listRefunds(world, payment)
    assert.deepEqual(
      refunds.map(({ amount }) => amount),
      [12_050],
    )
    const events = await world.getEvents(payment.id)
    const requested = events.filter(({ type }) => type === 'refund.requested')
    assert.deepEqual(
      requested.map(({ data }) => data['reason']),
      ['a cup was broken'],
    )
    await page.context().close()
  })

  it('lets an operator sign in, find a payment and refund it with the keyboard alone', async () => {
    const reference = 'table-7-keyboard'
    const payment = await world.createPayment({ amount: 34_500, reference })
    await world.sandbox.orders.pay(await openOrder(world, payment))
    await world.passUntil(payment.id, ({ status }) => status === 'succeeded')
    const context = await browseDashboard(browser, world, { locale: 'en' })
    const page = await context.newPage()
    await page.goto(`${CHECKOUT}/dashboard`)
    await page.locator('#key:focus').waitFor()
    await page.keyboard.type(OPERATOR_KEY)
    await page.keyboard.press('Enter')
    await page.locator('#content').waitFor()
    await tabTo(page, page.getByRole('link', { name: 'Skip to content' }))
    await tabTo(page, page.getByRole('link', { name: 'Payments', exact: true }).last())
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Payments', exact: true }).waitFor()
    await tabTo(page, page.getByRole('searchbox'))
    await page.keyboard.type(reference)
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await tabTo(page, page.locator('.row a', { hasText: reference }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('link', { name: 'Refund…' }))
    await page.keyboard.press('Enter')
    await page.getByText('HK$345.00 can be refunded.').waitFor()
    await tabTo(page, page.getByRole('radio').first())
    await page.keyboard.press('ArrowDown')
    await tabTo(page, page.getByLabel('Amount (HKD)'))
    await page.keyboard.type('45')
    await tabTo(page, page.getByRole('button', { name: 'Continue' }))
    await page.keyboard.press('Enter')
    await page.getByText('full refunds only').waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Refund HK$45.00' }))
    await page.keyboard.press('Space')
    await page.getByText('The refund is recorded.').waitFor()
    const refunds = await listRefunds(world, payment)
    assert.deepEqual(
      refunds.map(({ amount }) => amount),
      [4_500],
    )
    await context.close()
  })

  it('follows what changes without a reload, and leaves alone what somebody is doing', async () => {
    const payment = await world.createPayment({ amount: 61_700 })
    const page = await openPage(`/payments/${payment.id}`)
    await page.clock.install()
    await page.reload()
    const note = page.getByLabel('Note')
    await note.fill('They called')
    const status = page.locator('.head .badge')
    assert.equal(await status.innerText(), 'Created')
    await openOrder(world, payment)
    await page.clock.runFor(5_500)
    await status.getByText('Pending').waitFor()
    assert.equal(await note.inputValue(), 'They called')
    assert.equal(await page.evaluate('document.activeElement.id'), 'new-note')
    await page.getByText('As recorded').first().click()
    const events = await page.locator('.line > li').count()
    await world.call(`/v1/payments/${payment.id}/cancel`, {})
    await page.clock.runFor(5_500)
    await status.getByText('Canceled').waitFor()
    assert.equal(await page.locator('.line > li').count(), events)
    await page.locator('details[open] > summary').click()
    await note.focus()
    await page.clock.runFor(5_500)
    await page.locator('.line code', { hasText: 'payment.canceled' }).waitFor()
    await page.context().close()
  })

  it('keeps the lists of refunds, deliveries and links current too', async () => {
    const { body } = await world.call('/v1/payment_links?limit=1')
    const [link] = (body as { data: { id: string }[] }).data
    assert.ok(link)
    const refunds = await openPage('/refunds')
    const deliveries = await openPage('/webhooks')
    await deliveries.locator('.row a', { hasText: '/webhooks' }).first().click()
    const links = await openPage('/links')
    const oneLink = await openPage(`/links/${link.id}`)
    const newest = await deliveries.locator('.row a').first().getAttribute('href')
    const pages = [refunds, deliveries, links, oneLink]
    for (const page of pages) {
      await page.clock.install()
      await page.reload()
    }
    const payment = await makePaid(world, 43_210)
    await requestRefund(world, payment, { reason: 'seen without a reload' })
    await world.pass(10_000, 1_000)
    const another = await openPage(`/links/${link.id}`)
    await another.getByRole('button', { name: 'Disable' }).click()
    for (const page of pages) await page.clock.runFor(5_500)
    await refunds.locator('.row', { hasText: 'HK$432.10' }).waitFor()
    await deliveries.locator(`.row:first-child a:not([href="${newest}"])`).waitFor()
    await links.locator('.row .badge', { hasText: 'Disabled' }).waitFor()
    await oneLink.locator('.head .badge', { hasText: 'Disabled' }).waitFor()
    await another.getByRole('button', { name: 'Enable' }).click()
    await another.locator('.head .badge', { hasText: 'Open' }).waitFor()
    for (const page of [...pages, another]) await page.context().close()
  })

  it('closes a review with what the operator has found', async () => {
    const page = await openPage('/payments?status=in-review')
    const reviews = await page.locator('.row').count()
    await page.locator('.row a').first().click()
    await page.getByLabel('What did you find, and what was done?').fill('QFPay paid it out.')
    await page.getByLabel("I have compared this payment with QFPay's portal.").check()
    await page.getByRole('button', { name: 'Close the review' }).click()
    await page.getByText('QFPay paid it out.').first().waitFor()
    await page.goto(`${CHECKOUT}/dashboard/payments?status=in-review`)
    assert.equal(await page.locator('.row').count(), reviews - 1)
    await page.context().close()
  })

  it('sends a webhook again', async () => {
    const page = await openPage('/webhooks')
    await page.locator('.row a', { hasText: '/webhooks' }).first().click()
    await page.locator('.row a').first().click()
    const tries = page.locator('.pairs, .facts, dl').first()
    const before = await tries.innerText()
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('It goes out again in a moment.').waitFor()
    await world.pass(10_000, 1_000)
    await page.reload()
    assert.notEqual(await tries.innerText(), before)
    await page.context().close()
  })

  it('leads from the statement of a month to a day, and to a payment of it', async () => {
    const page = await openPage('/statements')
    await page.locator('.row a').first().click()
    const payment = page.locator('td a[href*="/payments/"]').first()
    const reference = await payment.innerText()
    await payment.click()
    await page.getByText(`${reference} ·`).waitFor()
    await page.context().close()
  })

  it('cancels, asks QFPay and keeps notes about a payment', async () => {
    const payment = await world.createPayment({ amount: 50_000 })
    const page = await openPage(`/payments/${payment.id}`)
    await page.getByRole('button', { name: 'Ask QFPay now' }).click()
    await page.getByText('No payer has authorized yet, so QFPay has no order').waitFor()
    await openOrder(world, payment)
    await page.reload()
    await page.getByRole('button', { name: 'Ask QFPay now' }).click()
    await page.getByText('QFPay says: not paid yet.').waitFor()
    await world.pass(2_000)
    await page.reload()
    await page.getByText('an operator asked').first().waitFor()
    await page.getByLabel('Note').fill('sk_live_0123456789abcdef0123')
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByText('seems to contain a credential').waitFor()
    await page.getByLabel('Note').fill('The payer called.\nThey pay in cash.')
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.locator('.line .text', { hasText: 'They pay in cash.' }).waitFor()
    await page.getByText('Cancel payment…').click()
    await page.getByRole('button', { name: 'Cancel this payment' }).click()
    await page.getByText('The payment is canceled.').waitFor()
    assert.equal((await world.getPayment(payment.id)).status, 'canceled')
    await page.context().close()
  })
})

async function openPage(path: string): Promise<Page> {
  const context = await browseDashboard(browser, world, { locale: 'en' })
  await signIn(context, world)
  const page = await context.newPage()
  await page.goto(`${CHECKOUT}/dashboard${path}`)
  return page
}

/** Walks with the Tab key until an element has the focus, and sees that each one on the way shows that it has it. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' })
  for (let steps = 0; steps < MOST_TABS; steps += 1) {
    await page.keyboard.press('Tab')
    const hidden = await page.evaluate(HIDDEN_FOCUS)
    assert.equal(hidden, undefined, 'the focus is not seen')
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return
  }
  throw new Error(`${MOST_TABS} steps of the Tab key do not reach ${wanted.toString()}`)
}

/** What the site answers the operator of a page, without their browser. */
async function ask(page: Page, path: string, form?: Record<string, string>): Promise<Response> {
  const cookies = await page.context().cookies()
  return world.fetch(CHECKOUT + path, {
    method: form === undefined ? 'GET' : 'POST',
    headers: {
      origin: CHECKOUT,
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
    ...(form && { body: new URLSearchParams(form) }),
  })
}
