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
  await inside.getByRole('button', { name: 'Put in the basket' }).click()
  await inside.getByRole('button', { name: /Pay HK\$/ }).click()
  return inside
}
