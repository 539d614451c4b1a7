import { createHash, timingSafeEqual } from 'node:crypto'

export type SignType = 'MD5' | 'SHA256'
export type Parameters = Readonly<Record<string, string>>

/** The text that is signed: names in byte order, decoded values, `sign` left out. */
export function signingString(parameters: Parameters): string {
  return Object.keys(parameters)
    .filter((name) => name !== 'sign')
    .sort(byBytes)
    .map((name) => `${name}=${parameters[name] ?? ''}`)
    .join('&')
}

/** Upper-case hex of the text with the client_key put right behind it. */
export function sign(text: string | Uint8Array, clientKey: string, type: SignType = 'MD5'): string {
  const hash = createHash(type === 'MD5' ? 'md5' : 'sha256')
  return hash.update(text).update(clientKey).digest('hex').toUpperCase()
}

/** Compares without regard to case, in constant time. */
export function isSameSignature(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left.toUpperCase()), Buffer.from(right.toUpperCase())]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** The parameters without the empty ones, which the oldest text does not sign. */
export function withoutEmpty(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''))
}

// JavaScript compares UTF-16 units, which differs from bytes only above U+FFFF.
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
