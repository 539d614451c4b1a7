import { setTimeout as pause } from 'node:timers/promises'
import type { Sandbox } from '@tael/sandbox'
import { PATIENCE_MS } from '@tael/testing/patience'
import { createWechatVisitor, type Page } from '../../../packages/cli/src/index.ts'

const AGAIN_MS = 50

/** A payer with a phone who wants to pay once, whatever the page does meanwhile. */
export type Payer = {
  /** Opens the link until WeChat's payment module can be opened. */
  readonly open: (url: string) => Promise<void>
  /** Confirms, once and only once. */
  readonly confirm: () => Promise<void>
  /** Comes back to the shop, where the payment module sends them. */
  readonly comeBack: () => Promise<void>
}

export function createPayer(
  sandbox: Sandbox,
  {
    name = 'mei',
    send = fetch,
    patienceMs = PATIENCE_MS,
  }: {
    readonly name?: string
    readonly send?: typeof fetch
    readonly patienceMs?: number
  } = {},
): Payer {
  let asked = ''
  let sheet: { readonly sheetId: string; readonly returnUrl: string } | undefined
  const visitor = createWechatVisitor({
    fetch: (input, init) => {
      const request = new Request(input, init)
      asked = request.url
      request.headers.set('x-sandbox-payer', name)
      return send(request, { signal: AbortSignal.timeout(patienceMs) })
    },
    now: () => performance.now(),
  })

  /** A page that did not come is loaded again, twice; then the payer takes the link once more. */
  async function load(url: string): Promise<Page> {
    const until = performance.now() + patienceMs
    for (let tries = 1; performance.now() < until; tries++) {
      try {
        const page = await visitor.open(tries % 4 < 3 && asked !== '' ? asked : url)
        asked = ''
        if (page.status < 400) return page
      } catch {
        // The server is down; the phone shows an error of its own.
      }
      await pause(AGAIN_MS)
    }
    throw new Error(`${url} did not open for ${patienceMs / 1000} s`)
  }

  return {
    async open(url) {
      const until = performance.now() + patienceMs
      asked = ''
      while (performance.now() < until) {
        const page = await load(url)
        const launch = launchOf(page)
        if (launch === undefined) {
          await pause(AGAIN_MS)
          continue
        }
        const { payParams, returnUrl } = launch
        const opening = sandbox.wallet.open({
          payParams,
          pageUrl: page.url,
          payer: name,
          profile: 'ios',
        })
        if (opening.kind === 'result') throw new Error(`WeChat refuses: ${opening.errDesc}`)
        sheet = { sheetId: opening.sheetId, returnUrl }
        return
      }
      throw new Error(`${url} never led to WeChat's payment module`)
    },
    async confirm() {
      if (sheet === undefined) throw new Error('There is nothing to confirm')
      const { errMsg, errDesc } = await sandbox.wallet.decide({
        sheetId: sheet.sheetId,
        decision: 'pay',
      })
      if (!errMsg.endsWith(':ok')) throw new Error(`The payer could not pay: ${errDesc ?? errMsg}`)
    },
    async comeBack() {
      asked = ''
      await load(sheet?.returnUrl ?? '')
    },
  }
}

/** What the page gives to WeChat: QFPay's own page by its address, ours by its one element. */
export function launchOf(
  page: Page,
): { readonly payParams: unknown; readonly returnUrl: string } | undefined {
  const { searchParams, pathname } = new URL(page.url)
  if (pathname === '/q/direct') {
    return {
      payParams: Object.fromEntries(searchParams),
      returnUrl: searchParams.get('redirect_url') ?? '',
    }
  }
  const attribute = (name: string): string | undefined =>
    new RegExp(`${name}="([^"]*)"`).exec(page.text)?.[1]?.replaceAll('&quot;', '"')
  const payParams = attribute('data-pay-params')
  if (payParams === undefined) return undefined
  const returnPath = attribute('data-return-path') ?? ''
  return {
    payParams: JSON.parse(payParams.replaceAll('&amp;', '&')) as unknown,
    returnUrl: new URL(returnPath, page.url).href,
  }
}
