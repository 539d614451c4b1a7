/** A page that WeChat has opened, after all redirects. */
export type Page = {
  readonly url: string
  readonly status: number
  readonly text: string
}

/** One request on the way to a page. */
export type Hop = {
  readonly url: string
  readonly status: number
  readonly ms: number
}

/** A payer's WeChat without a screen: a user agent, cookies, redirects; no script runs. */
export type WechatVisitor = {
  readonly open: (url: string) => Promise<Page>
  /** Sends a form of a page. */
  readonly submit: (url: string, form: Readonly<Record<string, string>>) => Promise<Page>
}

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.22(0x18001626) NetType/WIFI Language/en'
const MAX_REDIRECTS = 20

export function createWechatVisitor(deps: {
  readonly fetch: typeof fetch
  /** Milliseconds, from any beginning. */
  readonly now: () => number
  readonly userAgent?: string
  /** Receives every request. */
  readonly onHop?: (hop: Hop) => void
}): WechatVisitor {
  const jars = new Map<string, Map<string, string>>()

  async function request(url: string, form?: URLSearchParams): Promise<Response> {
    const jar = jars.get(new URL(url).origin) ?? new Map<string, string>()
    jars.set(new URL(url).origin, jar)
    const startedAt = deps.now()
    const response = await deps.fetch(url, {
      redirect: 'manual',
      ...(form && { method: 'POST', body: form }),
      headers: {
        'user-agent': deps.userAgent ?? IPHONE,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-sandbox-twice': 'yes',
      },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
      if (name !== undefined && value !== undefined) jar.set(name, value)
    }
    deps.onHop?.({ url, status: response.status, ms: deps.now() - startedAt })
    return response
  }

  async function arrive(address: string, first?: URLSearchParams): Promise<Page> {
    let [url, form] = [address, first]
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects++) {
      const response = await request(url, form)
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, text: await response.text() }
      const first = response.headers.get('x-sandbox-twice')
      // WeChat comes back twice at the same time, and shows the second answer.
      if (first !== null) request(first).catch(() => undefined)
      url = new URL(location, url).href
      form = undefined
    }
    throw new Error(`${address} redirects in a circle`)
  }

  return {
    open: (url) => arrive(url),
    submit: (url, form) => arrive(url, new URLSearchParams(form)),
  }
}
