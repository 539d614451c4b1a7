/** Plain segments only: refuse what a proxy, a cookie or WeChat could read in two ways. */
const BASE_PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/

/** What is wrong with an address under which payers reach the checkout; undefined if nothing. */
export function publicUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url !== undefined && url.origin + basePathOf(text) === withoutSlash(text)
  if (isPlain && /^https?:$/.test(url.protocol) && BASE_PATH.test(basePathOf(text)))
    return undefined
  return 'must be the address that payers reach, such as https://pay.example.com, or https://shop.example.com/pay below a path, with nothing after it'
}

export function withoutSlash(publicUrl: string): string {
  return publicUrl.replace(/\/$/, '')
}

/** Empty if the checkout has a host of its own, else such as `/pay`. */
export function basePathOf(publicUrl: string): string {
  return withoutSlash(new URL(publicUrl).pathname)
}

/** What a path of the checkout's own begins with: the first segment of each of its routes. */
export function ownPaths(routes: readonly { readonly path: string }[]): RegExp {
  const segments = new Set(routes.map(({ path }) => path.split('/')[1] ?? ''))
  const patterns = [...segments]
    .filter((segment) => segment !== '*')
    .map((segment) => /^:\w+\{(.+)\}$/.exec(segment)?.[1] ?? segment.replaceAll('.', '\\.'))
  return new RegExp(`^/(${patterns.join('|')})(/|$)`)
}

/**
 * A request's path as the routes know it. Some proxies and frameworks pass the whole path, others remove
 * the part that they matched. Both work, because none of our paths begins like another one.
 */
export function withoutBasePath(path: string, basePath: string, own: RegExp): string {
  if (basePath === '' || !path.startsWith(`${basePath}/`)) return path
  const rest = path.slice(basePath.length)
  return own.test(rest) ? rest : path
}
