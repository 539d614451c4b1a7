import { Hono, type Context } from 'hono'
import type { Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import { readLaunch, type Launch, type OpenedAttempt } from '../attempts/launch-attempt.ts'
import { openAttempt } from '../attempts/open-attempt.ts'
import type { Deps } from '../deps.ts'
import { returnDraft } from '../exchanges/exchange.ts'
import { smallBodies } from '../http/read-body.ts'
import { linkPath } from '../links/link-address.ts'
import { readLink } from '../links/read-links.ts'
import { canBeResumed, type Attempt } from '../payments/attempt.ts'
import { expirePayment } from '../payments/expire-payments.ts'
import { isOpen, takesAttempts, type Payment } from '../payments/payment.ts'
import { readAttempts, readPaymentWithAttempts } from '../payments/read-payments.ts'
import { isInReview } from '../payments/review.ts'
import { parseId } from '../platform/ids.ts'
import { publicNetworkOf } from '../platform/network-of.ts'
import { answerFailure, payPath } from './answer-payer.ts'
import { readState, writeState } from './authorization-state.ts'
import { giveBrowser, readBrowser } from './browser-cookie.ts'
import { askNow, createFollowing } from './follow-payment.ts'
import { createHearing } from './hear-payer.ts'
import { payPageAssets } from './pay-page-assets.ts'
import { payerBrowser } from './payer-browser.ts'
import { createPayerPages, type PayerPages, type PayPageEnv as Env } from './payer-pages.ts'
import { createCodePlaces } from './take-code-place.ts'

type Opened = {
  readonly payment: Payment
  /** Oldest first. */
  readonly attempts: readonly Attempt[]
  readonly account: Account
  readonly pages: PayerPages
}

/** How long the first page after paying may wait for its proof before it says "confirming". */
const PROOF_MS = 1_500
/** How long WeChat's claim of payment outweighs the gateway's answer that nothing is paid. */
const PROMISED_MS = 20_000

/** A payer who comes back after this may have paid, and WeChat refuses to open what is paid. */
const RETURNED_MS = 10_000

/** Bytes: the page sends two hundred characters at most. */
const MAX_SAID = 1_024

/** First with a redirect, then with a whole page; after that the browser keeps no cookies at all. */
const MAX_TRIES = 2

/**
 * What a payer's browser opens. GET writes only if WeChat's redirect brings a code, if the payment's
 * deadline has passed, and in Canada, where nobody authorizes.
 */
export function payPageRoutes(deps: Deps): Hono<Env> {
  const app = new Hono<Env>()
  const asset = payPageAssets()
  const follow = createFollowing(deps)
  const hear = createHearing(deps)
  const takeCodePlace = createCodePlaces(deps)

  // A page of another version loads this script too: without any, nobody could pay on it.
  app.get('/assets/:script{pay-\\w+[.]js}', (c) => {
    if (asset.path.endsWith(`/${c.req.param('script')}`)) {
      c.header('cache-control', 'public, max-age=31536000, immutable, no-transform')
    }
    return c.body(asset.body, 200, { 'content-type': asset.type })
  })

  app.get('/pay/:payment', async (c) => {
    let opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, pages } = opened
    if (!isOpen(payment.status)) return result(deps, c, opened)
    if (isInReview(payment)) return pages.held()
    if (payment.expiresAt <= deps.clock.now()) {
      await expirePayment(deps, payment.id)
      return toPay(deps, c, payment)
    }
    if (opened.attempts.length === 0) deps.pageOpens.note(payment.id, deps.clock.now())
    const browser = payerBrowser(c.req.header('user-agent') ?? '')
    const isDisabled = opened.account.disabledAt !== undefined
    if (browser !== 'wechat') return isDisabled ? pages.problem('disabled') : pages.qr(browser)
    const isAfresh = c.req.query('authorize') !== undefined
    // A payer who starts over may have another WeChat account in this browser.
    const isDoubted = isAfresh && opened.account.settings.flow !== 'canada'
    const known = isDoubted ? undefined : readBrowser(c, deps)
    const held = known && resumable(deps, opened, known)
    const returnedAt = deps.clock.now().getTime() - RETURNED_MS
    // First asks for the order's status: a declined order is not resumed, a paid one is shown.
    if (isAfresh || (held && held.openedAt.getTime() <= returnedAt)) {
      await askNow(deps, opened.attempts, { withinMs: PROOF_MS })
      opened = (await open(deps, c)) ?? opened
      if (!takesAttempts(opened.payment)) return toPay(deps, c, payment)
    }
    const attempt = known && resumable(deps, opened, known)
    if (attempt) return launch(deps, opened, attempt)
    return isDisabled ? pages.problem('disabled') : begin(deps, c, opened)
  })

  app.get('/pay/:payment/authorized/:state', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, account, pages } = opened
    const browser = readBrowser(c, deps)
    const attemptId =
      browser &&
      readState(deps, c.req.param('state'), {
        paymentId: payment.id,
        browser,
        now: deps.clock.now(),
      })
    if (!browser || attemptId === undefined) {
      const tries = triesOf(c)
      return tries >= MAX_TRIES ? pages.problem('cookies-needed') : again(deps, c, payment, tries)
    }
    const code = c.req.query('code')
    // WeChat comes back without a code if the payer refuses.
    if (code === undefined || !/^[\w-]{1,128}$/.test(code)) {
      deps.exchanges.record(returnDraft('refused', payment.id, deps.clock.now()))
      return pages.problem('restart')
    }
    const place = takeCodePlace({
      accountId: account.id,
      network: publicNetworkOf(c.get('address')),
    })
    if (place === undefined) return pages.problem('busy')
    const browserHash = hashBrowser(deps, browser)
    let isRefused = false
    try {
      const request = { account, opened, attemptId, browserHash, code }
      const attempt = await openAttempt(deps, request)
      isRefused = attempt.kind === 'restart'
      return await afterOpening(deps, c, opened, attempt)
    } finally {
      place.leave({ isRefused })
    }
  })

  app.get('/pay/:payment/return', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return unknownLink(deps, c)
    const { payment, attempts, pages } = opened
    if (payment.status === 'created') return toPay(deps, c, payment)
    if (payment.status === 'succeeded') return result(deps, c, opened)
    // Also when it is over: a payer who comes back now may have paid just before.
    const { isUnpaid } = await askNow(deps, attempts, { withinMs: PROOF_MS })
    const reopened = await open(deps, c)
    if (reopened === undefined) return pages.confirming(false)
    if (!isOpen(reopened.payment.status)) return result(deps, c, reopened)
    if (isInReview(reopened.payment)) return reopened.pages.held()
    const isChecked = c.req.query('checked') !== undefined
    if (isChecked && isUnpaid) return reopened.pages.unpaid(unpaidKind(deps, c, reopened))
    return reopened.pages.confirming(c.req.query('said') === 'ok')
  })

  app.get('/pay/:payment/status', async (c) => {
    const id = parseId('pay', c.req.param('payment'))
    const seen = c.req.query('status') ?? ''
    const shown = c.req.query('shown') ?? ''
    const followed =
      id &&
      (await follow(id, {
        seen,
        isHeld: shown === 'held',
        network: publicNetworkOf(c.get('address')),
        signal: c.req.raw.signal,
        ...(shown === 'confirming' && { unpaidAfterMs: 0 }),
        ...(shown === 'promised' && { unpaidAfterMs: PROMISED_MS }),
      }))
    if (!followed) return c.json({ status: 'unknown' }, 404)
    const { payment, isUnpaid, retryAfterS } = followed
    // A page's script, too, pauses after an immediate answer.
    if (retryAfterS !== undefined) c.header('retry-after', String(retryAfterS))
    const isHeld = isOpen(payment.status) && isInReview(payment) && shown !== 'held'
    const location =
      isUnpaid || isHeld ? { location: `${payPath(deps, payment)}/return?checked=1` } : {}
    return c.json({ status: payment.status, ...location })
  })

  app.post('/pay/:payment/said', smallBodies(MAX_SAID), async (c) => {
    const id = parseId('pay', c.req.param('payment'))
    const browser = readBrowser(c, deps)
    const own = id && browser && ownAmong(deps, await readAttempts(deps, id), browser)
    const attempt = own && own.findLast(isLaunched)
    if (attempt) hear(attempt, await c.req.text())
    return c.body(null, 204)
  })

  app.onError(
    answerFailure(deps, (c) => (c.get('pages') ?? createPayerPages({ deps, c })).problem('busy')),
  )

  return app
}

