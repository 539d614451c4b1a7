import type { Checkout } from '../../src/checkout.ts'
import { PUBLIC_URL } from './checkout.ts'

const WECHAT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50 Language/en'

/** What a payer sees. */
export type Seen = {
  readonly status: number
  readonly location: string | undefined
  readonly page: string
}

/** A browser in somebody's phone, with cookies of its own, at the pages of payment links. */
export type LinkPayer = {
  readonly get: (path: string) => Promise<Seen>
  /** Sends the form of a link. */
  readonly goOn: (path: string, typed?: Readonly<Record<string, string>>) => Promise<Seen>
  /** Opens a link and continues until their payment is made: its id, or undefined if they have to wait or cannot. */
  readonly makePayment: (
    path: string,
    typed?: Readonly<Record<string, string>>,
  ) => Promise<string | undefined>
}

export function createLinkPayer(
  checkout: Pick<Checkout, 'fetch'>,
  { userAgent = WECHAT }: { readonly userAgent?: string } = {},
): LinkPayer {
  const cookies = new Map<string, string>()
  const send = async (path: string, body?: URLSearchParams): Promise<Seen> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      'user-agent': userAgent,
      ...(cookie && { cookie }),
      ...(body && { 'sec-fetch-site': 'same-origin' }),
    }
    const init = body ? { method: 'POST', body, headers } : { headers }
    const response = await checkout.fetch(new Request(PUBLIC_URL + path, init))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location') ?? undefined
    return { status: response.status, location, page: await response.text() }
  }
  const goOn: LinkPayer['goOn'] = (path, typed = {}) => send(path, new URLSearchParams(typed))
  return {
    get: (path) => send(path),
    goOn,
    async makePayment(path, typed) {
      await send(path)
      const { location } = await goOn(path, typed)
      if (location === undefined) return undefined
      return paymentIn((await send(location)).page)
    },
  }
}

/** The payment that a page leads on to. */
export function paymentIn(page: string): string | undefined {
  return /href="[^"]*\/pay\/(pay_\w+)" data-onward/.exec(page)?.[1]
}
