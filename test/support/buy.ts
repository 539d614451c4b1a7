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
    await payAgain(inside).click()
  }
  await press('Confirm payment')
  await press('Done')
  await inside
    .getByText(/Order .* is paid|Paid/)
    .first()
    .waitFor()
  return inside
}

/** What leads back to WeChat's sheet: a link where QFPay shows it, a button where our page does. */
export function payAgain(inside: FrameLocator): ReturnType<FrameLocator['locator']> {
  const name = /pay again|pay HK\$|not paid/i
  return inside.getByRole('link', { name }).or(inside.getByRole('button', { name })).first()
}