async function open(deps: Deps, c: Context<Env>): Promise<Opened | undefined> {
  const id = parseId('pay', c.req.param('payment') ?? '')
  const found = id && (await readPaymentWithAttempts(deps, id))
  if (!found) return undefined
  const account = await readAccount(deps, found.payment.accountId)
  const pages = createPayerPages({ deps, c, ...found, account })
  c.set('pages', pages)
  return { ...found, account, pages }
}

/** The receipt, unless this payer's own money came second, which nobody may have asked about yet. */
async function result(deps: Deps, c: Context<Env>, opened: Opened): Promise<Response> {
  const { payment, pages } = opened
  const browser = payment.status === 'succeeded' ? readBrowser(c, deps) : undefined
  if (browser === undefined) return pages.result()
  const others = ({ attempts }: Pick<Opened, 'attempts'>): readonly Attempt[] =>
    ownAmong(deps, attempts, browser).filter(({ id }) => id !== payment.succeededAttemptId)
  const { count } = await askNow(deps, others(opened), { withinMs: PROOF_MS })
  const asked = count > 0 ? await open(deps, c) : undefined
  const second = others(asked ?? opened).find(({ status }) => status === 'succeeded')
  return second ? pages.paidTwice(second) : pages.result()
}

/** Those attempts that this browser holds. */
function ownAmong(deps: Deps, attempts: readonly Attempt[], browser: string): readonly Attempt[] {
  const hashes = deps.sealing.keyedHashes(browser, 'browser')
  return attempts.filter(({ browserHashes }) => browserHashes.some((hash) => hashes.includes(hash)))
}

