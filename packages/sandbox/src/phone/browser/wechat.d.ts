/** What the server writes into each script in place of `__WECHAT__`. */
type WechatSettings = {
  /** Where the page truly is; empty when its address is the true one (under Playwright). */
  trueOrigin: string
  /** Where the phone that shows the page is; empty when there is none. */
  phoneOrigin: string
  /** What follows a site's label in the phone's host names. */
  hostSuffix: string
  userAgent: string
  platform: string
  languages: string[]
  bridge: 'ready' | 'late' | 'absent'
  judgesLandingUrl: boolean
  answersInJsonText: boolean
  isMiniProgram: boolean
  lacks: string[]
}
declare const __WECHAT__: WechatSettings

type BridgeAnswer = Record<string, unknown>
type BridgeCallback = (answer: BridgeAnswer) => void
type WeixinJSBridge = {
  invoke(name: string, params?: unknown, callback?: BridgeCallback): void
  call(name: string, params?: unknown, callback?: BridgeCallback): void
  on(event: string, callback: BridgeCallback): void
  log(text: string): void
}

interface Window {
  WeixinJSBridge?: WeixinJSBridge
  __wxjs_environment?: string
  __wxjs_is_wkwebview?: boolean
  /** Under Playwright the wallet answers here. */
  __sandboxWallet?: (kind: string, question: unknown) => Promise<BridgeAnswer>
}
