/** Where a payer opened the page, as far as it matters for paying. User agents can be forged: a convenience only. */
export type PayerBrowser = 'wechat' | 'desktop-wechat' | 'wecom' | 'not-wechat'

/**
 * QFPay's own sample looks for `MichroMessenger`, which matches nothing. macOS also says
 * WindowsWechat; WeCom says MicroMessenger, but cannot pay.
 */
export function payerBrowser(userAgent: string): PayerBrowser {
  if (/wxwork\//i.test(userAgent)) return 'wecom'
  if (!/MicroMessenger\//i.test(userAgent)) return 'not-wechat'
  return /WindowsWechat|MacWechat|wechatdevtools/i.test(userAgent) ? 'desktop-wechat' : 'wechat'
}
