import type { PayParams } from '@tael/qfpay'
import type { Context } from 'hono'
import { timeZoneOf, type Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../language/language.ts'
import { linkPath } from '../links/link-address.ts'
import { readLink } from '../links/read-links.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { parseId } from '../platform/ids.ts'
import { moneyBackOfAttempt, moneyBackOfPayment, moneyBackWhenLate } from './money-back.ts'
import { confirmingPage } from './pages/confirming-page.ts'
import { heldPage } from './pages/held-page.ts'
import { launchPage } from './pages/launch-page.ts'
import { passingPage } from './pages/passing-page.ts'
import type { Html } from './pages/pay-document.ts'
import { problemPage } from './pages/problem-page.ts'
import { qrPage } from './pages/qr-page.ts'
import { paidTwicePage, resultPage } from './pages/result-page.ts'
import { unpaidPage } from './pages/unpaid-page.ts'
import type { LiveView, PayView, ProblemView, QrView, UnpaidView } from './pages/view.ts'
import { payPageAssets, payPagePolicy } from './pay-page-assets.ts'
import { readPayerLanguage } from './read-payer-language.ts'

type Page = Response | Promise<Response>

/** What a page that follows its payment shows of an open one, and what counts as news to it. */
type Shown = 'waiting' | 'confirming' | 'promised' | 'held'

export type PayerPages = {
  readonly qr: (reason: QrView['reason']) => Page
  readonly launch: (payParams: PayParams) => Page
  /** `isPromised` if WeChat has said that it is paid, which proves nothing. */
  readonly confirming: (isPromised: boolean) => Page
  readonly unpaid: (kind: UnpaidView['kind']) => Page
  readonly held: () => Page
  readonly result: () => Page
  readonly paidTwice: (attempt: Attempt) => Page
  readonly passing: (onwardPath: string) => Page
  readonly problem: (problem: ProblemView['problem']) => Page
  readonly redirect: (url: string) => Response
}

/** What a request carries: its id, and the pages of its payment once that is read. */
export type PayPageEnv = { Variables: { requestId: string; pages?: PayerPages } }

type Subject = {
  readonly deps: Pick<Deps, 'publicUrl' | 'basePath' | 'clock' | 'database'>
  readonly c: Context<PayPageEnv>
  readonly payment: Payment
  readonly attempts: readonly Attempt[]
  readonly account: Account
}

const STATUS = {
  'link-unknown': 404,
  restart: 200,
  snapshot: 200,
  'cookies-needed': 200,
  'too-many-attempts': 429,
  busy: 503,
  amount: 502,
  account: 502,
  disabled: 403,
} as const

/** The pages about one payment, or about none, in the payer's language. */
export function createPayerPages(subject: Subject): PayerPages
export function createPayerPages(subject: Pick<Subject, 'deps' | 'c'>): Pick<PayerPages, 'problem'>
export function createPayerPages({
  deps,
  c,
  ...about
}: Pick<Subject, 'deps' | 'c'> & Partial<Subject>): Partial<PayerPages> {
  const { payment, attempts, account } = about
  const named = parseId('pay', c.req.param('payment') ?? '')
  const payPath = named && `${deps.basePath}/pay/${named}`
  const common = {
    language: readPayerLanguage(c, deps),
    assets: { scriptPath: deps.basePath + payPageAssets().path },
    languagePath: payPath ?? '',
    ...(payment?.returnUrl !== undefined && { continueUrl: payment.returnUrl }),
  }

  const page = async (
    html: Html,
    status: 200 | 403 | 404 | 429 | 502 | 503 = 200,
  ): Promise<Response> => {
    c.header('content-security-policy', payPagePolicy())
    return c.html(await html, status)
  }
  const problem: PayerPages['problem'] = (kind) =>
    page(
      problemPage({
        ...common,
        problem: kind,
        supportId: c.get('requestId'),
        ...(account && { merchantName: account.name }),
        ...(payPath !== undefined && { retryPath: payPath }),
      }),
      STATUS[kind],
    )
  if (payment === undefined || attempts === undefined || account === undefined) return { problem }
  return { problem, ...pagesOf({ deps, c, payment, attempts, account }, { common, page }) }
}

type Frame = {
  readonly common: {
    readonly language: Language
    readonly assets: PayView['assets']
    readonly languagePath: string
    readonly continueUrl?: string
  }
  readonly page: (html: Html) => Promise<Response>
}

function pagesOf(
  { deps, c, payment, attempts, account }: Subject,
  { common, page }: Frame,
): Omit<PayerPages, 'problem'> {
  const payPath = `${deps.basePath}/pay/${payment.id}`
  const returnPath = `${payPath}/return`
  const authorizePath = `${payPath}?authorize=1`
  const statusPath = `${payPath}/status`
  const view: PayView = {
    ...common,
    merchantName: account.name,
    amount: payment.amount,
    currency: payment.currency,
    reference: payment.reference,
    expiresAt: payment.expiresAt.getTime(),
    timeZone: timeZoneOf(account.settings),
    ...(payment.description !== undefined && { description: payment.description }),
  }
  const returned: PayView = { ...view, languagePath: returnPath }
  const live = (shown: Shown, from = view): LiveView => ({
    ...from,
    statusPath: `${statusPath}?shown=${shown}`,
    status: payment.status,
  })

  return {
    qr: (reason) =>
      page(qrPage({ ...live('waiting'), reason, url: `${deps.publicUrl}/pay/${payment.id}` })),
    launch: (payParams) =>
      page(
        launchPage({
          ...live('waiting'),
          payParams,
          authorizePath,
          returnPath: `${returnPath}?said=ok`,
          saidPath: `${payPath}/said`,
        }),
      ),
    confirming: (isPromised) =>
      page(
        confirmingPage({
          ...live(isPromised ? 'promised' : 'confirming', returned),
          authorizePath,
          checkedPath: `${returnPath}?checked=1`,
        }),
      ),
    unpaid: (kind) =>
      page(
        unpaidPage({ ...live('waiting', returned), kind, authorizePath, checkPath: returnPath }),
      ),
    held: () => page(heldPage(live('held', returned))),
    async result() {
      const { status, succeededAt } = payment
      const link = payment.link && (await readLink(deps, payment.link.id))
      if (succeededAt !== undefined) {
        const moneyBack = await moneyBackOfPayment(deps, { payment, attempts })
        const paidAt = succeededAt.getTime()
        const message = link?.successMessage
        const said = message === undefined ? {} : { message }
        return page(resultPage({ ...view, status: 'succeeded', paidAt, moneyBack, ...said }))
      }
      const moneyBack = await moneyBackWhenLate(deps, payment)
      const ended = status === 'failed' || status === 'canceled' ? status : 'expired'
      const back = moneyBack === undefined ? {} : { moneyBack }
      const again = link && { againPath: linkPath(deps, link) }
      return page(resultPage({ ...view, status: ended, statusPath, ...back, ...again }))
    },
    async paidTwice(attempt) {
      return page(paidTwicePage({ ...view, moneyBack: await moneyBackOfAttempt(deps, attempt) }))
    },
    passing: (onwardPath) =>
      page(passingPage({ ...common, merchantName: account.name, onwardPath })),
    redirect: (url) => c.redirect(url, 303),
  }
}
