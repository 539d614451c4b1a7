import type { Page } from 'playwright-core'
import type { WalletOpening, WalletResult } from '../wechat/wallet.ts'

export type SheetDecision = 'pay' | 'cancel' | 'fail'

/** A payment sheet that is open on the payer's phone. */
export type PaymentSheet = {
  readonly page: Page
  readonly merchantName: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly goodsName: string
  /** Each of them ends the sheet, and resolves with what the page is told. */
  pay(): Promise<WalletResult>
  cancel(): Promise<WalletResult>
  fail(): Promise<WalletResult>
}

export type TestWalletOptions = {
  readonly send: (request: Request) => Promise<Response>
  readonly payer: string
  readonly profile: string
  readonly decide?: SheetDecision
  readonly timeoutMs?: number
}

export type TestWallet = {
  /** Answers what a page asks through the bridge. */
  answer(page: Page, kind: string, question: unknown): Promise<unknown>
  sheet(): Promise<PaymentSheet>
}

/** The payer's side of the bridge in a test: sheets wait until the test decides them. */
export function createTestWallet(options: TestWalletOptions): TestWallet {
  const { send, payer, profile, decide, timeoutMs = 10_000 } = options
  const opened: PaymentSheet[] = []
  const waiting: ((sheet: PaymentSheet) => void)[] = []
  let lastRefusal = ''

  async function ask(path: string, question: unknown): Promise<unknown> {
    const answer = await send(
      new Request(`http://sandbox.localhost/_sandbox/wallet/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(question),
      }),
    )
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`)
    return answer.json()
  }

  async function pay(page: Page, question: object): Promise<WalletResult> {
    const opening = (await ask('open', { ...question, payer, profile })) as WalletOpening
    if (opening.kind === 'result') {
      lastRefusal = `${opening.errMsg} (${opening.rule}): ${opening.errDesc}`
      return opening
    }
    const { sheetId, merchantName, amount, currency, goodsName } = opening
    const end = async (decision: SheetDecision): Promise<WalletResult> => {
      const result = (await ask('decide', { sheetId, decision })) as WalletResult
      if (result.silent === true) await page.close()
      return result
    }
    if (decide !== undefined) return end(decide)
    return new Promise((resolve, reject) => {
      const finish = async (decision: SheetDecision): Promise<WalletResult> => {
        const result = end(decision)
        result.then(resolve, reject)
        return result
      }
      show({
        page,
        merchantName,
        amount,
        currency,
        goodsName,
        pay: () => finish('pay'),
        cancel: () => finish('cancel'),
        fail: () => finish('fail'),
      })
    })
  }

  function show(sheet: PaymentSheet): void {
    const next = waiting.shift()
    if (next === undefined) opened.push(sheet)
    else next(sheet)
  }

  return {
    async answer(page, kind, question) {
      if (kind === 'pay') {
        return pay(page, question as object).catch((error: unknown) => {
          lastRefusal = String(error)
          return { errMsg: 'get_brand_wcpay_request:fail', errDesc: lastRefusal }
        })
      }
      if (kind === 'config') return ask('config', question)
      if (kind === 'close') await page.close()
      return {}
    },
    sheet() {
      const next = opened.shift()
      if (next !== undefined) return Promise.resolve(next)
      return new Promise((resolve, reject) => {
        waiting.push(resolve)
        AbortSignal.timeout(timeoutMs).addEventListener('abort', () => {
          const at = waiting.indexOf(resolve)
          if (at === -1) return
          waiting.splice(at, 1)
          reject(new Error(noSheet(timeoutMs, lastRefusal)))
        })
      })
    },
  }
}

function noSheet(timeoutMs: number, lastRefusal: string): string {
  const reason =
    lastRefusal === ''
      ? 'The page did not call getBrandWCPayRequest.'
      : `WeChat refused to open it: ${lastRefusal}`
  return `No payment sheet opened within ${timeoutMs} ms. ${reason}`
}
