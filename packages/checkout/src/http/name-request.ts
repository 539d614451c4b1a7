import type { MiddlewareHandler } from 'hono'
import type { Runtime } from '../runtime.ts'
import type { ApiEnv } from './api.ts'

/** Gives each request an id of its own: one that a client sends could stand for another request in the log. */
export function nameRequest({
  randomBytes,
}: Pick<Runtime, 'randomBytes'>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const id = `req_${Buffer.from(randomBytes(12)).toString('base64url')}`
    c.set('requestId', id)
    c.header('x-request-id', id)
    await next()
  }
}
