import { Hono, type Context } from 'hono'
import { timeZoneOf, type Account } from '../accounts/account.ts'
import { readAccount } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import { smallBodies } from '../http/read-body.ts'
import { displayAmount } from '../language/display-amount.ts'
import { parseAmount } from '../language/parse-amount.ts'
import { leaveTurn } from '../links/end-turn.ts'
import { linkPath, linkUrl } from '../links/link-address.ts'
import {
  isFixed,
  requestProblems,
  stateOf,
  type LinkRequest,
  type LinkState,
  type PaymentLink,
} from '../links/payment-link.ts'
import { readLinkBySlug } from '../links/read-links.ts'
import { isSlug } from '../links/slug.ts'
import { readTurnOf, takeTurn, type BrowserHashes } from '../links/take-turn.ts'
import { createTurnFollowers } from '../links/turn-followers.ts'
import { waitMs } from '../links/turn.ts'
import {
  answerFailure,
  answerPage,
  answerProblem,
  payerView,
  payPath,
  type PayerEnv,
} from '../pay-page/answer-payer.ts'
import { giveBrowser, readBrowser } from '../pay-page/browser-cookie.ts'
import { passingPage } from '../pay-page/pages/passing-page.ts'
import type { Html } from '../pay-page/pages/pay-document.ts'
import type { ProblemView } from '../pay-page/pages/view.ts'
import { payerBrowser } from '../pay-page/payer-browser.ts'
import { isOpen, type Payment } from '../payments/payment.ts'
import { readPaymentOfBrowser } from '../payments/read-payments.ts'
import { asksTheSame, openPayment } from './open-payment.ts'
import { linkEndedPage, linkFormPage, linkScanPage, linkWaitPage } from './pages/link-pages.ts'
import { sayWait } from './pages/texts.ts'
import type { LinkScanView, LinkView } from './pages/view.ts'

type Opened = {
  readonly link: PaymentLink
  readonly account: Account
  readonly state: LinkState
  readonly path: string
  readonly view: LinkView
}

/** Bytes: five answers of a hundred characters, in the longest encoding. */
const MAX_FORM = 8_192

/**
 * What the QR code of a payment link opens. Nothing is written until the payer continues: then they take a turn,
 * and when it has come their payment is made, which leads into the pay page.
 */
