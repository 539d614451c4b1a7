import type { ResponseKind, ResponseMeaning } from '../errors/respcd-table.ts'
import type { CurrencyScales } from './money.ts'

/** An instant: a Date, or milliseconds since 1970 UTC. */
export type Instant = Date | number

/** A reply or notification as QFPay wrote it, every field kept under its own name. */
export type Raw = Readonly<Record<string, unknown>>

/** Aborts a wait; a request that was sent stays sent (see the error's `outcome`). */
type Call = {
  readonly signal?: AbortSignal
  /** What the call is about, in your words: passed to `observe`, never sent. */
  readonly about?: string
}

/** The payer's name and ID number, for merchants of mainland China who must pass them on. */
export type ExtendInfo = {
  /** The number of the payer's identity card. */
  readonly user_creid: string
  /** The payer's real name. */
  readonly user_truename: string
}

export type OauthUrlRequest = {
  /** Where WeChat sends the payer back, with `code` added. Absolute, at most 512 characters. */
  readonly redirectUri: string
}

export type ExchangeCodeRequest = Call & {
  /** The code that came back with the payer; single use, valid for five minutes. */
  readonly code: string
}

export type ExchangedCode = {
  /** The payer, for this one payment attempt only: QFPay forbids storing it. */
  readonly openid: string
  readonly raw: Raw
}

export type CreatePaymentRequest = Call & {
  /** Your number: unique over the account's payments and refunds, 1–128 characters. */
  readonly outTradeNo: string
  /** Integer of the currency's minor unit: 1099 is HK$10.99. */
  readonly amount: number
  readonly currency: string
  /** When the payer asked to pay; sent as QFPay's `txdtm`. */
  readonly createdAt: Instant
  /** 800207, WeChat JSAPI, unless QFPay enabled another one for the account. */
  readonly payType?: string
  /** The payer; left out only by Canadian accounts. */
  readonly openid?: string
  /** Shown to the payer; shortened to 20 characters without special ones. */
  readonly goodsName?: string
  /** Where QFPay notifies of success; ports 80 and 443 only. */
  readonly notifyUrl?: string
  /** Where a Canadian payment page sends the payer afterwards. */
  readonly returnUrl?: string
  /** `no_credit` bars credit cards. */
  readonly limitPay?: 'no_credit'
  readonly extendInfo?: ExtendInfo
  /** Your name for the device, at most 40 characters. */
  readonly udid?: string
}

/** What the page passes to the bridge inside WeChat. Opaque: never change case, types or order. */
export type PayParams = {
  readonly appId: string
  /** Seconds since 1970 UTC as text; a number breaks WeChat on iOS. */
  readonly timeStamp: string
  readonly nonceStr: string
  /** `prepay_id=…`, payable for two hours. */
  readonly package: string
  readonly signType: string
  readonly paySign: string
}

/** An order that exists and is not paid yet. */
export type CreatedPayment = {
  readonly outTradeNo: string
  /** QFPay's number of the payment. */
  readonly syssn: string
  readonly respcd: string
  /** For the bridge, or for {@link CashierUrlRequest}. */
  readonly payParams?: PayParams
  /** Canada: the page to send the payer to, instead of `payParams`. */
  readonly payUrl?: string
  /** QFPay's time of the order. */
  readonly sysdtm?: Date
  readonly raw: Raw
}

export type CashierUrlRequest = {
  readonly payParams: PayParams
  /** Shown to the payer. */
  readonly merchantName: string
  /** Shown only: the amount that the payer pays is in `payParams`. */
  readonly amount: number
  readonly currency: string
  readonly goodsName?: string
  /** Where the page goes afterwards, paid or not; absolute. Enquire to learn what happened. */
  readonly redirectUrl: string
}

/** What to look for. Needs one of `outTradeNo`, `syssn`, or `from` and `to`. */
export type EnquiryFilter = Call & {
  /** Without a range, QFPay searches the current month only. */
  readonly outTradeNo?: string | readonly string[]
  /** Add the range of the order: QFPay's pages disagree whether it searches beyond the current month. */
  readonly syssn?: string | readonly string[]
  /** First instant of QFPay's own time (`sysdtm`), inclusive. */
  readonly from?: Instant
  /** Last instant, inclusive. `enquire` takes one calendar month at most, `enquireAll` any span. */
  readonly to?: Instant
  readonly payType?: string | readonly string[]
  readonly respcd?: string
}

export type EnquireRequest = EnquiryFilter & {
  /** From 1 on. */
  readonly page?: number
  /** 1–100; default 100. */
  readonly pageSize?: number
}

export type EnquiryPage = {
  /** Empty if nothing was found. For a young payment that is not yet a failure. */
  readonly transactions: readonly Transaction[]
  /** No reply that QFPay documents has any. */
  readonly unreadable: readonly UnreadableRow[]
  readonly page: number
  readonly pageSize: number
  readonly raw: Raw
}

/** One payment, refund or close as QFPay has it. */
export type Transaction = {
  /** Your number. A refund has its own. */
  readonly outTradeNo: string
  /** QFPay's number. A refund has its own. */
  readonly syssn: string
  readonly orderType: 'payment' | 'refund' | 'close' | (string & {})
  readonly payType: string
  /** This transaction's own code, not the enquiry's. */
  readonly respcd: string
  /** What `respcd` means: a payment is paid when this is `succeeded`. */
  readonly outcome: ResponseKind
  /** `outcome` in words, by `respcd`, `message` and the time at which it was recorded. */
  readonly meaning: ResponseMeaning
  /** Integer of the currency's minor unit. */
  readonly amount: number
  readonly currency: string
  /** `0` untouched, `1` reversed, `2` canceled, `3` refunded, `5` refunded in part. */
  readonly cancel: string
  /** Refunds: the payment's `syssn`. */
  readonly originalSyssn?: string
  /** WeChat's number. */
  readonly chnlsn?: string
  /** The payer. */
  readonly openid?: string
  /** When you said that it was requested (`txdtm`). */
  readonly createdAt?: Date
  /** When QFPay recorded it (`sysdtm`); decides the day of settlement. */
  readonly recordedAt?: Date
  /** When it was paid (`paydtm`). */
  readonly paidAt?: Date
  /** QFPay's sentence about `respcd`. */
  readonly message?: string
  /** What the payer really paid, in minor units of `cashFeeCurrency`. */
  readonly cashFee?: number
  readonly cashFeeCurrency?: string
  readonly exchangeRate?: string
  readonly raw: Raw
}

