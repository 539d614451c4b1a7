import type { Clock } from '../platform/clock.ts'
import type { Metrics } from '../platform/metrics.ts'
import { inSpan } from '../platform/tracing.ts'

/** The same network; each request is measured, and is a span. Neither tells more than method, path and status. */
export function observeFetch(
  send: typeof fetch,
  {
    to,
    clock,
    metrics,
  }: {
    readonly to: 'gateway' | 'webhook'
    readonly clock: Pick<Clock, 'now'>
    readonly metrics: Pick<Metrics, 'sent'>
  },
): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const method = (input instanceof Request ? input.method : init?.method) ?? 'GET'
    // A merchant's path may hold a secret of theirs, and may be a new one each time.
    const endpoint = to === 'webhook' ? 'webhook' : url.pathname
    const startedAt = clock.now().getTime()
    const attributes = {
      'http.request.method': method,
      'server.address': url.hostname,
      'url.path': endpoint,
    }
    return inSpan({ name: `${method} ${endpoint}`, side: 'asks', attributes }, async (span) => {
      let status: number | undefined
      try {
        const response = await send(input, init)
        status = response.status
        span.setAttribute('http.response.status_code', status)
        return response
      } finally {
        const seconds = (clock.now().getTime() - startedAt) / 1000
        metrics.sent({ to, endpoint, status, seconds })
      }
    })
  }
}
