import ipaddr from 'ipaddr.js'

const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/
/** Reachable only from inside Azure, though the number looks public. */
const AZURE_PLATFORM = '168.63.129.16'
/** What the IPv6 registry has assigned for public use; NAT64, unique local and the like lie outside. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')
const DOCUMENTATION_IPV6 = ipaddr.IPv6.parseCIDR('3fff::/20')
const PRIVATE_TARGET = 'must lead to a public address, not into a private network'

/**
 * Why no webhook may go to an address, as far as the address itself tells; each connection checks what the
 * name resolves to. Undefined if nothing is wrong with it.
 */
export function targetProblem(
  address: string,
  { allowPrivate }: { readonly allowPrivate: boolean },
): string | undefined {
  if (!URL.canParse(address)) return 'must be an absolute address'
  const url = new URL(address)
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    return 'must begin with https://'
  }
  if (url.username !== '' || url.password !== '')
    return 'must not contain a user or password: give them as the header "authorization" of "headers"'
  if (url.hash !== '') return 'must not have a fragment'
  if (allowPrivate) return undefined
  // The URL standard has already read 2130706433, 0177.1 and 0x7f.1 as the addresses they are.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (ipaddr.isValid(host)) return isPublicAddress(host) ? undefined : PRIVATE_TARGET
  return !host.includes('.') || PRIVATE_NAMES.test(host) ? PRIVATE_TARGET : undefined
}

/** Whether an IP address is on the public internet. Unknown ones are not. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const ip = ipaddr.process(address)
  if (ip.range() !== 'unicast') return false
  if (ip instanceof ipaddr.IPv6) return ip.match(GLOBAL_IPV6) && !ip.match(DOCUMENTATION_IPV6)
  return ip.toString() !== AZURE_PLATFORM
}
