import type { Context, ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { Deps } from '../deps.ts'
import { RETRY_AFTER_S } from '../http/error.ts'
import type { Payment } from '../payments/payment.ts'
import type { Html } from './pages/pay-document.ts'
import { problemPage } from './pages/problem-page.ts'
import type { PageView, ProblemView } from './pages/view.ts'
import { payPageAssets, payPagePolicy } from './pay-page-assets.ts'
import { readPayerLanguage } from './read-payer-language.ts'

/** What a request of a payer carries: its id, which they quote to support. */
export type PayerEnv = { Variables: { requestId: string } }
type Status = 200 | 403 | 404 | 410 | 422 | 429 | 502 | 503

const STATUS: Readonly<Record<ProblemView['problem'], Status>> = {
  'link-unknown': 404,
  restart: 200,
  snapshot: 200,
  'cookies-needed': 200,
  'too-many-attempts': 429,
  busy: 503,
  amount: 502,
  account: 502,
  disabled: 403,
}

/** Where a payer pays, within this server. */
export function payPath({ basePath }: Pick<Deps, 'basePath'>, { id }: Pick<Payment, 'id'>): string {
  return `${basePath}/pay/${id}`
}

/** What every page shows, whatever it is about. */
export function payerView(
  deps: Pick<Deps, 'publicUrl' | 'basePath'>,
  c: Context,
): Pick<PageView, 'language' | 'assets'> {
  const assets = { scriptPath: deps.basePath + payPageAssets().path }
  return { language: readPayerLanguage(c, deps), assets }
}

/** A page for a payer; `forms` says whether it holds one. */
export async function answerPage(
  c: Context,
  html: Html,
  {
    status = 200,
    forms = 'none',
  }: { readonly status?: Status; readonly forms?: 'none' | 'self' } = {},
): Promise<Response> {
  c.header('content-security-policy', payPagePolicy(forms))
  return c.html(await html, status)
}

/** The page that says what went wrong; of the payment or the link, as far as that is known. */
export function answerProblem<Env extends PayerEnv>(
  deps: Pick<Deps, 'publicUrl' | 'basePath'>,
  c: Context<Env>,
  known: Pick<ProblemView, 'problem' | 'merchantName' | 'retryPath' | 'continueUrl'> & {
    readonly languagePath?: string
  },
): Promise<Response> {
  const view = {
    ...payerView(deps, c),
    languagePath: '',
    supportId: c.get('requestId'),
    ...known,
  }
  return answerPage(c, problemPage(view), { status: STATUS[known.problem] })
}

/** A payer reads a page, whatever breaks; the script of a page reads any 5xx as "ask again". */
export function answerFailure<Env extends PayerEnv>(
  deps: Pick<Deps, 'log'>,
  sayBusy: (c: Context<Env>) => Response | Promise<Response>,
): ErrorHandler<Env> {
  return (error, c) => {
    // A payer who left before their request had ended reads nothing.
    if (error instanceof HTTPException) return c.body(null, error.status)
    deps.log.error('request.failed', { request: c.get('requestId'), path: routePath(c), error })
    c.header('retry-after', String(RETRY_AFTER_S))
    return sayBusy(c)
  }
}
