/** The languages that WeChat is simulated in, as its user agent writes them. */
export const LANGUAGES = { en: 'en', 'zh-Hans': 'zh_CN', 'zh-Hant': 'zh_HK' } as const
export type Language = keyof typeof LANGUAGES

export type ProfileName =
  | 'ios'
  | 'android'
  | 'windows'
  | 'macos'
  | 'wecom'
  | 'devtools'
  | 'old-webview'
  | 'lossy-webview'
  | 'mini-program'
  | 'not-wechat'

/** One browser in which a payer may open a page. The user agents are shapes seen in public logs. */
export type Profile = {
  readonly name: ProfileName
  /** Holds `{language}` where WeChat writes its own; see {@link userAgentOf}. */
  readonly userAgent: string
  /** What `navigator.platform` says there. */
  readonly platform: string
  /** When `WeixinJSBridge` appears: immediately, some time after the page has loaded, or never. */
  readonly bridge: 'ready' | 'late' | 'absent'
  readonly canPay: boolean
  /** Why a payment is impossible there; empty if it is possible. */
  readonly cannotPayBecause: string
  /** WeChat on iOS takes the first address that a single-page app was opened at as its address. */
  readonly judgesLandingUrl: boolean
  /** WeChat on Android passes some answers of the bridge as JSON text. */
  readonly answersInJsonText: boolean
  /** Whether it is the web-view of a mini program, which says so to scripts. */
  readonly isMiniProgram: boolean
  /** Some WebViews keep no cookie that comes with a redirect. */
  readonly losesCookiesOfRedirects: boolean
  /** Paths from `window` that its engine lacks. */
  readonly lacks: readonly string[]
  readonly viewport: { readonly width: number; readonly height: number }
  readonly isMobile: boolean
}

const PHONE: Pick<
  Profile,
  | 'canPay'
  | 'cannotPayBecause'
  | 'judgesLandingUrl'
  | 'answersInJsonText'
  | 'isMiniProgram'
  | 'losesCookiesOfRedirects'
  | 'lacks'
  | 'isMobile'
> = {
  canPay: true,
  cannotPayBecause: '',
  judgesLandingUrl: false,
  answersInJsonText: false,
  isMiniProgram: false,
  losesCookiesOfRedirects: false,
  lacks: [],
  isMobile: true,
}
const DESKTOP = { ...PHONE, canPay: false, isMobile: false, viewport: { width: 980, height: 720 } }

/** Every browser that the simulated WeChat can be. */
export const PROFILES: readonly Profile[] = [
  {
    ...PHONE,
    name: 'ios',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/{language}',
    platform: 'iPhone',
    bridge: 'ready',
    judgesLandingUrl: true,
    viewport: { width: 390, height: 754 },
  },
  {
    ...PHONE,
    name: 'android',
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A.240205.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.103 Mobile Safari/537.36 XWEB/1300259 MMWEBSDK/20241103 MMWEBID/1119 MicroMessenger/8.0.55.2780(0x28003737) WeChat/arm64 Weixin NetType/WIFI Language/{language} ABI/arm64',
    platform: 'Linux armv8l',
    bridge: 'ready',
    answersInJsonText: true,
    viewport: { width: 393, height: 760 },
  },
  {
    ...DESKTOP,
    name: 'windows',
    userAgent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c37) XWEB/14315 Flue',
    platform: 'Win32',
    bridge: 'ready',
    cannotPayBecause:
      'WeChat for Windows cannot complete a JSAPI payment; open the page on a phone',
  },
  {
    ...DESKTOP,
    name: 'macos',
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) MicroMessenger/6.8.0(0x16080000) MacWechat/3.3(0x13030013) NetType/WIFI WindowsWechat',
    platform: 'MacIntel',
    bridge: 'ready',
    cannotPayBecause: 'WeChat for macOS cannot complete a JSAPI payment; open the page on a phone',
  },
  {
    ...PHONE,
    name: 'wecom',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/{language} ColorScheme/Light',
    platform: 'iPhone',
    bridge: 'ready',
    canPay: false,
    cannotPayBecause: 'WeCom says MicroMessenger too, but is not WeChat; open the page in WeChat',
    viewport: { width: 390, height: 754 },
  },
  {
    ...DESKTOP,
    name: 'devtools',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wechatdevtools/1.06.2412050 MicroMessenger/8.0.5 Language/{language} webview/16364215743155638',
    platform: 'MacIntel',
    bridge: 'ready',
    cannotPayBecause: 'WeChat DevTools cannot complete a JSAPI payment; open the page on a phone',
    viewport: { width: 390, height: 754 },
  },
  {
    ...PHONE,
    name: 'old-webview',
    userAgent:
      'Mozilla/5.0 (Linux; Android 5.1; OPPO R9m Build/LMY47I; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/53.0.2785.49 Mobile MQQBrowser/6.2 TBS/043409 Safari/537.36 MicroMessenger/6.5.13.1100 NetType/WIFI Language/{language}',
    platform: 'Linux armv7l',
    bridge: 'late',
    answersInJsonText: true,
    lacks: [
      'AbortController',
      'Array.prototype.flat',
      'Array.prototype.flatMap',
      'BigInt',
      'IntersectionObserver',
      'Object.fromEntries',
      'Promise.allSettled',
      'Promise.any',
      'Promise.prototype.finally',
      'ResizeObserver',
      'String.prototype.matchAll',
      'String.prototype.replaceAll',
      'queueMicrotask',
      'structuredClone',
    ],
    viewport: { width: 360, height: 560 },
  },
  {
    ...PHONE,
    name: 'lossy-webview',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42(0x18002a2f) NetType/4G Language/{language}',
    platform: 'iPhone',
    bridge: 'ready',
    losesCookiesOfRedirects: true,
    viewport: { width: 375, height: 667 },
  },
  {
    ...PHONE,
    name: 'mini-program',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/{language} miniProgram/wxdec0de0000000099',
    platform: 'iPhone',
    bridge: 'ready',
    isMiniProgram: true,
    canPay: false,
    cannotPayBecause:
      'no permission to execute: in a mini program only the mini program itself can ask for a payment; open the page from a chat',
    viewport: { width: 390, height: 754 },
  },
  {
    ...PHONE,
    name: 'not-wechat',
    userAgent:
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
    platform: 'Linux armv8l',
    bridge: 'absent',
    canPay: false,
    cannotPayBecause: 'this is not WeChat: there is no WeixinJSBridge outside it',
    viewport: { width: 393, height: 760 },
  },
]

/** The profile of that name, or undefined if there is none. */
export function findProfile(name: string): Profile | undefined {
  return PROFILES.find((profile) => profile.name === name)
}

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text)
}

/** The user agent as sent, with WeChat's name of the language filled in. */
export function userAgentOf(profile: Profile, language: Language): string {
  return profile.userAgent.replace('{language}', LANGUAGES[language])
}
