/** Where a payer opened the page, as far as it matters for paying. User agents can be forged: a convenience only. */
export type PayerBrowser = 'wechat' | 'desktop-wechat' | 'wecom' | 'mini-program' | 'not-wechat'

/**
 * QFPay's own sample looks for `MichroMessenger`, which matches nothing. macOS also says WindowsWechat;
 * WeCom says MicroMessenger, but cannot pay. A page inside a mini program cannot pay either: WeChat
 * accepts payments there only from the mini program itself.
 */
export function payerBrowser(userAgent: string): PayerBrowser {
  if (/wxwork\//i.test(userAgent)) return 'wecom'
  if (!/MicroMessenger\//i.test(userAgent)) return 'not-wechat'
  if (/\bminiProgram(Env)?\//i.test(userAgent)) return 'mini-program'
  return /WindowsWechat|MacWechat|wechatdevtools/i.test(userAgent) ? 'desktop-wechat' : 'wechat'
}
