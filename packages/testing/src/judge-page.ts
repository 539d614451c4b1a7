import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')
const BRING_AXE = `globalThis.startAxe = () => {${AXE}}`
const brought = new WeakSet<Page>()
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What bars somebody from the page that is open: everything by day, and whether it can be read by
 * night, since nothing else changes then. The sentences that it keeps ready are shown and judged too.
 */
export async function judgePage(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  await startAxe(page)
  const byDay = await page.evaluate(judge, RULES)
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...byDay, ...(await page.evaluate(judge, ['color-contrast']))]
}

/**
 * Gives the page that is open the global `axe`. The browser keeps the script for the pages that the same tab opens
 * next: to send and compile it costs more than it takes to judge one.
 */
export async function startAxe(page: Page): Promise<void> {
  if (!brought.has(page)) {
    brought.add(page)
    await page.addInitScript(BRING_AXE)
    await page.evaluate(BRING_AXE)
  }
  await page.evaluate('startAxe()')
}

/** How far the page sticks out on either side: on a narrow phone, and on any when text is twice as large. */
export async function excessWidths(page: Page): Promise<readonly number[]> {
  await page.setViewportSize({ width: 320, height: 568 })
  const narrow = await page.evaluate(excessWidth, '100%')
  await page.setViewportSize({ width: 390, height: 844 })
  return [narrow, await page.evaluate(excessWidth, '200%')]
}

/**
 * The words that the page breaks in two, on a desktop and on phones. An address or a number of somebody
 * else's may have to be broken; a word that we have chosen never.
 */
export async function brokenWords(page: Page): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const width of [1440, 390, 320]) {
    await page.setViewportSize({ width, height: 844 })
    for (const word of await page.evaluate(broken)) found.add(word)
  }
  return [...found]
}

/**
 * The English that a Chinese page shows: words behind one another that are neither code, nor an id, nor
 * one of `theirs`, which others wrote.
 */
export async function englishWords(
  page: Page,
  theirs: readonly string[],
): Promise<readonly string[]> {
  const texts = await page.evaluate(readTexts)
  return texts
    .map((text) => theirs.reduce((rest, words) => rest.replaceAll(words, ''), text))
    .filter((text) => /[a-z]{2,}[,;:.]? +[a-z]{2,}/.test(text))
}

/** Runs in the page. */
function readTexts(): string[] {
  type Text = { data: string; parentElement: { closest: (selector: string) => unknown } }
  type Page = {
    document: {
      body: unknown
      createTreeWalker: (root: unknown, show: number) => { nextNode: () => Text | null }
      querySelectorAll: (
        selector: string,
      ) => Iterable<{ getAttribute: (name: string) => string | null }>
    }
  }
  const { document } = globalThis as unknown as Page
  const SHOW_TEXT = 4
  const LABELS = ['aria-label', 'placeholder', 'alt', 'title']
  const texts: string[] = []
  const walker = document.createTreeWalker(document.body, SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement.closest('code, pre, .id, script, style') === null) texts.push(node.data)
  }
  for (const element of document.querySelectorAll(LABELS.map((name) => `main [${name}]`).join())) {
    texts.push(...LABELS.map((name) => element.getAttribute(name) ?? ''))
  }
  return texts.map((text) => text.trim().replace(/\s+/g, ' '))
}

/** Runs in the page. */
function broken(): string[] {
  type Rects = Iterable<{ top: number; bottom: number }>
  type Text = { data: string; parentElement: { closest: (selector: string) => unknown } }
  type Page = {
    document: {
      body: unknown
      createTreeWalker: (root: unknown, show: number) => { nextNode: () => Text | null }
      createRange: () => {
        setStart: (node: Text, at: number) => void
        setEnd: (node: Text, at: number) => void
        getClientRects: () => Rects
      }
    }
  }
  const { document } = globalThis as unknown as Page
  const SHOW_TEXT = 4
  const UNSEEN = 'code, pre, .id, .hide, details:not([open]) > :not(summary)'
  const walker = document.createTreeWalker(document.body, SHOW_TEXT)
  const words: string[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.data.includes('://') || node.parentElement.closest(UNSEEN)) continue
    for (const { 0: word, index } of node.data.matchAll(/[A-Za-z]+/g)) {
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + word.length)
      const [first, ...others] = range.getClientRects()
      if (first && others.some(({ top }) => top >= first.bottom)) words.push(word)
    }
  }
  return words
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
  type Element = {
    parentElement: Element | null
    getClientRects: () => ArrayLike<{ left: number }>
  }
  type Page = {
    innerWidth: number
    getComputedStyle: (element: Element) => { overflowX: string; clipPath: string }
    document: {
      documentElement: { scrollWidth: number; style: { fontSize: string } }
      querySelectorAll: (selector: string) => Iterable<Element>
    }
  }
  const { innerWidth, document, getComputedStyle } = globalThis as unknown as Page
  document.documentElement.style.fontSize = fontSize
  // What scrolls or is cut off on purpose may begin outside.
  const isWithin = (element: Element | null): boolean => {
    if (element === null) return false
    const { overflowX, clipPath } = getComputedStyle(element)
    return overflowX !== 'visible' || clipPath !== 'none' || isWithin(element.parentElement)
  }
  const onTheLeft = [...document.querySelectorAll('main *')]
    .map((element) => ({ element, left: element.getClientRects()[0]?.left ?? 0 }))
    .filter(({ element, left }) => left < -0.5 && !isWithin(element))
    .map(({ left }) => Math.ceil(-left))
  return Math.max(document.documentElement.scrollWidth - innerWidth, ...onTheLeft)
}
