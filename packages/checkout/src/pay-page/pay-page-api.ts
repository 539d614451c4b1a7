import { Hono, type Context } from 'hono'
import { routePath } from 'hono/route'
import { findAccount } from '../accounts/find-account.ts'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { RETRY_AFTER_S } from '../http/error.ts'
import { returnDraft } from '../exchanges/exchange.ts'
import { canBeResumed, type Attempt } from '../payments/attempt.ts'
import { expirePayment } from '../payments/expire-payments.ts'
import { readLaunch, type OpenedAttempt } from '../payments/launch-attempt.ts'
import { openAttempt } from '../payments/open-attempt.ts'
import { isOpen, type Payment } from '../payments/payment.ts'
import { readAttempts, readPayment } from '../payments/read-payments.ts'
import { parseId } from '../platform/ids.ts'
import { readState, writeState } from './authorisation-state.ts'
import { giveBrowser, readBrowser } from './browser-cookie.ts'
import { askNow, createFollowing } from './follow-payment.ts'
import { payPageAssets } from './pay-page-assets.ts'
import { payerBrowser } from './payer-browser.ts'
import { createPayerPages, type PayerPages } from './payer-pages.ts'

type Env = { Variables: { requestId: string } }
type Opened = { readonly payment: Payment; readonly account: Account; readonly pages: PayerPages }

/** How long the first page after paying may wait for its proof before it says "confirming". */
const PROOF_MS = 1_500

/** What a payer's browser opens. GET writes nothing, except where WeChat's redirect brings a code. */
export function payPageApi(deps: Deps): Hono<Env> {
  const app = new Hono<Env>()
  const asset = payPageAssets()
  const follow = createFollowing(deps)

  app.get(asset.path, (c) => {
    c.header('cache-control', 'public, max-age=31536000, immutable, no-transform')
    return c.body(asset.body, 200, { 'content-type': asset.type })
  })

  app.get('/pay/:payment', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, pages } = opened
    if (!isOpen(payment.status)) return pages.result()
    if (payment.frozenReason !== undefined) return pages.confirming()
    if (payment.expiresAt <= deps.clock.now()) {
      await expirePayment(deps, payment.id)
      return toPay(c, payment)
    }
    const browser = payerBrowser(c.req.header('user-agent') ?? '')
    const isDisabled = opened.account.disabledAt !== undefined
    if (browser !== 'wechat') return isDisabled ? pages.problem('disabled') : pages.qr(browser)
    // Who says that the order is not his may be another WeChat account in this browser.
    const isDoubted =
      c.req.query('authorise') !== undefined && opened.account.settings.flow !== 'canada'
    const known = isDoubted ? undefined : readBrowser(c)
    const attempt = known && (await resumable(deps, payment, known))
    if (attempt) return launch(deps, opened, attempt)
    return isDisabled ? pages.problem('disabled') : begin(deps, c, opened)
  })

  app.get('/pay/:payment/authorised/:state', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, account, pages } = opened
    const browser = readBrowser(c)
    const attemptId =
      browser &&
      readState(deps, c.req.param('state'), {
        paymentId: payment.id,
        browser,
        now: deps.clock.now(),
      })
    if (!browser || attemptId === undefined) {
      if (c.req.query('again') !== undefined) return pages.problem('cookies-needed')
      return c.redirect(`/pay/${payment.id}?again=1`, 303)
    }
    const code = c.req.query('code')
    // WeChat comes back without a code when the payer refuses.
    if (code === undefined || !/^[\w-]{1,128}$/.test(code)) {
      deps.exchanges.record(returnDraft('refused', payment.id, deps.clock.now()))
      return pages.problem('restart')
    }
    const request = {
      account,
      paymentId: payment.id,
      attemptId,
      browserHash: hashBrowser(deps, browser),
      code,
    }
    return afterOpening(c, opened, await openAttempt(deps, request))
  })

  app.get('/pay/:payment/return', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, pages } = opened
    if (payment.status === 'created') return toPay(c, payment)
    if (payment.status === 'succeeded') return pages.result()
    // Also when it is over: whoever comes back now may have paid just before.
    await askNow(deps, payment.id, { withinMs: PROOF_MS })
    const settled = await open(deps, c)
    if (settled === undefined || isOpen(settled.payment.status)) return pages.confirming()
    return settled.pages.result()
  })

  app.get('/pay/:payment/status', async (c) => {
    const id = parseId('pay', c.req.param('payment'))
    const seen = c.req.query('status') ?? ''
    const followed = id && (await follow(id, { seen, signal: c.req.raw.signal }))
    if (!followed) return c.json({ status: 'unknown' }, 404)
    // The script of a page, too, pauses after an answer that came at once.
    if (followed.retryAfterS !== undefined) c.header('retry-after', String(followed.retryAfterS))
    return c.json({ status: followed.payment.status })
  })

  // A payer reads a page, whatever breaks; the script of a page takes any 5xx for "ask again".
  app.onError((error, c) => {
    deps.log.error('request.failed', { request: c.get('requestId'), path: routePath(c), error })
    c.header('retry-after', String(RETRY_AFTER_S))
    return createPayerPages({ deps, c }).problem('busy')
  })

  return app
}

