import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

/** A script that gives a page the global `axe`. */
export const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What bars somebody from the page that is open: everything by day, and whether it can be read by
 * night, since nothing else changes then. The sentences that it keeps ready are shown and judged too.
 */
export async function judgePage(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.evaluate(AXE)
  const byDay = await page.evaluate(judge, RULES)
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...byDay, ...(await page.evaluate(judge, ['color-contrast']))]
}

/** How far the page sticks out on the right: on a narrow phone, and on any when text is twice as large. */
export async function excessWidths(page: Page): Promise<readonly number[]> {
  await page.setViewportSize({ width: 320, height: 568 })
  const narrow = await page.evaluate(excessWidth, '100%')
  await page.setViewportSize({ width: 390, height: 844 })
  return [narrow, await page.evaluate(excessWidth, '200%')]
}

/** Runs in the page. */
async function judge(rules: string[]): Promise<string[]> {
  type Found = { id: string; nodes: { html: string; failureSummary?: string }[] }
  type Page = {
    axe: { run: (options: object) => Promise<{ violations: Found[] }> }
    document: { querySelectorAll: (selector: string) => Iterable<{ hidden: boolean }> }
  }
  const { axe, document } = globalThis as unknown as Page
  for (const element of document.querySelectorAll('main [hidden]')) element.hidden = false
  const { violations } = await axe.run({ runOnly: rules })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** Runs in the page. */
function excessWidth(fontSize: string): number {
  type Page = {
    innerWidth: number
    document: { documentElement: { scrollWidth: number; style: { fontSize: string } } }
  }
  const { innerWidth, document } = globalThis as unknown as Page
  document.documentElement.style.fontSize = fontSize
  return document.documentElement.scrollWidth - innerWidth
}
