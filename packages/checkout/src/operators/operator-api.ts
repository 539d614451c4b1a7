import type { MiddlewareHandler } from 'hono'
import { NEWEST_VERSION } from '../accounts/api-version.ts'
import { COMMAND } from '../audit/actor.ts'
import type { Deps } from '../deps.ts'
import { createApi, type Api, type ApiEnv } from '../http/api.ts'
import { authenticateKey } from '../http/authenticate-key.ts'
import { ApiError } from '../http/error.ts'
import { createOperatorKeyCheck } from '../http/operator-key.ts'
import { strictJsonBodies } from '../http/read-body.ts'
import { noteVersion } from '../http/request-version.ts'
import { secretsApi } from '../resealing/secrets-api.ts'
import { accountCheckApi } from './account-check-api.ts'
import { accountsApi } from './accounts-api.ts'
import { auditApi } from './audit-api.ts'
import { backupApi } from './backup-api.ts'
import { operatorsApi } from './operators-api.ts'

const PATHS = [
  '/v1/accounts/*',
  '/v1/api_keys/*',
  '/v1/older_secrets/*',
  '/v1/audit_entries/*',
  '/v1/operators/*',
  '/v1/backup',
]

/** What an API key may read here, of its own account. */
const OPEN_TO_KEYS = /^\/v1\/(accounts(\/[^/]+)?|api_keys)$/

/** The operators' API: its routes act for every account, and the few that an API key may read for its own. */
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
  return api
}

function authenticate(deps: Deps, operatorKey: string | undefined): MiddlewareHandler<ApiEnv> {
  const isOperatorKey =
    operatorKey === undefined ? () => false : createOperatorKeyCheck(deps, operatorKey)
  const asKey = authenticateKey(deps)
  return async (c, next) => {
    const key = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? ''
    if (isOperatorKey(key)) {
      c.set('actor', { ...COMMAND, address: c.get('address') })
      noteVersion(c, NEWEST_VERSION)
      return next()
    }
    if (key.startsWith('sk_')) {
      return asKey(c, () => {
        if (c.req.method === 'GET' && OPEN_TO_KEYS.test(c.req.path)) return next()
        throw new ApiError(
          'forbidden',
          'An API key changes no accounts, keys or operators: provide the operator key, TAEL_OPERATOR_KEY',
        )
      })
    }
    if (key !== '') deps.log.warn('operator.refused')
    c.header('www-authenticate', 'Bearer')
    throw new ApiError(
      'unauthenticated',
      'Provide the operator key, TAEL_OPERATOR_KEY: Authorization: Bearer …',
    )
  }
}
