import { isLoopbackName } from '../loopback.ts'
import type { OfficialAccount } from '../state/parties.ts'

const QFPAY_PAGE = /^https:\/\/[a-z0-9-]+\.(qfapi|qfpay)\.com\/q\/$/

/** Whether OAuth may return to a URL: its host must be one of the account's, exactly. */
export function isRedirectDomain(account: OfficialAccount, url: URL): boolean {
  return (
    account.redirectDomains.includes(url.hostname) ||
    (account.trustLoopback && isLoopbackName(url.hostname))
  )
}

/**
 * Whether a page may call the payment module for an account.
 *
 * The page's URL up to its last slash must be a registered directory; the query does not count.
 * A root directory checks only the host; QFPay's account is at home on QFPay's pages.
 */
export function isPaymentDirectory(
  account: OfficialAccount,
  page: URL,
  ownOrigins: ReadonlySet<string>,
): boolean {
  const directory = page.origin + page.pathname.slice(0, page.pathname.lastIndexOf('/') + 1)
  if (account.owner === 'qfpay') {
    return QFPAY_PAGE.test(directory) || ownOrigins.has(directory.replace(/\/q\/$/, ''))
  }
  if (account.trustLoopback && isLoopbackName(page.hostname)) return true
  return account.paymentDirectories.some((registered) =>
    new URL(registered).pathname === '/'
      ? new URL(registered).origin === page.origin
      : registered === directory,
  )
}
