import { createRequire } from 'node:module'
import type { Cross } from './cross.ts'

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** Watches what goes out: to the gateway and to WeChat by Node's fetch, webhooks by undici's. */
export function watchRequests(cross: Cross): void {
  globalThis.fetch = watched(globalThis.fetch, cross)
  const undici = createRequire(import.meta.url)('undici') as { fetch: Fetch }
  undici.fetch = watched(undici.fetch, cross)
}

function watched(send: Fetch, cross: Cross): Fetch {
  return async (input, init) => {
    const name = nameOf(input, init)
    cross(`before ${name} is sent`)
    const response = await send(input, init)
    // The other side has done it, and nobody here knows yet.
    cross(`when ${name} is answered`)
    return response
  }
}

function nameOf(input: string | URL | Request, init: RequestInit = {}): string {
  const url = new URL(input instanceof Request ? input.url : input)
  if (url.pathname !== '/webhooks') return url.pathname
  const { type } = JSON.parse(init.body as string) as { readonly type: string }
  return `the webhook ${type}`
}
