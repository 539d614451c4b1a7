import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { accountNames, findAccount } from '../accounts/find-account.ts'
import { closeReviews } from '../attempts/close-reviews.ts'
import type { Deps } from '../deps.ts'
import { readForged } from '../exchanges/read-forged.ts'
import { knownError, RETRY_AFTER_S } from '../http/error.ts'
import { notFound } from '../http/not-found.ts'
import { seenSchema } from '../payments/payment-resource.ts'
import type { Payment } from '../payments/payment.ts'
import { readPayment, readPayments, searchPayments } from '../payments/read-payments.ts'
import { isInReview, type ReviewKey } from '../payments/review.ts'
import { parseId } from '../platform/ids.ts'
import { readLastFailed } from '../refunds/read-refunds.ts'
import { readTimeline } from '../timeline/read-timeline.ts'
import { readDeliveriesOf } from '../webhooks/read-webhooks.ts'
import { replayDelivery } from '../webhooks/replay-deliveries.ts'
import { dashboardReconciliationsApi } from './dashboard-reconciliations-api.ts'
import { dashboardPolicy } from './pages/frame.ts'
import { loginPage } from './pages/login-page.ts'
import { paymentPage } from './pages/payment-page.ts'
import { paymentsPage } from './pages/payments-page.ts'
import { refusalPage } from './pages/refusal-page.ts'
import {
  PAYMENT_FILTERS,
  type LoginView,
  type PaymentFilter,
  type RefusalView,
  type ReviewView,
} from './pages/view.ts'
import { createSessions } from './session.ts'
import { createShell, readForm } from './shell.ts'
import { paymentRow, paymentView } from './show-payment.ts'

const PAGE = 50
const ALL_ENTRIES = 1000
const MAX_NOTE = 300

type Env = { Variables: { requestId: string } }
type Options = { readonly operatorKey: string; readonly environment?: string }

