import { html } from 'hono/html'
import type { Settings } from '../state/settings.ts'
import { page } from './page.ts'

export type PayPage = {
  readonly merchantName: string
  /** Minor units, as text; shown, never charged. */
  readonly amount: string
  readonly currency: string
  readonly goodsName: string
  readonly payParams: Readonly<Record<string, string>>
  /** Where the browser goes afterwards; empty: nowhere. */
  readonly returnUrl: string
}

const NO_MINOR_UNIT = new Set(['JPY', 'KRW'])

/** QFPay's page that calls the bridge and then goes back to the merchant. */
export function payPage(
  { merchantName, amount, currency, goodsName, payParams, returnUrl }: PayPage,
  settings: Pick<Settings, 'directAfterCancel' | 'directAfterFail'>,
): Promise<Response> {
  return page(
    { title: merchantName },
    html`<main
        id="pay"
        data-params="${JSON.stringify(payParams)}"
        data-return="${returnUrl}"
        data-cancel="${settings.directAfterCancel}"
        data-fail="${settings.directAfterFail}"
      >
        <h1>${merchantName}</h1>
        <p class="amount">${currency} ${majorUnits(amount, currency)}</p>
        ${goodsName === '' ? '' : html`<p>${goodsName}</p>`}
        <p class="hint" id="status" role="status">Waiting for WeChat…</p>
        <button type="button" id="again" hidden>Pay</button>
      </main>
      <script src="/q/pay.js"></script>`,
  )
}

function majorUnits(amount: string, currency: string): string {
  if (NO_MINOR_UNIT.has(currency)) return amount
  const digits = amount.padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}
