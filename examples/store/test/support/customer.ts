import { randomBytes } from 'node:crypto'
import { WEBHOOKS_PATH } from '@tael-examples/common'
import { Webhook } from 'standardwebhooks'
import { createStore } from '../../src/store.ts'
import { API_KEY, type CheckoutApi } from './checkout-api.ts'

export const SHOP = 'https://shop.test'
const WEBHOOK_SECRET = 'whsec_c2VjcmV0IG9mIHRoZSBzaG9wIGZvciB0ZXN0cw=='

export type Page = {
  readonly status: number
  readonly location: string
  readonly headers: Headers
  readonly text: string
}

/** Somebody with a browser that keeps cookies, at a shop of its own. */
export type Customer = {
  readonly open: (path: string, headers?: Record<string, string>) => Promise<Page>
  readonly send: (
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Page>
  /** What Tael tells the shop of an order; the status of the shop's answer. */
  readonly tellShop: (
    order: string,
    forged?: { readonly secret?: string; readonly at?: Date },
  ) => Promise<number>
  /** Somebody else with the same shop: no cookie is shared. */
  readonly stranger: () => Customer
  readonly reported: readonly Error[]
}

export function visitShop(api: CheckoutApi): Customer {
  const reported: Error[] = []
  const store = createStore({
    checkoutUrl: api.url,
    apiKey: API_KEY,
    publicUrl: SHOP,
    fetch,
    webhookSecret: WEBHOOK_SECRET,
    randomBytes,
    report: (error) => reported.push(error),
  })

  const enter = (): Customer => {
    const cookies = new Map<string, string>()
    const ask = async (path: string, init: RequestInit): Promise<Page> => {
      const request = new Request(`${SHOP}${path}`, init)
      request.headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
      const response = await store.fetch(request)
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const { status, headers } = response
      return {
        status,
        headers,
        location: headers.get('location') ?? '',
        text: await response.text(),
      }
    }
    return {
      open: (path, headers = {}) => ask(path, { headers }),
      async tellShop(reference, { secret = WEBHOOK_SECRET, at = new Date() } = {}) {
        const body = JSON.stringify({ type: 'payment.succeeded', data: { payment: { reference } } })
        const headers = {
          'content-type': 'application/json',
          'webhook-id': 'evt_1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
        }
        return (await ask(WEBHOOKS_PATH, { method: 'POST', headers, body })).status
      },
      send: (path, form, headers = {}) =>
        ask(path, { method: 'POST', headers, body: new URLSearchParams(form) }),
      stranger: enter,
      reported,
    }
  }
  return enter()
}

/** The order number in the form of the basket's page. */
export function orderNumberIn({ text }: Page): string {
  return /name="order" value="([^"]+)"/.exec(text)?.[1] ?? ''
}
