import ipaddr from 'ipaddr.js'

const PRIVATE = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'])

/** What one client has for itself: an IPv4 address, or the 64 bits that an IPv6 network gives each of its own. */
export function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const parsed = ipaddr.process(address)
  if (parsed instanceof ipaddr.IPv4) return address
  const network = new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0])
  return `${network.toString()}/64`
}

/** The same, of a client on the Internet: a proxy of ours that does not say for whom it asks stands for everybody. */
export function publicNetworkOf(address: string | undefined): string | undefined {
  return address === undefined || isPrivate(address) ? undefined : networkOf(address)
}

export function isPrivate(address: string): boolean {
  return PRIVATE.has(ipaddr.process(address).range())
}
