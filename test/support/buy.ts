import { waitUntil } from '@tael/testing/patience'
import type { FrameLocator, Page } from 'playwright-core'
import type { World } from './world.ts'

/** A simulated phone, opened at the store, with one tea in the basket and the sheet open. */
export async function orderTea(
  page: Page,
  world: World,
  tea = 'Dragon Well',
): Promise<FrameLocator> {
  await page.goto(world.inWechat(world.storeUrl))
  const inside = page.frameLocator('iframe')
  await inside.getByText(tea).first().click()
  await inside.getByRole('button', { name: /(Put in|Change) the basket/ }).click()
  await inside.getByRole('button', { name: /Pay HK\$/ }).click()
  return inside
}

/** The whole way: orders tea, pays, perhaps after having canceled first, and sees it paid. */
export async function buyTea(
  page: Page,
  world: World,
  { cancelsFirst = false }: { readonly cancelsFirst?: boolean } = {},
): Promise<FrameLocator> {
  const inside = await orderTea(page, world)
  if (cancelsFirst) {
    await untilSheetOpens(page, inside)
    await page.keyboard.press('Escape')
    await payAgain(inside).click()
  }
  const press = (name: string) => page.getByRole('button', { name }).click()
  await untilSheetOpens(page, inside)
  await press('Confirm payment')
  await press('Done')
  await inside
    .getByText(/Order .* is paid|Paid/)
    .first()
    .waitFor()
  return inside
}

const AGAIN = /pay again|try again|begin again/i
const ONE_TAP_MS = 2_000

/**
 * Until WeChat's sheet is open. On a machine so busy that a request to the gateway was given up, the page asks the
 * payer to try again first, and so they do.
 */
export async function untilSheetOpens(page: Page, inside: FrameLocator): Promise<void> {
  const sheet = page.getByRole('button', { name: 'Confirm payment' })
  const again = inside
    .getByRole('link', { name: AGAIN })
    .or(inside.getByRole('button', { name: AGAIN }))
    .filter({ visible: true })
    .first()
  await waitUntil("WeChat's sheet", async () => {
    if (await sheet.isVisible()) return true
    // It may go while it is being pressed: then the page has moved on.
    if (await again.isVisible()) await again.click({ timeout: ONE_TAP_MS }).catch(() => undefined)
    return false
  })
}

/** What leads back to WeChat's sheet: a link where QFPay shows it, a button where our page does. */
export function payAgain(inside: FrameLocator): ReturnType<FrameLocator['locator']> {
  const name = /pay again|pay HK\$|not paid/i
  return inside.getByRole('link', { name }).or(inside.getByRole('button', { name })).first()
}
