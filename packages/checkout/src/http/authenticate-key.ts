import type { MiddlewareHandler } from 'hono'
import { findAccountByKey } from '../accounts/find-account.ts'
import type { ApiEnv } from './api.ts'
import { ApiError } from './error.ts'

type Needs = Parameters<typeof findAccountByKey>[0]

/** From here on, a request acts for the account of its API key, with the permissions of the key. */
export function authenticateKey(deps: Needs): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = /^Bearer (sk_[\w-]{32})$/.exec(c.req.header('authorization') ?? '')?.[1]
    const found = key === undefined ? undefined : await findAccountByKey(deps, key)
    if (found === undefined) {
      c.header('www-authenticate', 'Bearer')
      throw new ApiError('unauthenticated', 'Provide a valid API key: Authorization: Bearer sk_…')
    }
    c.set('account', found.account)
    c.set('actor', { kind: 'api_key', ...found.key, address: c.get('address') })
    return next()
  }
}
