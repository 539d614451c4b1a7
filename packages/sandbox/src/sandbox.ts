import { type Clock, createClock } from './clock.ts'
import { createControlApi } from './control/control-api.ts'
import { type Control, createControl } from './control/control.ts'
import { DEMO } from './demo.ts'
import { createFinisher } from './gateway/finish-orders.ts'
import { createGateway } from './gateway/gateway.ts'
import { cashierPage } from './hosted-pages/cashier-page.ts'
import { directPage } from './hosted-pages/direct-page.ts'
import { oauthCode } from './hosted-pages/oauth-code.ts'
import { createNotifier } from './notifications/notifier.ts'
import { pageFile } from './pages/page.ts'
import { createPhone } from './phone/phone.ts'
import { plainRequest } from './plain-request.ts'
import type { Journal } from './state/journal.ts'
import type { LedgerEntry } from './state/ledger.ts'
import {
  type MerchantInput,
  type OfficialAccountInput,
  type PayerInput,
  merchantSchema,
  officialAccountSchema,
  payerSchema,
} from './state/parties.ts'
import { type SettingsInput, settingsSchema } from './state/settings.ts'
import { type Beginning, createState } from './state/state.ts'
import { systemFetch, systemRandom } from './system-clock.ts'
import { authorize } from './wechat/authorize.ts'
import { createWallet } from './wechat/create-wallet.ts'
import type { Wallet } from './wechat/wallet.ts'
import { wechatApi } from './wechat/wechat-api.ts'

export type SandboxOptions = {
  /** Default: the demo merchants of {@link DEMO}. */
  readonly merchants?: readonly MerchantInput[]
  /** Credentials for the demo merchant, when one merchant of your own is all you need. */
  readonly appCode?: string | undefined
  readonly clientKey?: string | undefined
  readonly mchid?: string | undefined
  /** Where the demo merchant is notified when a payment has no `notify_url`. */
  readonly notifyUrl?: string | undefined
  readonly payers?: readonly PayerInput[]
  readonly officialAccounts?: readonly OfficialAccountInput[]
  readonly settings?: SettingsInput
  /** Default: the present, which can be moved on. */
  readonly clock?: Clock
  /** A number in [0, 1). With a clock that stands still, it makes everything repeatable. */
  readonly random?: () => number
  /** The way to the merchants' servers: notifications, and the pages in the phone. */
  readonly fetch?: typeof fetch
}

/** QFPay's gateway and WeChat, in this process. */
export interface Sandbox extends Control {
  /** Answers any request to QFPay, WeChat, the phone or the control API; the host does not matter. */
  fetch(request: Request): Promise<Response>
  readonly clock: Clock
  readonly journal: Journal
  readonly wallet: Wallet
  /** What really happened to the money, oldest first. */
  ledger(): readonly LedgerEntry[]
  /** Back to the beginning: orders, faults and journal are gone, the time stays. */
  reset(): void
  /** Drops everything that waits to be sent; what happened stays readable. */
  close(): void
}

/** Makes a sandbox. It starts immediately, keeps nothing outside this process and opens no port. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const state = createState(beginningOf(options), {
    clock: options.clock ?? createClock(),
    random: options.random ?? systemRandom,
    fetch: options.fetch ?? systemFetch,
  })
  const notifier = createNotifier(state)
  const finisher = createFinisher(state, notifier)
  const wallet = createWallet(state, finisher)
  const control = createControl(state, { wallet, finisher, notifier })
  const gateway = createGateway(state, finisher, notifier)
  const reset = (): void => {
    state.reset()
    notifier.clear()
  }
  const controlApi = createControlApi({ ...state, control, wallet, reset })

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname === '/health') return Response.json({ status: 'ok' })
    if (pathname.startsWith('/_sandbox/')) return controlApi(request)
    return (
      (await (gateway(request) ?? wechatApi(state, request))) ??
      (await browserPage(request, pathname)) ??
      notFound(pathname)
    )
  }

  function browserPage(
    request: Request,
    pathname: string,
  ): Promise<Response> | Response | undefined {
    if (request.method !== 'GET') return undefined
    switch (pathname) {
      case '/tool/v1/get_weixin_oauth_code':
        return oauthCode(state, request)
      case '/connect/oauth2/authorize':
      case '/connect/qrconnect':
        return authorize(state, request)
      case '/q/direct':
        return directPage(state, request)
      case '/q/cashier':
        return cashierPage(state, request)
      default:
        return pageFile(pathname)
    }
  }

  const phone = createPhone({ sandbox: answer, fetch: state.fetch })
  return {
    ...control,
    async fetch(request) {
      const plain = plainRequest(request)
      return (await phone(plain)) ?? (await answer(plain))
    },
    clock: state.clock,
    journal: state.journal,
    wallet,
    ledger: () => state.ledger.list(),
    reset,
    close: () => state.stop(),
  }
}

function beginningOf(options: SandboxOptions): Beginning {
  const { appCode, clientKey, mchid, notifyUrl } = options
  const demo: MerchantInput = {
    ...DEMO.merchant,
    officialAccounts: [...DEMO.merchant.officialAccounts],
    ...(appCode === undefined ? {} : { appCode }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(mchid === undefined ? {} : { mchids: [mchid] }),
    ...(notifyUrl === undefined ? {} : { notifyUrl }),
  }
  const canadian = { ...DEMO.canadianMerchant, currencies: [...DEMO.canadianMerchant.currencies] }
  const accounts: readonly OfficialAccountInput[] = options.officialAccounts ?? [
    DEMO.qfpayAccount,
    {
      ...DEMO.merchantAccount,
      redirectDomains: [...DEMO.merchantAccount.redirectDomains],
      paymentDirectories: [...DEMO.merchantAccount.paymentDirectories],
    },
  ]
  return {
    settings: settingsSchema.parse(options.settings ?? {}),
    merchants: (options.merchants ?? [demo, canadian]).map((input) => merchantSchema.parse(input)),
    payers: (options.payers ?? DEMO.payers).map((input) => payerSchema.parse(input)),
    officialAccounts: accounts.map((input) => officialAccountSchema.parse(input)),
  }
}

function notFound(pathname: string): Response {
  const error = {
    code: 'no_such_path',
    message: `The sandbox does not simulate ${pathname}.`,
    hint: 'Check the path and the method; the README of @tael/sandbox lists what there is.',
  }
  return Response.json({ error }, { status: 404 })
}
