/** Hosts of WeChat and of QFPay that the sandbox plays. */
export function isSandboxHost(hostname: string): boolean {
  return /^((open|api)\.weixin\.qq\.com|[a-z0-9-]+\.(qfapi|qfpay)\.com)$/.test(hostname)
}
