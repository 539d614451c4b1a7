import { createRequire } from 'node:module'
import type { Cross } from './cross.ts'

type Request = (url: string, options: { readonly body?: unknown }) => Promise<unknown>

/** Watches what goes out, to the gateway, to WeChat and to merchants: all of it by undici's `request`. */
export function watchRequests(cross: Cross): void {
  const undici = createRequire(import.meta.url)('undici') as { request: Request }
  const send = undici.request
  undici.request = async (url, options) => {
    const name = nameOf(new URL(url), options.body)
    cross(`before ${name} is sent`)
    const answer = await send(url, options)
    // The other side has done it, and nobody here knows yet.
    cross(`when ${name} is answered`)
    return answer
  }
}

function nameOf({ pathname }: URL, body: unknown): string {
  if (pathname !== '/webhooks') return pathname
  const { type } = JSON.parse(body as string) as { readonly type: string }
  return `the webhook ${type}`
}
