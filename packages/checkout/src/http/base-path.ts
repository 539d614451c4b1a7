/** The folders and files at the checkout's root. */
const OWN =
  /^\/(pay|assets|notifications|dashboard|v1|health|openapi\.json|MP_verify_\w+\.txt)(\/|$)/
/** Plain segments: what a proxy, a cookie or WeChat could read in two ways is none of ours. */
const BASE_PATH = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/

/** What is wrong with an address under which payers reach the checkout; undefined: nothing. */
export function publicUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain = url !== undefined && url.origin + basePathOf(text) === withoutSlash(text)
  if (isPlain && /^https?:$/.test(url.protocol) && BASE_PATH.test(basePathOf(text)))
    return undefined
  return 'must be the address that payers reach, such as https://pay.example.com, or https://shop.example.com/pay below a path, without anything behind it'
}

export function withoutSlash(publicUrl: string): string {
  return publicUrl.replace(/\/$/, '')
}

/** Empty where the checkout has a host of its own, else such as `/pay`. */
export function basePathOf(publicUrl: string): string {
  return withoutSlash(new URL(publicUrl).pathname)
}

/**
 * A request's path as the routes know it. Some proxies and frameworks pass on the whole path, others
 * take away what they matched: either is understood, for no path of ours goes on like another's beginning.
 */
export function withoutBasePath(path: string, basePath: string): string {
  if (basePath === '' || !path.startsWith(`${basePath}/`)) return path
  const rest = path.slice(basePath.length)
  return OWN.test(rest) ? rest : path
}