function unpaidKind(deps: Deps, c: Context<Env>, { attempts }: Opened): 'unpaid' | 'declined' {
  const browser = readBrowser(c, deps)
  const own = browser === undefined ? [] : ownAmong(deps, attempts, browser)
  const newest = own.at(-1)
  return newest?.status === 'failed' && newest.syssn !== undefined ? 'declined' : 'unpaid'
}

function isLaunched({ status }: Attempt): boolean {
  return status === 'launched' || status === 'failed'
}

function unknownLink(deps: Deps, c: Context<Env>): Response | Promise<Response> {
  return createPayerPages({ deps, c }).problem('link-unknown')
}

function resumable(deps: Deps, { attempts }: Opened, browser: string): Attempt | undefined {
  const now = deps.clock.now()
  return ownAmong(deps, attempts, browser).findLast((each) => canBeResumed(each, now))
}

/** Sends the payer to authorize; in Canada straight to the gateway's page. */
async function begin(deps: Deps, c: Context<Env>, opened: Opened): Promise<Response> {
  const { payment, account } = opened
  const tries = triesOf(c)
  const known = readBrowser(c, deps)
  if (known === undefined && tries >= MAX_TRIES) return opened.pages.problem('cookies-needed')
  const browser = known ?? giveBrowser(c, deps)
  // Some WebViews lose the cookies of redirects: the second time it comes with a whole page.
  if (known === undefined && tries > 0) {
    return opened.pages.passing(`${payPath(deps, payment)}?again=${tries + 1}`)
  }
  const attemptId = deps.newId('att')
  if (account.settings.flow === 'canada') {
    // Nobody authorizes here, so only a returned cookie ties an order to its payer.
    if (known === undefined) return again(deps, c, payment, tries)
    const browserHash = hashBrowser(deps, browser)
    const request = { account, opened, attemptId, browserHash }
    return afterOpening(deps, c, opened, await openAttempt(deps, request))
  }
  const { qfpay, wechat } = deps.gateways(account)
  const state = writeState(deps, { paymentId: payment.id, attemptId, browser }, deps.clock.now())
  const counted = tries === 0 ? '' : `?again=${tries}`
  const redirectUri = `${deps.publicUrl}/pay/${payment.id}/authorized/${state}${counted}`
  if (account.settings.flow === 'qfpay-account')
    return c.redirect(qfpay.oauthUrl({ redirectUri }), 303)
  if (wechat === undefined) return opened.pages.problem('account')
  return c.redirect(wechat.authorizeUrl({ redirectUri, state }), 303)
}

/** How often this payer was redirected because the cookie did not come back. */
function triesOf(c: Context<Env>): number {
  const tries = Number(c.req.query('again') ?? 0)
  return Number.isInteger(tries) && tries >= 0 ? tries : MAX_TRIES
}

function again(deps: Deps, c: Context<Env>, payment: Payment, tries: number): Response {
  return c.redirect(`${payPath(deps, payment)}?again=${tries + 1}`, 303)
}

/** To an address without the code, so that a reload, a share or the back button carry none: QFPay's page, or ours. */
function afterOpening(
  deps: Deps,
  c: Context<Env>,
  opened: Opened,
  attempt: OpenedAttempt,
): Response | Promise<Response> {
  const { payment, account, pages } = opened
  const launched = attempt.kind === 'launched' ? attempt.launch : undefined
  if (launched && account.settings.flow !== 'own-account') return openModule(deps, opened, launched)
  if (attempt.kind === 'launched' || attempt.kind === 'closed') return toPay(deps, c, payment)
  if (attempt.kind === 'elsewhere') return toElsewhere(deps, c, attempt.to)
  return pages.problem(attempt.kind)
}

/** To the payment that this payer has already, or to where they make their own. */
async function toElsewhere(
  deps: Deps,
  c: Context<Env>,
  to: Extract<OpenedAttempt, { kind: 'elsewhere' }>['to'],
): Promise<Response> {
  if (to.kind === 'other') return c.redirect(payPath(deps, { id: to.paymentId }), 303)
  const link = await readLink(deps, to.linkId)
  return link ? c.redirect(linkPath(deps, link), 303) : unknownLink(deps, c)
}

function launch(deps: Deps, opened: Opened, attempt: Attempt): Response | Promise<Response> {
  const launched = readLaunch(deps, attempt)
  if (launched === undefined) return opened.pages.problem('restart')
  return openModule(deps, opened, launched)
}

/** WeChat's payment module opens on QFPay's page; in method 1 on ours. */
function openModule(
  deps: Deps,
  { payment, account, pages }: Opened,
  launched: Launch,
): Response | Promise<Response> {
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

function toPay(deps: Deps, c: Context<Env>, payment: Payment): Response {
  return c.redirect(payPath(deps, payment), 303)
}

function hashBrowser(deps: Pick<Deps, 'sealing'>, browser: string): string {
  return deps.sealing.keyedHash(browser, 'browser')
}
