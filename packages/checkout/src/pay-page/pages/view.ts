import type { Language } from '../../language/language.ts'

/** What every page shows, whatever it is about. */
export type PageView = {
  readonly language: Language
  readonly assets: PageAssets
  /** The address of the page in another language: `${languagePath}?lang=…`; empty for its own address. */
  readonly languagePath: string
  /** Back to the merchant, from every page of a payment that has such an address. */
  readonly continueUrl?: string
}

/** What every page about one payment shows. */
export type PayView = PageView & {
  readonly merchantName: string
  /** Integer, in the currency's minor unit. */
  readonly amount: number
  /** ISO 4217. */
  readonly currency: string
  readonly description?: string
  /** The merchant's own reference: what the payer quotes when they ask about this payment. */
  readonly reference: string
  /** Until when it can be paid. Epoch milliseconds. */
  readonly expiresAt: number
  /** Of the times that the payer reads: `+08:00` or an IANA name. */
  readonly timeZone: string
}

/** Where the browser finds what `payPageAssets()` returns, including the path of this app. */
type PageAssets = { readonly scriptPath: string }

/** A page that follows its payment: it asks the status path until the answer changes. */
export type LiveView = PayView & {
  /** Answers JSON `{ status, location? }` as soon as there is news, or after some 25 s. */
  readonly statusPath: string
  /** The status on this page; any word, compared with the `status` of the answer. */
  readonly status: string
}

/** For a browser that cannot pay. */
export type ScanView = {
  /** The absolute address in the code: this page's own. */
  readonly url: string
  /** Why the payer cannot pay in this browser. */
  readonly reason: 'not-wechat' | 'desktop-wechat' | 'wecom' | 'mini-program'
}

export type QrView = LiveView & ScanView

export type LaunchView = LiveView & {
  /** Passed to WeChat unchanged: every value stays a string. */
  readonly payParams: Readonly<Record<string, string>>
  /** Where to go when WeChat says ok: the confirming page. */
  readonly returnPath: string
  /** Where to go when WeChat says that it failed: to a new attempt, unless this one is still payable. */
  readonly authorizePath: string
  /** Receives what WeChat said when it did not open the payment. */
  readonly saidPath: string
}

export type ConfirmingView = LiveView & {
  /** Leads a payer who did not pay back to paying: WeChat identifies them again. */
  readonly authorizePath: string
  /** Where the page goes without scripts. */
  readonly checkedPath: string
}

export type UnpaidView = LiveView & {
  /** `declined` if a bank or WeChat refused this payer's try. */
  readonly kind: 'unpaid' | 'declined'
  readonly authorizePath: string
  /** Asks again, for a payer who has paid. */
  readonly checkPath: string
}

export type ResultView = SucceededView | UnsuccessfulView

/** Money on its way back to the payer, and refunded money. In minor units. */
export type MoneyBack = { readonly onItsWay: number; readonly refunded: number }

export type SucceededView = PayView & {
  readonly status: 'succeeded'
  /** Epoch milliseconds. */
  readonly paidAt: number
  readonly moneyBack: MoneyBack
  /** What the merchant wants to say to somebody who has paid. */
  readonly message?: string
}

/** A payer whose money came when another's had already paid. */
export type PaidTwiceView = PayView & {
  /** Whether all that they paid is refunded. */
  readonly moneyBack: 'on-its-way' | 'refunded'
}

export type UnsuccessfulView = PayView & {
  readonly status: 'failed' | 'expired' | 'canceled'
  /** What happens to money that came when the payment was over. */
  readonly moneyBack?: 'on-its-way' | 'refunded'
  /** Where the payer can begin again, if they came from a payment link. */
  readonly againPath?: string
  /** If given, the page turns into the receipt when late money arrives. */
  readonly statusPath?: string
}

/** On the way to WeChat, in a browser that keeps cookies of whole pages only. */
export type PassingView = PageView & { readonly merchantName: string; readonly onwardPath: string }

export type ProblemView = PageView & {
  readonly problem:
    /** No such payment link. */
    | 'link-unknown'
    /** WeChat did not authorize; the payer can try again. */
    | 'restart'
    /** WeChat shows a preview, to a visitor who cannot pay. */
    | 'snapshot'
    /** The browser came back without the cookie that it got. */
    | 'cookies-needed'
    /** QFPay or WeChat cannot be reached, or asks us to wait. */
    | 'busy'
    /** Too many tries of this payment failed; the payer can come back in an hour. */
    | 'too-many-attempts'
    /** QFPay accepts no such amount, or none now: its code says no more. */
    | 'amount'
    /** The merchant's account refuses; the payer can do nothing. */
    | 'account'
    /** The merchant's account accepts no new payments. */
    | 'disabled'
  /** What the payer tells support: the request's id. */
  readonly supportId: string
  readonly merchantName?: string
  /** Where to try again; shown if that can help. */
  readonly retryPath?: string
}
