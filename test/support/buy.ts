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
  const press = (name: string) => page.getByRole('button', { name }).click()
  if (cancelsFirst) {
    await page.getByRole('button', { name: 'Confirm payment' }).waitFor()
    await page.keyboard.press('Escape')
    await goOnPaying(page, inside)
  }
  await press('Confirm payment')
  await press('Done')
  await inside
    .getByText(/Order .* is paid|Paid/)
    .first()
    .waitFor()
  return inside
}

/** Opens WeChat's sheet again. A page may move on in the moment of a tap; a person taps again. */
export async function goOnPaying(page: Page, inside: FrameLocator): Promise<void> {
  const sheet = page.getByRole('button', { name: 'Confirm payment' })
  for (let taps = 0; taps < 10; taps += 1) {
    const tapped = payAgain(inside).click({ timeout: TAP_AGAIN_AFTER_MS })
    const opened = tapped.then(() => sheet.waitFor({ timeout: TAP_AGAIN_AFTER_MS }))
    if (await opened.then(yes, no)) return
  }
  throw new Error('WeChat did not open the payment again, however often it was asked')
}

const TAP_AGAIN_AFTER_MS = 30_000
const yes = (): boolean => true
const no = (): boolean => false

/** What leads back to WeChat's sheet: a link where QFPay shows it, a button where our page does. */
export function payAgain(inside: FrameLocator): ReturnType<FrameLocator['locator']> {
  const name = /pay again|pay HK\$|not paid/i
  return inside.getByRole('link', { name }).or(inside.getByRole('button', { name })).first()
}
