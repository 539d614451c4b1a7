import type { Language } from '../../language/language.ts'

/** What every page about one payment shows. */
export type PayView = {
  readonly language: Language
  readonly merchantName: string
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  /** ISO 4217. */
  readonly currency: string
  readonly description?: string
  /** The merchant's own reference: what the payer quotes when he asks about this payment. */
  readonly reference: string
  readonly assets: PageAssets
}

/** Where the browser finds what `payPageAssets()` returns, with the path this app is mounted at. */
type PageAssets = { readonly scriptPath: string }

/** A page that follows its payment: it asks `${statusPath}?status=${status}` until that changes. */
export type LiveView = PayView & {
  /** Answers JSON `{ status, location? }` as soon as the status differs, or after some 25 s. */
  readonly statusPath: string
  /** What this page shows; any word, compared with the `status` of the answer. */
  readonly status: string
}

export type QrView = LiveView & {
  /** The absolute address in the code: this page's own. */
  readonly url: string
  /** Why this browser cannot pay by itself. */
  readonly reason: 'not-wechat' | 'desktop-wechat' | 'wecom'
}

export type LaunchView = LiveView & {
  /** Handed to WeChat as they are: every value stays the string it was. */
  readonly payParams: Readonly<Record<string, string>>
  /** Where to go when WeChat says ok: the confirming page. */
  readonly returnPath: string
  readonly afreshPath: string
}

export type ConfirmingView = LiveView & {
  /** Leads a payer who did not pay back to paying: WeChat says anew who he is. */
  readonly afreshPath: string
}

export type ResultView = SucceededView | UnsuccessfulView

export type SucceededView = PayView & {
  readonly status: 'succeeded'
  /** Epoch milliseconds. */
  readonly paidAt: number
  /** Shown to the payer: `+08:00` or an IANA name. */
  readonly timeZone: string
  /** Where the merchant wants the payer next; followed by itself after 3 s. */
  readonly continueUrl?: string
}

export type UnsuccessfulView = PayView & {
  readonly status: 'failed' | 'expired' | 'canceled'
  /** Given when this payment can be tried again. */
  readonly payPath?: string
  /** Back to the merchant. */
  readonly continueUrl?: string
  /** What becomes of money that came when the payment was over. */
  readonly moneyBack?: 'on-its-way' | 'given-back'
  /** Given, the page turns into the receipt when late money arrives. */
  readonly statusPath?: string
}

export type ProblemView = {
  readonly language: Language
  readonly assets: PageAssets
  readonly problem:
    /** No such payment link. */
    | 'link-unknown'
    /** WeChat did not authorise; the payer can try again. */
    | 'restart'
    /** The browser came back without the cookie it was given. */
    | 'cookies-needed'
    /** QFPay or WeChat cannot be reached, or asks us to wait. */
    | 'busy'
    /** Too many tries of this payment came to nothing; the payer can come back in an hour. */
    | 'worn-out'
    /** The merchant's account refuses; the payer can do nothing. */
    | 'account'
    /** The merchant's account takes no new payments. */
    | 'disabled'
  /** What the payer tells support: the request's id. */
  readonly supportId: string
  readonly merchantName?: string
  /** Where to try again; shown where that can help: `restart`, `cookies-needed` and `busy`. */
  readonly retryPath?: string
}
