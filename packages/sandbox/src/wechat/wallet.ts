/** What a page gives to the bridge, and the page's address. */
export type WalletRequest = {
  /** As the page passed it, unchecked. */
  readonly payParams: unknown
  /** The true URL of the calling page, which WeChat compares with the payment directories. */
  readonly pageUrl: string
  readonly payer: string
  /** Name of a WeChat profile (phone/profiles.ts). */
  readonly profile: string
}

/** The end of a bridge call. */
export type WalletResult = {
  /** `get_brand_wcpay_request:ok`, `:cancel`, `:fail`, … */
  readonly errMsg: string
  readonly errDesc?: string
  /** The page's callback must never run: the money moved, and the page was closed on the way. */
  readonly silent?: true
}

export type WalletOpening =
  | {
      readonly kind: 'sheet'
      readonly sheetId: string
      readonly merchantName: string
      /** Minor units. */
      readonly amount: number
      readonly currency: string
      readonly goodsName: string
    }
  | {
      readonly kind: 'result'
      readonly errMsg: string
      readonly errDesc: string
      /** The rule that was broken, as in the journal. */
      readonly rule: string
    }

/** What a page gives to `wx.config`. */
export type ConfigRequest = {
  readonly appId: string
  readonly timestamp: string | number
  readonly nonceStr: string
  readonly signature: string
  readonly pageUrl: string
  readonly jsApiList: readonly string[]
}

/** WeChat's payment module: the other side of `WeixinJSBridge` and the JS-SDK. */
export interface Wallet {
  /** Judges a payment request as WeChat would, and opens the payment sheet. */
  open(request: WalletRequest): WalletOpening
  /** Ends a sheet as its payer decides. A sheet that is over answers `:fail`. */
  decide(request: {
    readonly sheetId: string
    readonly decision: 'pay' | 'cancel' | 'fail'
  }): Promise<WalletResult>
  /** Judges the signature of `wx.config` (SHA-1 over the jsapi_ticket). */
  config(request: ConfigRequest): { readonly ok: boolean; readonly errMsg: string }
}
