import type { PayParams } from '@tael/qfpay'
import type { Context } from 'hono'
import type { Account } from '../accounts/account.ts'
import type { Deps } from '../deps.ts'
import { payerLanguage } from '../language/payer-language.ts'
import type { Payment } from '../payments/payment.ts'
import { parseId } from '../platform/ids.ts'
import { readRefunds } from '../refunds/read-refunds.ts'
import { payPageAssets, payPagePolicy } from './pay-page-assets.ts'
import { confirmingPage } from './pages/confirming-page.ts'
import { launchPage } from './pages/launch-page.ts'
import type { Html } from './pages/pay-document.ts'
import { problemPage } from './pages/problem-page.ts'
import { qrPage } from './pages/qr-page.ts'
import { resultPage } from './pages/result-page.ts'
import type { LiveView, PayView, ProblemView, QrView, UnsuccessfulView } from './pages/view.ts'

type Page = Response | Promise<Response>

export type PayerPages = {
  readonly qr: (reason: QrView['reason']) => Page
  readonly launch: (payParams: PayParams) => Page
  readonly confirming: () => Page
  readonly result: () => Page
  readonly problem: (problem: ProblemView['problem']) => Page
  readonly redirect: (url: string) => Response
}

type Subject = {
  readonly deps: Pick<Deps, 'publicUrl' | 'clock' | 'database'>
  readonly c: Context<{ Variables: { requestId: string } }>
  readonly payment: Payment
  readonly account: Account
}

const STATUS = {
  'link-unknown': 404,
  restart: 200,
  'cookies-needed': 200,
  'worn-out': 429,
  busy: 503,
  account: 502,
  disabled: 403,
} as const

/** The pages about one payment, or about none, in the language of the payer. */
export function createPayerPages(subject: Subject): PayerPages
export function createPayerPages(subject: Pick<Subject, 'deps' | 'c'>): Pick<PayerPages, 'problem'>
export function createPayerPages({
  deps,
  c,
  ...about
}: Pick<Subject, 'deps' | 'c'> & Partial<Subject>): Partial<PayerPages> {
  const language = payerLanguage({
    userAgent: c.req.header('user-agent') ?? '',
    acceptLanguage: c.req.header('accept-language') ?? '',
  })
  const assets = { scriptPath: payPageAssets().path }
  const { payment, account } = about
  const named = parseId('pay', c.req.param('payment') ?? '')
  const retryPath = named && `/pay/${named}`

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
        language,
        assets,
        problem: kind,
        supportId: c.get('requestId'),
        ...(account && { merchantName: account.name }),
        ...(retryPath !== undefined && { retryPath }),
      }),
      STATUS[kind],
    )
  if (payment === undefined || account === undefined) return { problem }

  const view: PayView = {
    language,
    merchantName: account.name,
    amount: payment.amount,
    currency: payment.currency,
    reference: payment.reference,
    assets,
    ...(payment.description !== undefined && { description: payment.description }),
  }
  const payPath = `/pay/${payment.id}`
  const afreshPath = `${payPath}?authorise=1`
  const statusPath = `${payPath}/status`
  const live: LiveView = { ...view, statusPath, status: payment.status }
  const continueUrl = payment.returnUrl

  return {
    problem,
    qr: (reason) => page(qrPage({ ...live, reason, url: `${deps.publicUrl}${payPath}` })),
    launch: (payParams) =>
      page(launchPage({ ...live, payParams, afreshPath, returnPath: `${payPath}/return` })),
    confirming: () => page(confirmingPage({ ...live, afreshPath })),
    result: async () => {
      const back = payment.status === 'succeeded' ? undefined : await moneyBackOf(deps, payment)
      const shown = resultView(view, payment, { account, statusPath, continueUrl })
      return page(
        resultPage(
          shown.status === 'succeeded' || back === undefined
            ? shown
            : { ...shown, moneyBack: back },
        ),
      )
    },
    redirect: (url) => c.redirect(url, 303),
  }
}

/** Whether the payer's money came too late, and where it is; undefined when none came. */
async function moneyBackOf(
  deps: Pick<Deps, 'database'>,
  { id }: Payment,
): Promise<UnsuccessfulView['moneyBack']> {
  const { refunds } = await readRefunds(deps, id, { limit: 100 })
  const late = refunds.filter(({ cause }) => cause === 'paid_late')
  if (late.length === 0) return undefined
  // One that has failed called for a person, whose own refund of the same charge counts as well.
  const back = refunds.filter(
    ({ status, attemptId }) =>
      status === 'succeeded' && late.some((one) => one.attemptId === attemptId),
  )
  return sum(back) >= sum(late) ? 'given-back' : 'on-its-way'
}

function sum(refunds: readonly { readonly amount: number }[]): number {
  return refunds.reduce((total, { amount }) => total + amount, 0)
}

function resultView(
  view: PayView,
  payment: Payment,
  around: { account: Account; statusPath: string; continueUrl: string | undefined },
): Parameters<typeof resultPage>[0] {
  const { account, statusPath, continueUrl } = around
  const onward = continueUrl === undefined ? {} : { continueUrl }
  if (payment.succeededAt !== undefined) {
    const paidAt = payment.succeededAt.getTime()
    return { ...view, ...onward, status: 'succeeded', paidAt, timeZone: account.settings.utcOffset }
  }
  const status =
    payment.status === 'failed' || payment.status === 'canceled' ? payment.status : 'expired'
  return { ...view, ...onward, status, statusPath }
}