/**
 * A row without a number, or without a whole amount in a known currency. It proves that there is a
 * transaction, and perhaps whose; never take it for "not found".
 */
export type UnreadableRow = {
  readonly outcome: 'unreadable'
  readonly outTradeNo?: string
  readonly syssn?: string
  readonly orderType?: string
  readonly respcd?: string
  readonly currency?: string
  readonly recordedAt?: Date
  readonly raw: unknown
}

/** A row of an enquiry; `outcome` says which of the two it is. */
export type EnquiryRow = Transaction | UnreadableRow

/** What every notification contains; QFPay notifies of success only. */
export type NotifiedTransaction = {
  /** QFPay's number; in a refund's notification, the refund's own. */
  readonly syssn: string
  /** Your number; in a refund's notification, the refund's own. */
  readonly outTradeNo: string
  /** QFPay documents this, and omits it for refunds. */
  readonly payType?: string
  readonly respcd: string
  /** Integer of the currency's minor unit; in a refund's notification, what was refunded. */
  readonly amount: number
  readonly currency: string
  /** As in {@link Transaction}; QFPay documents it, and omits it for refunds. */
  readonly cancel?: string
  readonly mchid?: string
  readonly chnlsn?: string
  readonly openid?: string
  readonly goodsName?: string
  readonly createdAt?: Date
  readonly recordedAt?: Date
  readonly paidAt?: Date
  readonly cashFee?: number
  readonly cashFeeCurrency?: string
  readonly exchangeRate?: string
  readonly raw: Raw
}

/** The payment of which a notification reports a refund. */
export type RefundedPayment = {
  readonly originalSyssn?: string
  readonly originalOutTradeNo?: string
}

export type RefundRequest = Call & {
  /** QFPay's number of the payment. */
  readonly syssn: string
  /** A new number for the refund: never the payment's, never a used one. */
  readonly outTradeNo: string
  /** Integer of the payment's minor unit. */
  readonly amount: number
  readonly requestedAt: Instant
  /** Needed only if {@link CurrencyScales} counts a currency differently from ISO 4217. */
  readonly currency?: string
  readonly udid?: string
}

/** A refund that QFPay has accepted. */
export type Refund = {
  readonly outTradeNo: string
  /** QFPay's number of the refund. */
  readonly syssn: string
  readonly originalSyssn: string
  readonly respcd: string
  readonly amount: number
  readonly currency?: string
  readonly chnlsn?: string
  readonly recordedAt?: Date
  readonly paidAt?: Date
  readonly raw: Raw
}

/** Names an unpaid payment by one of its numbers, with its own amount and time. */
export type CloseRequest = Call & {
  readonly outTradeNo?: string
  readonly syssn?: string
  readonly amount: number
  /** The payment's own `createdAt`. */
  readonly createdAt: Instant
  readonly currency?: string
  readonly udid?: string
}

/** Whether the payment was stopped. Enquire in any case: the payer may have paid a moment before. */
export type ClosedPayment =
  | {
      readonly kind: 'closed'
      /** QFPay's number of the close itself. */
      readonly syssn: string
      readonly originalSyssn?: string
      readonly respcd: string
      readonly recordedAt?: Date
      readonly raw: Raw
    }
  | {
      /** The account's gateway cannot stop it; let it lapse. Usual for WeChat JSAPI. */
      readonly kind: 'unsupported'
      readonly respcd: string
      readonly raw: Raw
    }

export type AddNoteRequest = Call & {
  readonly syssn: string
  /** At most 200 characters, seen in QFPay's portal and reports. */
  readonly note: string
}

/** A declaration that was made, or is to be found. */
export type CustomsRequest = Call & {
  /** The payment's; it must be paid. */
  readonly syssn: string
  /** The customs office, such as `GUANGZHOU_ZS`. */
  readonly customs: string
  /** Your number of a part, where the order is shipped in several. */
  readonly subOrderNumber?: string
}

export type DeclareCustomsRequest = CustomsRequest & {
  /** Your number at the customs office. */
  readonly merchantCustomsNumber: string
  /** `MODIFY` changes a declaration; `ADD` otherwise. */
  readonly action?: 'ADD' | 'MODIFY'
  /** Of an order that is shipped in parts, in fen: customs count in CNY. */
  readonly part?: { readonly transportFee: number; readonly productFee: number }
}

export type CustomsDeclaration =
  | {
      readonly kind: 'declared'
      readonly syssn?: string
      /** Who has verified the payment, for the customs office: such as `NETSUNION`. */
      readonly verifyDepartment: string
      readonly verifyDepartmentTradeId: string
      readonly respcd: string
      readonly raw: Raw
    }
  /** In progress: enquire later. */
  | { readonly kind: 'pending'; readonly respcd: string; readonly raw: Raw }

/** How to read an account's times and amounts where QFPay leaves them open. */
export type Reading = {
  readonly offsetMs: number
  readonly currencyScales: CurrencyScales
}
