import type { PayParams } from '@tael/qfpay'
import type { Context } from 'hono'
import { timeZoneOf, type Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { linkPath } from '../links/link-address.ts'
import { readLink } from '../links/read-links.ts'
import type { Attempt } from '../payments/attempt.ts'
import type { Payment } from '../payments/payment.ts'
import { parseId } from '../platform/ids.ts'
import { answerPage, answerProblem, payerView, payPath, type PayerEnv } from './answer-payer.ts'
import { moneyBackOfAttempt, moneyBackOfPayment, moneyBackWhenLate } from './money-back.ts'
import { confirmingPage } from './pages/confirming-page.ts'
import { heldPage } from './pages/held-page.ts'
import { launchPage } from './pages/launch-page.ts'
import { passingPage } from './pages/passing-page.ts'
import type { Html } from './pages/pay-document.ts'
import { qrPage } from './pages/qr-page.ts'
import { paidTwicePage, resultPage } from './pages/result-page.ts'
import { unpaidPage } from './pages/unpaid-page.ts'
import type { LiveView, PayView, ProblemView, QrView, UnpaidView } from './pages/view.ts'

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
export type PayPageEnv = {
  Variables: PayerEnv['Variables'] & { address?: string | undefined; pages?: PayerPages }
}

type Subject = {
  readonly deps: Pick<Deps, 'publicUrl' | 'basePath' | 'clock' | 'database'>
  readonly c: Context<PayPageEnv>
  readonly payment: Payment
  readonly attempts: readonly Attempt[]
  readonly account: Account
}

/** The pages about one payment, or about none, in the payer's language. */
export function createPayerPages(subject: Subject): PayerPages
export function createPayerPages(subject: Pick<Subject, 'deps' | 'c'>): Pick<PayerPages, 'problem'>
export function createPayerPages({
  deps,
  c,
  ...about
}: Pick<Subject, 'deps' | 'c'> & Partial<Subject>): Partial<PayerPages> {
  const { payment, attempts, account } = about
  const id = parseId('pay', c.req.param('payment') ?? '')
  const path = id && payPath(deps, { id })
  const place = {
    languagePath: path ?? '',
    ...(payment?.returnUrl !== undefined && { continueUrl: payment.returnUrl }),
  }
  const problem: PayerPages['problem'] = (kind) =>
    answerProblem(deps, c, {
      ...place,
      problem: kind,
      ...(account && { merchantName: account.name }),
      ...(path !== undefined && { retryPath: path }),
    })
  if (payment === undefined || attempts === undefined || account === undefined) return { problem }
  return { problem, ...pagesOf({ deps, c, payment, attempts, account }, place) }
}

function pagesOf(
  { deps, c, payment, attempts, account }: Subject,
  place: Pick<PayView, 'languagePath' | 'continueUrl'>,
): Omit<PayerPages, 'problem'> {
  const path = payPath(deps, payment)
  const returnPath = `${path}/return`
  const authorizePath = `${path}?authorize=1`
  const statusPath = `${path}/status`
  const common = { ...payerView(deps, c), ...place }
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

  const page = (html: Html): Promise<Response> => answerPage(c, html)

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
          saidPath: `${path}/said`,
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