/** The operators' pages. They call the same actions as the API. Mounted at /dashboard. */
export function dashboardApi(deps: Deps, options: Options): Hono<Env> {
  const app = new Hono<Env>()
  const shell = createShell(deps, options)
  const { home, languageOf, frame, page, ownPath, environment } = shell
  const publicOrigin = new URL(deps.publicUrl).origin
  const sessions = createSessions(deps, options.operatorKey)

  const login = (c: Context, view: Pick<LoginView, 'problem' | 'next'>, status: 200 | 401) =>
    page(
      c,
      loginPage({
        language: languageOf(c),
        loginPath: `${home}/login`,
        home,
        ...environment,
        ...view,
      }),
      status,
    )

  // Behind a proxy that ends TLS, the origin that we see is not the one that the browser names.
  const isOwnOrigin = (origin: string, c: Context): boolean =>
    [publicOrigin, new URL(c.req.url).origin].includes(origin)

  app.use(async (c, next) => {
    c.header('content-security-policy', dashboardPolicy())
    c.header('referrer-policy', 'same-origin')
    await next()
  })
  app.use(csrf({ origin: isOwnOrigin }), bodyLimit({ maxSize: 4096 }))

  app.onError((error, c) => {
    const status = error instanceof HTTPException ? error.status : 500
    const supportId = c.get('requestId')
    const refuse = (problem: RefusalView['problem'], as: 403 | 404 | 413 | 500 | 503) =>
      page(
        c,
        refusalPage({
          language: languageOf(c),
          problem,
          home,
          supportId,
          ...environment,
        }),
        as,
      )
    if (status === 403) return refuse('foreign-form', 403)
    if (status === 404) return refuse('not-found', 404)
    if (status === 413) return refuse('too-large', 413)
    if (status === 400) return c.text(error.message, 400)
    deps.log.error('request.failed', { request: supportId, path: routePath(c), error })
    if (knownError(error)?.code !== 'unavailable') return refuse('broken', 500)
    c.header('retry-after', String(RETRY_AFTER_S))
    return refuse('broken', 503)
  })

  app.post('/login', async (c) => {
    const form = await readForm(c)
    const key = typeof form['key'] === 'string' ? form['key'] : ''
    const next = ownPath(form['next'])
    const signedIn = sessions.signIn(c, key)
    if (signedIn === 'signed-in') return c.redirect(next ?? home, 303)
    return login(c, { problem: signedIn, ...(next !== undefined && { next }) }, 401)
  })

  app.post('/language', async (c) => {
    const form = await readForm(c)
    shell.chooseLanguage(c, form['language'])
    return c.redirect(ownPath(form['next']) ?? home, 303)
  })

  app.use(async (c, next) => {
    const state = sessions.state(c)
    if (state === 'signed-in') return next()
    const { search } = new URL(c.req.url)
    const wanted = c.req.method === 'GET' ? ownPath(deps.basePath + c.req.path + search) : undefined
    const problem = state === 'ended' ? { problem: 'session-ended' as const } : {}
    return login(c, { ...problem, ...(wanted !== undefined && { next: wanted }) }, 200)
  })

  app.post('/logout', (c) => {
    sessions.signOut(c)
    return c.redirect(home, 303)
  })

  app.get('/', (c) => c.redirect(`${home}/payments`, 303))

  app.get('/payments', async (c) => {
    const status = PAYMENT_FILTERS.find((each) => each === c.req.query('status'))
    const text =
      c.req
        .query('q')
        ?.replace(/\p{Cc}/gu, '')
        .trim()
        .slice(0, 200) ?? ''
    const before = parseId('pay', c.req.query('before') ?? '')
    const after = parseId('pay', c.req.query('after') ?? '')
    const found =
      text === ''
        ? await readPayments(deps, {
            limit: PAGE,
            ...(status === 'in-review' ? { isInReview: true } : status && { status }),
            ...(after !== undefined && { startingAfter: after }),
            ...(before !== undefined && { endingBefore: before }),
          })
        : { payments: (await searchPayments(deps, text)).filter(fits(status)), hasMore: false }
    const names = await accountNames(deps)
    const forged = await readForged(deps)
    const failed = await readLastFailed(
      deps,
      found.payments.map(({ id }) => id),
    )
    const first = found.payments[0]?.id
    const last = found.payments.at(-1)?.id
    const hasOlder = before === undefined ? found.hasMore : true
    const hasNewer = before === undefined ? after !== undefined : found.hasMore
    const path = (cursor: Record<string, string>): string =>
      `${home}/payments?${new URLSearchParams({ ...(status && { status }), ...cursor }).toString()}`
    return page(
      c,
      paymentsPage({
        ...frame(c),
        filter: { ...(status !== undefined && { status }), ...(text !== '' && { text }) },
        payments: found.payments.map((payment) => ({
          ...paymentRow(payment, names, home),
          hasFailedRefund: failed.has(payment.id),
        })),
        forged: [...forged].map(([id, times]) => ({ account: names.get(id) ?? id, times })),
        ...(hasNewer && first !== undefined && { newerPath: path({ before: first }) }),
        ...(hasOlder && last !== undefined && { olderPath: path({ after: last }) }),
      }),
    )
  })

  const showPayment = async (
    c: Context,
    payment: Payment,
    refused?: { readonly problem: NonNullable<ReviewView['problem']>; readonly status: 400 | 409 },
  ) => {
    const told = await readTimeline(deps, payment.id, { limit: ALL_ENTRIES })
    const { entries: timeline, attempts, refunds } = told
    const names = await accountNames(deps)
    // The day that the payer's receipt shows.
    const { utcOffset: timeZone } = (await findAccount(deps, payment.accountId)).settings
    const eventIds = timeline.flatMap((entry) => ('event' in entry ? [entry.event.id] : []))
    const webhooks = await readDeliveriesOf(deps, { accountId: payment.accountId, eventIds })
    const shown = paymentView({
      payment,
      attempts,
      refunds,
      timeline,
      webhooks,
      names,
      publicUrl: deps.publicUrl,
      home,
      language: languageOf(c),
      timeZone,
      problem: refused?.problem,
    })
    return page(c, paymentPage({ ...frame(c, timeZone), ...shown }), refused?.status)
  }
  const paymentOf = async (text: string): Promise<Payment> => {
    const id = parseId('pay', text)
    return (id && (await readPayment(deps, id))) ?? notFound()
  }

  app.get('/payments/:payment', async (c) =>
    showPayment(c, await paymentOf(c.req.param('payment'))),
  )

  app.post('/payments/:payment/review', async (c) => {
    const payment = await paymentOf(c.req.param('payment'))
    const form = await readForm(c)
    const note = plainNote(form['note'])
    const seen = seenReviews(form['seen'])
    if (note === undefined || form['sure'] !== 'yes' || seen === undefined) {
      return showPayment(c, payment, { problem: 'incomplete', status: 400 })
    }
    const reviewed = await closeReviews(deps, payment.id, { by: 'operator', note, seen })
    if (reviewed.kind !== 'changed') return c.redirect(`${home}/payments/${payment.id}`, 303)
    return showPayment(c, reviewed.payment, { problem: 'changed', status: 409 })
  })

  app.post('/payments/:payment/replay', async (c) => {
    const { endpoint, delivery } = await readForm(c)
    if (typeof endpoint === 'string' && typeof delivery === 'string') {
      await replayDelivery(deps, endpoint, delivery)
    }
    return c.redirect(ownPath(`${home}/payments/${c.req.param('payment')}`) ?? home, 303)
  })

  app.route('/reconciliations', dashboardReconciliationsApi(deps, shell))
  app.all('*', notFound)

  return app
}

/** Whether a payment is one of those that the list is narrowed to. */
function fits(filter: PaymentFilter | undefined): (payment: Payment) => boolean {
  if (filter === undefined) return () => true
  return filter === 'in-review' ? isInReview : ({ status }) => status === filter
}

/** The reviews that a form's page showed; undefined if it does not say. */
function seenReviews(value: unknown): readonly ReviewKey[] | undefined {
  if (typeof value !== 'string') return undefined
  try {
    return seenSchema.parse(JSON.parse(value))
  } catch {
    return undefined
  }
}

/** An operator's text on one line; undefined if it is empty or too long. */
function plainNote(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const note = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return note === '' || note.length > MAX_NOTE ? undefined : note
}