export function linkPageRoutes(deps: Deps): Hono<PayerEnv> {
  const app = new Hono<PayerEnv>()
  const followers = createTurnFollowers(deps)

  app.get('/l/:slug', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return problem(deps, c, 'link-unknown')
    const { link, state, path } = opened
    deps.linkOpens.note(link.id, 1)
    const known = readBrowser(c, deps)
    const own = known === undefined ? undefined : await ownPayment(deps, link, known)
    if (own && isReceipt(link, own)) return c.redirect(payPath(deps, own), 303)
    const isOwnOpen = own !== undefined && isOpen(own.status)
    const browser = payerBrowser(c.req.header('user-agent') ?? '')
    if (browser !== 'wechat') {
      return isStopped(state) ? ended(c, opened, state) : scan(deps, c, opened, browser)
    }
    if (isStopped(state)) return isOwnOpen ? c.redirect(`${path}/on`, 303) : ended(c, opened, state)
    if (known === undefined) giveBrowser(c, deps)
    return form(c, opened, { typed: isOwnOpen ? typedIn(own) : {} })
  })

  app.post('/l/:slug', smallBodies(MAX_FORM), async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return problem(deps, c, 'link-unknown')
    const { link, account, state, path } = opened
    // Another site must not let a payer hold what they have not asked for.
    if (!['same-origin', undefined].includes(c.req.header('sec-fetch-site'))) {
      return c.redirect(path, 303)
    }
    const browser = readBrowser(c, deps)
    if (browser === undefined) return problem(deps, c, 'cookies-needed', opened)
    const typed = await readForm(c, link)
    const amount = isFixed(link)
      ? link.minAmount
      : parseAmount(typed['amount'] ?? '', link.currency)
    const answers = Object.fromEntries(
      link.fields
        .map(({ key }) => [key, (typed[key] ?? '').trim()] as const)
        .filter(([, answer]) => answer !== ''),
    )
    const problems = requestProblems(link, { amount, answers })
    if (amount === undefined || problems.length > 0) return form(c, opened, { typed, problems })
    const own = await ownPayment(deps, link, browser)
    if (own && isReceipt(link, own)) return c.redirect(payPath(deps, own), 303)
    const request: LinkRequest = { amount, answers }
    const browserHashes = hashesOf(deps, browser)
    const holdsUnit = own !== undefined && isOpen(own.status)
    if (holdsUnit && asksTheSame(own, request)) await leaveTurn(deps, link, browserHashes)
    else {
      if (isStopped(state)) return ended(c, opened, state)
      if (account.disabledAt !== undefined) return problem(deps, c, 'disabled', opened)
      const asked = { account, link, browserHashes, request, holdsUnit }
      if (!(await takeTurn(deps, asked))) return problem(deps, c, 'busy', opened)
    }
    return c.redirect(`${path}/on`, 303)
  })

  app.get('/l/:slug/on', async (c) => {
    const opened = await open(deps, c)
    if (opened === undefined) return problem(deps, c, 'link-unknown')
    const { link, account, state, path } = opened
    const browser = readBrowser(c, deps)
    if (browser === undefined) return c.redirect(path, 303)
    const browserHashes = hashesOf(deps, browser)
    const turn = await readTurnOf(deps, link, browserHashes)
    if (turn === undefined || isStopped(state)) {
      // A payer who began before the end may finish.
      const own = await ownPayment(deps, link, browser)
      if (own !== undefined && isOpen(own.status)) return onward(deps, c, opened, own)
      return turn !== undefined && isStopped(state)
        ? ended(c, opened, state)
        : c.redirect(path, 303)
    }
    if (turn.calledAt === undefined) return wait(c, opened)
    if (account.disabledAt !== undefined) return problem(deps, c, 'disabled', opened)
    const payment = await openPayment(deps, { account, link, turn, browserHashes })
    return payment === undefined ? wait(c, opened) : onward(deps, c, opened, payment)
  })

  app.get('/l/:slug/on/status', async (c) => {
    const opened = await open(deps, c)
    const browser = readBrowser(c, deps)
    if (opened === undefined || browser === undefined) return c.json({ status: 'unknown' }, 404)
    const { link, account, path, view } = opened
    const location = `${path}/on`
    const turn = await readTurnOf(deps, link, hashesOf(deps, browser))
    if (turn === undefined) return c.json({ status: 'gone', location })
    const news = await followers(account, turn, c.req.raw.signal)
    switch (news.kind) {
      case 'called':
      case 'over':
        return c.json({ status: news.kind, location })
      case 'waiting':
        return c.json({ status: 'waiting', text: sayWait(news.waitMs, view.language) })
      case 'later':
        c.header('retry-after', String(news.retryAfterS))
        return c.json({ status: 'waiting' })
    }
  })

  app.onError(answerFailure(deps, (c) => problem(deps, c, 'busy')))

  return app
}

async function open(deps: Deps, c: Context<PayerEnv>): Promise<Opened | undefined> {
  const slug = c.req.param('slug') ?? ''
  const link = isSlug(slug) ? await readLinkBySlug(deps, slug) : undefined
  if (link === undefined) return undefined
  const account = await readAccount(deps, link.accountId)
  const path = linkPath(deps, link)
  const common = payerView(deps, c)
  const view: LinkView = {
    ...common,
    languagePath: c.req.method === 'GET' ? '' : path,
    merchantName: account.name,
    title: link.title,
    currency: link.currency,
    minAmount: link.minAmount,
    maxAmount: link.maxAmount,
  }
  return { link, account, state: stateOf(link, deps.clock.now()), path, view }
}

