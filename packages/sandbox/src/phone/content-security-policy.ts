import { type PhoneAddress, toPhone } from './phone-address.ts'

/**
 * A site's policy as it must read inside the phone: the phone may frame the page, its scripts may
 * run, and whatever origin of this machine or of WeChat was allowed is allowed under its name in
 * the phone too. Everything else stands as the site wrote it.
 */
export function policyInPhone(policy: string, page: PhoneAddress, phone: URL): string {
  const inside = toPhone(new URL(page.origin), page, phone.port).origin
  const directives = new Map<string, string[]>()
  for (const part of policy.split(';')) {
    const [name, ...sources] = part.trim().split(/\s+/)
    if (name === undefined || name === '' || UPGRADES.includes(name.toLowerCase())) continue
    directives.set(
      name.toLowerCase(),
      sources.flatMap((source) => [source, ...alsoInPhone(source, page, phone.port)]),
    )
  }
  const governing = ['script-src-elem', 'script-src', 'default-src'].find((name) =>
    directives.has(name),
  )
  if (governing !== undefined) {
    const sources = directives.get(governing)?.filter((source) => source !== "'none'") ?? []
    const name = governing === 'default-src' ? 'script-src' : governing
    directives.set(name, [...sources, `${inside}/__wechat__/`])
  }
  const connects = directives.get(directives.has('connect-src') ? 'connect-src' : 'default-src')
  // A WebSocket goes to the true site, past the proxy.
  if (connects?.includes("'self'") === true) connects.push(page.origin.replace(/^http/, 'ws'))
  directives.set('frame-ancestors', [phone.origin, "'self'"])
  return [...directives].map(([name, sources]) => [name, ...sources].join(' ')).join('; ')
}

/** The nonce that a policy lets scripts run with, which an added script must carry as well. */
export function nonceOf(policy: string): string | undefined {
  return /'nonce-([A-Za-z0-9+/_=-]+)'/.exec(policy)?.[1]
}

// The phone is served without TLS, as the site on this machine is.
const UPGRADES = ['upgrade-insecure-requests', 'block-all-mixed-content']

function alsoInPhone(source: string, page: PhoneAddress, port: string): string[] {
  if (!URL.canParse(source) || !/^https?:/.test(source)) return []
  const url = new URL(source)
  const inside = toPhone(url, page, port)
  return inside === url ? [] : [url.pathname === '/' ? inside.origin : inside.href]
}
