import type { MiddlewareHandler } from 'hono'
import { readAccountOfKey, type KeyReader } from '../accounts/read-accounts.ts'
import type { ApiEnv } from './api.ts'
import { ApiError } from './error.ts'
import { noteVersion } from './request-version.ts'

/** From here on, a request acts for the account of its API key, with the permissions of the key. */
export function authenticateKey(deps: KeyReader): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const key = /^Bearer (sk_[\w-]{32})$/.exec(c.req.header('authorization') ?? '')?.[1]
    const found = key === undefined ? undefined : await readAccountOfKey(deps, key)
    if (found === undefined) {
      c.header('www-authenticate', 'Bearer')
      throw new ApiError('unauthenticated', 'Provide a valid API key: Authorization: Bearer sk_…')
    }
    c.set('account', found.account)
    const { id, name, permissions, apiVersion } = found.key
    c.set('actor', { kind: 'api_key', id, name, permissions, address: c.get('address') })
    noteVersion(c, apiVersion)
    return next()
  }
}