type Stopped = Exclude<LinkState, 'open' | 'taken'>

/** Whether nobody can begin to pay, and waiting does not help. */
function isStopped(state: LinkState): state is Stopped {
  return state !== 'open' && state !== 'taken'
}

/** A payer whom the link has served, and serves once. */
function isReceipt(link: PaymentLink, { status }: Payment): boolean {
  return link.isOncePerPayer && status === 'succeeded'
}

async function ownPayment(
  deps: Deps,
  link: PaymentLink,
  browser: string,
): Promise<Payment | undefined> {
  return readPaymentOfBrowser(deps, link.id, hashesOf(deps, browser))
}

function hashesOf(deps: Deps, browser: string): BrowserHashes {
  return deps.sealing.keyedHashes(browser, 'browser')
}

function typedIn({ amount, currency, metadata }: Payment): Readonly<Record<string, string>> {
  return { ...metadata, amount: displayAmount(amount, currency).replace(/^\D+/, '') }
}

/** What a form says, by field. A file counts as nothing. */
async function readForm(
  c: Context<PayerEnv>,
  { fields }: PaymentLink,
): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody()
  const textOf = (name: string): string => {
    const value = body[name]
    return typeof value === 'string' && value.isWellFormed() ? value : ''
  }
  const answers = fields.map(({ key }) => [key, textOf(`answer.${key}`)] as const)
  return { ...Object.fromEntries(answers), amount: textOf('amount') }
}

type Status = 200 | 410 | 422

function page(c: Context<PayerEnv>, html: Html, status: Status = 200): Promise<Response> {
  return answerPage(c, html, { status, forms: 'self' })
}

function form(
  c: Context<PayerEnv>,
  { link: { fields }, path, state, view }: Opened,
  said: { readonly typed: Readonly<Record<string, string>>; readonly problems?: readonly string[] },
): Promise<Response> {
  const { typed, problems = [] } = said
  const isTaken = state === 'taken'
  const shown = linkFormPage({ ...view, fields, actionPath: path, typed, problems, isTaken })
  return page(c, shown, problems.length === 0 ? 200 : 422)
}

function scan(
  deps: Deps,
  c: Context<PayerEnv>,
  { link, view }: Opened,
  reason: LinkScanView['reason'],
): Promise<Response> {
  return page(c, linkScanPage({ ...view, reason, url: linkUrl(deps, link) }))
}

/** The first answer says how long it takes; until then the page shows the shortest time. */
function wait(c: Context<PayerEnv>, { account, path, view }: Opened): Promise<Response> {
  const statusPath = `${path}/on/status`
  return page(c, linkWaitPage({ ...view, statusPath, waitMs: waitMs(0, account.settings) }))
}

function ended(
  c: Context<PayerEnv>,
  { link: { startsAt }, account, view }: Opened,
  state: Stopped,
): Promise<Response> {
  const timeZone = timeZoneOf(account.settings)
  const begins = state === 'not_started' && startsAt ? { startsAt: startsAt.getTime() } : {}
  const shown = linkEndedPage({ ...view, state, timeZone, ...begins })
  return page(c, shown, state === 'not_started' ? 200 : 410)
}

/** With a whole page: WeChat's browser would refuse a form that ends on another site. */
function onward(
  deps: Deps,
  c: Context<PayerEnv>,
  { view }: Opened,
  payment: Payment,
): Promise<Response> {
  return page(c, passingPage({ ...view, onwardPath: payPath(deps, payment) }))
}

function problem(
  deps: Deps,
  c: Context<PayerEnv>,
  kind: ProblemView['problem'],
  opened?: Opened,
): Promise<Response> {
  return answerProblem(deps, c, {
    problem: kind,
    ...(opened && { merchantName: opened.account.name, retryPath: opened.path }),
  })
}
