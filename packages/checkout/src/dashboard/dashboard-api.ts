import { Hono, type Context } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import { COMMAND } from '../audit/actor.ts'
import { PermissionError } from '../audit/permission.ts'
import type { Deps } from '../deps.ts'
import { acting, type ApiEnv } from '../http/api.ts'
import { knownError, RETRY_AFTER_S } from '../http/error.ts'
import { notFound } from '../http/not-found.ts'
import { smallBodies } from '../http/read-body.ts'
import { endSessions } from '../operators/change-operator.ts'
import { actorOf } from '../operators/start-session.ts'
import { dashboardAccountsApi } from './accounts/accounts-api.ts'
import { dashboardKeysApi } from './accounts/keys-api.ts'
import { dashboardAuditApi } from './audit/audit-api.ts'
import { readTyped } from './forms/read-typed.ts'
import { dashboardLinksApi } from './links/links-api.ts'
import { operatorTexts } from './operators/operator-texts.ts'
import { dashboardOperatorsApi } from './operators/operators-api.ts'
import { dashboardOverviewApi } from './overview/overview-api.ts'
import { dashboardNewPaymentApi } from './payments/new-payment-api.ts'
import { dashboardPaymentApi } from './payments/payment-api.ts'
import { dashboardPaymentsApi } from './payments/payments-api.ts'
import { dashboardReconciliationsApi } from './reconciliations/reconciliations-api.ts'
import { dashboardRefundApi } from './refunds/refund-api.ts'
import { dashboardRefundsApi } from './refunds/refunds-api.ts'
import { refusalPage } from './refusal-page.ts'
import type { Refusal } from './refusal-texts.ts'
import { dashboardSettingsApi } from './settings/settings-api.ts'
import { dashboardPolicy, SCRIPTS } from './shell/frame.ts'
import { dashboardScript } from './shell/scripts.ts'
import { createSessions } from './shell/session.ts'
import { createShell } from './shell/shell.ts'
import { door } from './sign-in/door-pages.ts'
import { askWho, dashboardSignInApi } from './sign-in/sign-in-api.ts'
import { dashboardStatementsApi } from './statements/statements-api.ts'
import { dashboardWebhooksApi } from './webhooks/webhooks-api.ts'

type Options = { readonly operatorKey?: string | undefined; readonly environment?: string }

/** The operators' pages. They call the same actions as the API. Mounted at /dashboard. */
export function dashboardApi(deps: Deps, options: Options): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>()
  const shell = createShell(deps, options)
  const { home, languageOf, page, ownPath, environment } = shell
  const publicOrigin = new URL(deps.publicUrl).origin
  const sessions = createSessions(deps, options.operatorKey)

  // Behind a proxy that ends TLS, the origin that we see is not the one that the browser names.
  const isOwnOrigin = (origin: string, c: Context): boolean =>
    [publicOrigin, new URL(c.req.url).origin].includes(origin)

  app.use(async (c, next) => {
    c.header('content-security-policy', dashboardPolicy())
    c.header('referrer-policy', 'same-origin')
    await next()
  })
  app.use(csrf({ origin: isOwnOrigin }), smallBodies(16_384))

  app.onError((error, c) => {
    if (error instanceof PermissionError) {
      const { title, text } = operatorTexts[languageOf(c)].forbidden(error.permission)
      return page(
        c,
        door({ language: languageOf(c), home, ...environment }, title, html`<p>${text}</p>`),
        403,
      )
    }
    const status = error instanceof HTTPException ? error.status : 500
    const supportId = c.get('requestId')
    const refuse = (problem: Refusal, as: 403 | 404 | 413 | 500 | 503) =>
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

  for (const name of SCRIPTS) {
    app.get(`/${name}`, (c) =>
      c.body(dashboardScript(name), 200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'max-age=300, no-transform',
      }),
    )
  }

  app.route('/', dashboardSignInApi(deps, shell, sessions))

  app.post('/language', async (c) => {
    const form = await readTyped(c)
    shell.chooseLanguage(c, form['language'])
    return c.redirect(ownPath(form['next']) ?? home, 303)
  })

  app.use(async (c, next) => {
    const state = await sessions.state(c)
    const address = c.get('address')
    if (state.kind === 'operator' || state.kind === 'key') {
      c.set(
        'actor',
        state.kind === 'key' ? { ...COMMAND, address } : actorOf(state.operator, address),
      )
      return next()
    }
    const { search } = new URL(c.req.url)
    const wanted = c.req.method === 'GET' ? ownPath(deps.basePath + c.req.path + search) : undefined
    return askWho(deps, shell, c, {
      ...(state.kind === 'ended' && { problem: 'session-ended' as const }),
      next: wanted,
    })
  })

  app.post('/logout', async (c) => {
    const state = await sessions.state(c)
    if (state.kind === 'operator') {
      await endSessions(acting(deps, c), state.operator.id, state.session.id)
    }
    sessions.signOut(c)
    return c.redirect(home, 303)
  })

  app.route('/', dashboardOverviewApi(deps, shell))
  app.route('/', dashboardPaymentsApi(deps, shell))
  app.route('/', dashboardRefundsApi(deps, shell))
  app.route('/payments', dashboardNewPaymentApi(deps, shell))
  app.route('/payments/:payment', dashboardPaymentApi(deps, shell))
  app.route('/payments/:payment', dashboardRefundApi(deps, shell))
  app.route('/links', dashboardLinksApi(deps, shell))
  app.route('/', dashboardStatementsApi(deps, shell))
  app.route('/reconciliations', dashboardReconciliationsApi(deps, shell))
  app.route('/accounts/keys', dashboardKeysApi(deps, shell))
  app.route('/accounts', dashboardAccountsApi(deps, shell))
  app.route('/webhooks', dashboardWebhooksApi(deps, shell))
  app.route('/settings', dashboardSettingsApi(deps, shell))
  app.route('/audit', dashboardAuditApi(deps, shell))
  app.route('/', dashboardOperatorsApi(deps, shell, sessions))
  app.all('*', notFound)

  return app
}