async function open(deps: Deps, c: Context<Env>): Promise<Opened | undefined> {
  const id = parseId('pay', c.req.param('payment') ?? '')
  const payment = id && (await readPayment(deps, id))
  if (!payment) return undefined
  const account = await findAccount(deps, payment.accountId)
  return { payment, account, pages: createPayerPages({ deps, c, payment, account }) }
}

function unknownLink(deps: Deps, c: Context<Env>): Response | Promise<Response> {
  return createPayerPages({ deps, c }).problem('link-unknown')
}

async function resumable(
  deps: Deps,
  payment: Payment,
  browser: string,
): Promise<Attempt | undefined> {
  const attempts = await readAttempts(deps, payment.id)
  const hashes = deps.sealing.keyedHashes(browser, 'browser')
  const now = deps.clock.now()
  return attempts.findLast((each) => hashes.includes(each.browserHash) && canBeResumed(each, now))
}

/** Sends the payer to authorise; in Canada straight to the gateway's page. */
async function begin(deps: Deps, c: Context<Env>, opened: Opened): Promise<Response> {
  const { payment, account } = opened
  const isSecondTry = c.req.query('again') !== undefined
  const known = readBrowser(c)
  const browser = known ?? giveBrowser(c, deps)
  const attemptId = deps.newId('att')
  if (account.settings.flow === 'canada') {
    // Nobody authorises here, so nothing but a cookie that came back ties an order to its payer.
    if (known === undefined) {
      if (isSecondTry) return opened.pages.problem('cookies-needed')
      return c.redirect(`/pay/${payment.id}?again=1`, 303)
    }
    const browserHash = hashBrowser(deps, browser)
    const request = { account, paymentId: payment.id, attemptId, browserHash }
    return afterOpening(c, opened, await openAttempt(deps, request))
  }
  const { qfpay, wechat } = deps.gateways(account)
  const state = writeState(deps, { paymentId: payment.id, attemptId, browser }, deps.clock.now())
  const again = isSecondTry ? '?again=1' : ''
  const redirectUri = `${deps.publicUrl}/pay/${payment.id}/authorised/${state}${again}`
  if (account.settings.flow === 'qfpay-account')
    return c.redirect(qfpay.oauthUrl({ redirectUri }), 303)
  if (wechat === undefined) return opened.pages.problem('account')
  return c.redirect(wechat.authorizeUrl({ redirectUri, state }), 303)
}

/** To an address without the code, so that a reload, a share or the back button carry none. */
function afterOpening(
  c: Context<Env>,
  { payment, pages }: Opened,
  attempt: OpenedAttempt,
): Response | Promise<Response> {
  if (attempt.kind === 'launched' || attempt.kind === 'closed') return toPay(c, payment)
  return pages.problem(attempt.kind)
}

async function launch(
  deps: Deps,
  { payment, account, pages }: Opened,
  attempt: Attempt,
): Promise<Response> {
  const launched = readLaunch(deps, attempt)
  if (launched === undefined) return pages.problem('restart')
  if ('payUrl' in launched) return pages.redirect(launched.payUrl)
  if (account.settings.flow === 'own-account') return pages.launch(launched.payParams)
  const { qfpay } = deps.gateways(account)
  return pages.redirect(
    qfpay.cashierUrl({
      payParams: launched.payParams,
      merchantName: account.name,
      amount: payment.amount,
      currency: payment.currency,
      redirectUrl: `${deps.publicUrl}/pay/${payment.id}/return`,
      ...(payment.description !== undefined && { goodsName: payment.description }),
    }),
  )
}

function toPay(c: Context<Env>, payment: Payment): Response {
  return c.redirect(`/pay/${payment.id}`, 303)
}

function hashBrowser(deps: Pick<Deps, 'sealing'>, browser: string): string {
  return deps.sealing.keyedHash(browser, 'browser')
}
