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
import { dashboardAccountsRoutes } from './accounts/accounts-routes.ts'
import { dashboardKeysRoutes } from './accounts/keys-routes.ts'
import { dashboardAuditRoutes } from './audit/audit-routes.ts'
import { readTyped } from './forms/read-typed.ts'
import { dashboardLinksRoutes } from './links/links-routes.ts'
import { operatorTexts } from './operators/operator-texts.ts'
import { dashboardOperatorsRoutes } from './operators/operators-routes.ts'
import { dashboardOverviewRoutes } from './overview/overview-routes.ts'
import { dashboardNewPaymentRoutes } from './payments/new-payment-routes.ts'
import { dashboardPaymentRoutes } from './payments/payment-routes.ts'
import { dashboardPaymentsRoutes } from './payments/payments-routes.ts'
import { dashboardReconciliationsRoutes } from './reconciliations/reconciliations-routes.ts'
import { dashboardRefundRoutes } from './refunds/refund-routes.ts'
import { dashboardRefundsRoutes } from './refunds/refunds-routes.ts'
import { refusalPage } from './refusal-page.ts'
import type { Refusal } from './refusal-texts.ts'
import { dashboardSettingsRoutes } from './settings/settings-routes.ts'
import { dashboardPolicy, SCRIPTS } from './shell/frame.ts'
import { dashboardScript } from './shell/scripts.ts'
import { createSessions } from './shell/session.ts'
import { createShell } from './shell/shell.ts'
import { door } from './sign-in/door-pages.ts'
import { askWho, dashboardSignInRoutes } from './sign-in/sign-in-routes.ts'
import { dashboardStatementsRoutes } from './statements/statements-routes.ts'
import { dashboardWebhooksRoutes } from './webhooks/webhooks-routes.ts'

type Options = { readonly operatorKey?: string | undefined; readonly environment?: string }

/** The operators' pages. They call the same actions as the API. Mounted at /dashboard. */
export function dashboardRoutes(deps: Deps, options: Options): Hono<ApiEnv> {
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

  app.route('/', dashboardSignInRoutes(deps, shell, sessions))

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

  app.route('/', dashboardOverviewRoutes(deps, shell))
  app.route('/', dashboardPaymentsRoutes(deps, shell))
  app.route('/', dashboardRefundsRoutes(deps, shell))
  app.route('/payments', dashboardNewPaymentRoutes(deps, shell))
  app.route('/payments/:payment', dashboardPaymentRoutes(deps, shell))
  app.route('/payments/:payment', dashboardRefundRoutes(deps, shell))
  app.route('/links', dashboardLinksRoutes(deps, shell))
  app.route('/', dashboardStatementsRoutes(deps, shell))
  app.route('/reconciliations', dashboardReconciliationsRoutes(deps, shell))
  app.route('/accounts/keys', dashboardKeysRoutes(deps, shell))
  app.route('/accounts', dashboardAccountsRoutes(deps, shell))
  app.route('/webhooks', dashboardWebhooksRoutes(deps, shell))
  app.route('/settings', dashboardSettingsRoutes(deps, shell))
  app.route('/audit', dashboardAuditRoutes(deps, shell))
  app.route('/', dashboardOperatorsRoutes(deps, shell, sessions))
  app.all('*', notFound)

  return app
}
