import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Clock } from '../platform/clock.ts'
import type { Metrics } from '../platform/metrics.ts'
import { inSpan, parentOf } from '../platform/tracing.ts'
import type { ApiEnv } from './api.ts'

/** Measures each request, and makes it a span that continues the trace of a merchant's server. */
export function observeRequests({
  clock,
  metrics,
}: {
  readonly clock: Pick<Clock, 'now'>
  readonly metrics: Pick<Metrics, 'served'>
}): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { method, path } = c.req
    const startedAt = clock.now().getTime()
    // A payer must not decide what is traced.
    const parent = path.startsWith('/v1/') ? { parent: parentOf(c.req.raw.headers) } : {}
    await inSpan({ name: method, side: 'serves', ...parent }, async (span) => {
      await next()
      const route = routePath(c, -1)
      const { status } = c.res
      span.updateName(`${method} ${route}`)
      span.setAttributes({
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': status,
        'tael.request_id': c.get('requestId'),
      })
      const seconds = (clock.now().getTime() - startedAt) / 1000
      metrics.served({ method, route, status, seconds })
    })
  }
}
