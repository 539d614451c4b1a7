/** Outgoing proxies, as the environment names them. */
export type Proxies = {
  readonly https?: URL
  readonly http?: URL
  /** Hosts that need no proxy; a domain includes all hosts below it, `*` every host. */
  readonly except: readonly string[]
}

export const NO_PROXIES: Proxies = { except: [] }

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, or the same in lower case, as curl does. Throws if one is not an address. */
export function readProxies(env: Readonly<Record<string, string | undefined>>): Proxies {
  const https = env['https_proxy'] ?? env['HTTPS_PROXY'] ?? ''
  const http = env['http_proxy'] ?? env['HTTP_PROXY'] ?? ''
  const except = env['no_proxy'] ?? env['NO_PROXY'] ?? ''
  return {
    ...(https !== '' && { https: addressOf(https, 'HTTPS_PROXY') }),
    ...(http !== '' && { http: addressOf(http, 'HTTP_PROXY') }),
    except: except
      .split(/[\s,]+/)
      .filter((entry) => entry !== '')
      .map((entry) => entry.toLowerCase().replace(/^\*?\./, '')),
  }
}

/** Undefined: without a proxy. */
export function proxyFor(
  proxies: Proxies,
  { protocol, hostname }: { readonly protocol: string; readonly hostname: string },
): URL | undefined {
  const host = hostname.toLowerCase()
  const isExcepted = proxies.except.some(
    (entry) => entry === '*' || host === entry || host.endsWith(`.${entry}`),
  )
  if (isExcepted) return undefined
  return protocol === 'https:' ? proxies.https : proxies.http
}

function addressOf(text: string, name: string): URL {
  const url = /^\w+:\/\//.test(text) ? text : `http://${text}`
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new TypeError(`${name} must be an address such as http://proxy.example.com:3128`)
  }
  return new URL(url)
}
