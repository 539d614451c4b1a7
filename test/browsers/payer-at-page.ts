import { waitUntil } from '@tael/testing/patience'
import type { Tab } from './browser.ts'
import type { Setting } from './watched-site.ts'
import type { World } from './world.ts'

type Call = { readonly name: string; readonly params: unknown }
export type Spot = { readonly x: number; readonly y: number }

/** A payer with one page: what they do there, and what they wait to see. */
export type PayerAtPage = {
  readonly tab: Tab
  readonly open: (url: string, setting: Setting) => Promise<void>
  readonly press: (selector: string) => Promise<void>
  /** Waits until an expression in the page has this value, or one that this finds right. */
  readonly sees: <Value>(
    what: string,
    expression: string,
    is: Value | ((value: Value) => boolean),
  ) => Promise<Value>
  readonly seesHeading: (heading: string) => Promise<void>
  /** Waits until the page has asked WeChat this often, and opens the payment sheet for the last time. */
  readonly seesSheet: (times?: number) => Promise<Sheet>
  /** Opens a new payment in WeChat, and waits for its payment sheet. */
  readonly openSheet: (...wanted: Parameters<World['createPayment']>) => Promise<Sheet>
}

/** WeChat's payment sheet: what the payer decides, and what WeChat then tells the page, are two things. */
type Sheet = {
  readonly params: unknown
  readonly pay: () => Promise<void>
  readonly tellPage: (result: object) => Promise<void>
}

export function payerAtPage(tab: Tab, world: World): PayerAtPage {
  const sees: PayerAtPage['sees'] = async <Value>(
    what: string,
    expression: string,
    is: Value | ((value: Value) => boolean),
  ) =>
    waitUntil(
      what,
      () => tab.read(expression) as Promise<Value>,
      typeof is === 'function'
        ? (is as (value: Value) => boolean)
        : (value) => JSON.stringify(value) === JSON.stringify(is),
    )

  const payer: PayerAtPage = {
    tab,
    sees,
    async open(url, setting) {
      world.enter(setting)
      await tab.open(url)
    },
    async press(selector) {
      const { x, y } = await sees<Spot>(
        `something to press: ${selector}`,
        `inPage.spot(${JSON.stringify(selector)})`,
        (spot) => typeof spot === 'object',
      )
      await tab.tap(x, y)
    },
    async seesHeading(heading) {
      await sees(`the heading "${heading}"`, 'inPage.heading()', heading)
    },
    async seesSheet(times = 1) {
      const calls = await sees<readonly Call[]>(
        `the page to ask WeChat, ${times} times in all`,
        'inPage.calls()',
        ({ length }) => length >= times,
      )
      const { name, params } = calls.at(-1) ?? { name: '', params: undefined }
      if (calls.length > times || name !== 'getBrandWCPayRequest') {
        throw new Error(`the page asked WeChat ${calls.length} times, the last time for ${name}`)
      }
      // The page may be QFPay's, whose wrongs nobody can read any more once it has been left.
      const wrong = (await tab.read('inPage.takeWrong()')) as readonly string[]
      if (wrong.length > 0) throw new Error(wrong.join('; '))
      const opening = world.sandbox.wallet.open({
        payParams: params,
        pageUrl: (await tab.read('location.href')) as string,
        payer: world.payer,
        profile: 'ios',
      })
      if (opening.kind === 'result') throw new Error(`WeChat refused: ${opening.errDesc}`)
      return {
        params,
        async pay() {
          const { sheetId } = opening
          const { errMsg } = await world.sandbox.wallet.decide({ sheetId, decision: 'pay' })
          if (!errMsg.endsWith(':ok')) throw new Error(`the sandbox did not pay: ${errMsg}`)
        },
        async tellPage(result) {
          // The page may be on its way to the receipt already, which has nobody to tell.
          await sees('a page to tell', `inPage.conclude(${JSON.stringify(result)})`, true)
        },
      }
    },
    async openSheet(...wanted) {
      const { url } = await world.createPayment(...wanted)
      await payer.open(url, 'ready')
      return payer.seesSheet()
    },
  }
  return payer
}
