import type { MiddlewareHandler } from 'hono'
import { NEWEST_VERSION } from '../accounts/api-version.ts'
import { COMMAND } from '../audit/actor.ts'
import { backupApi } from '../backups/backup-api.ts'
import type { Deps } from '../deps.ts'
import { createApi, type Api, type ApiEnv } from '../http/api.ts'
import { authenticateKey } from '../http/authenticate-key.ts'
import { ApiError } from '../http/error.ts'
import { createOperatorKeyCheck } from '../http/operator-key.ts'
import { strictJsonBodies } from '../http/read-body.ts'
import { noteVersion } from '../http/request-version.ts'
import { operatorsApi } from '../operators/operators-api.ts'
import { bearer, sessionsApi } from '../operators/sessions-api.ts'
import { actorOf, resumeSession } from '../operators/start-session.ts'
import { differencesApi } from '../reconciliation/differences-api.ts'
import { approvalsApi } from '../refunds/approvals-api.ts'
import { secretsApi } from '../resealing/secrets-api.ts'
import { accountCheckApi } from './account-check-api.ts'
import { accountsApi } from './accounts-api.ts'
import { auditApi } from './audit-api.ts'

const PATHS = [
  '/v1/accounts/*',
  '/v1/api_keys/*',
  '/v1/older_secrets/*',
  '/v1/audit_entries/*',
  '/v1/operators/*',
  '/v1/backup',
  '/v1/sessions/current',
  '/v1/refund_approvals/*',
  '/v1/refunds/:refund/approve',
  '/v1/refunds/:refund/decline',
  '/v1/differences/*',
]

/** What an API key may do here, with what belongs to its own account. */
const OPEN_TO_KEYS =
  /^(GET \/v1\/(accounts(\/[^/]+)?|api_keys)|POST \/v1\/refunds\/[^/]+\/decline)$/
const SESSION_TOKEN = /^[\w-]{43}$/

/** The operators' API: its routes act for every account, and the few that an API key may use for its own. */
export function operatorApi(deps: Deps, operatorKey: string | undefined): Api {
  const api = createApi()
  const authenticated = authenticate(deps, operatorKey)
  for (const path of PATHS) api.use(path, authenticated, ...strictJsonBodies())
  api.route('/', accountsApi(deps))
  api.route('/', accountCheckApi(deps))
  api.route('/', secretsApi(deps))
  api.route('/', auditApi(deps))
  api.route('/', operatorsApi(deps))
  api.route('/', backupApi(deps))
  api.route('/', sessionsApi(deps))
  api.route('/', approvalsApi(deps))
  api.route('/', differencesApi(deps))
  return api
}

function authenticate(deps: Deps, operatorKey: string | undefined): MiddlewareHandler<ApiEnv> {
  const isOperatorKey =
    operatorKey === undefined ? () => false : createOperatorKeyCheck(deps, operatorKey)
  const asKey = authenticateKey(deps)
  return async (c, next) => {
    const key = bearer(c)
    if (isOperatorKey(key)) {
      c.set('actor', { ...COMMAND, address: c.get('address') })
      noteVersion(c, NEWEST_VERSION)
      return next()
    }
    if (key.startsWith('sk_')) {
      return asKey(c, () => {
        if (OPEN_TO_KEYS.test(`${c.req.method} ${c.req.path}`)) return next()
        throw new ApiError(
          'forbidden',
          'This is for operators, not for API keys: provide TAEL_OPERATOR_KEY, or the token of POST /v1/sessions',
        )
      })
    }
    const found = SESSION_TOKEN.test(key) ? await resumeSession(deps, key) : undefined
    if (found !== undefined) {
      c.set('actor', actorOf(found.operator, c.get('address')))
      noteVersion(c, NEWEST_VERSION)
      return next()
    }
    if (key !== '') deps.log.warn('operator.refused')
    c.header('www-authenticate', 'Bearer')
    throw new ApiError(
      'unauthenticated',
      'Provide TAEL_OPERATOR_KEY, or the token of POST /v1/sessions: Authorization: Bearer …',
    )
  }
}
