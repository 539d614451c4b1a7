import type { Page } from 'playwright-core'

type Call = { readonly name: string; readonly params: unknown }

type Wechat = {
  calls?: Call[]
  conclude?: (result: unknown) => void
  WeixinJSBridge?: {
    invoke: (name: string, params: unknown, done: (result: unknown) => void) => void
  }
  document: { dispatchEvent: (event: Event) => void }
}

/** Runs in the page: a bridge that waits for the test to conclude. */
export function bridge({ isLate }: { isLate: boolean }): void {
  const page = globalThis as unknown as Wechat
  const calls: Call[] = []
  page.calls = calls
  page.WeixinJSBridge = {
    invoke: (name, params, done) => {
      calls.push({ name, params })
      page.conclude = done
    },
  }
  if (isLate) page.document.dispatchEvent(new Event('WeixinJSBridgeReady'))
}

export async function calls(page: Page): Promise<readonly Call[]> {
  return page.evaluate(() => (globalThis as unknown as Wechat).calls ?? [])
}

export async function conclude(page: Page, result: object): Promise<void> {
  await page.evaluate((said) => (globalThis as unknown as Wechat).conclude?.(said), result)
}
