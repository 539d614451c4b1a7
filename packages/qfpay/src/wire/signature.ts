import { hash, timingSafeEqual } from 'node:crypto'

/** The hash under a request's signature. */
export type SignType = 'MD5' | 'SHA256'

/** A request's parameters by their names on the wire, unencoded. */
export type Parameters = Readonly<Record<string, string>>

/** What QFPay signs with; its names for hashes are not Node's. */
const ALGORITHMS = { MD5: 'md5', SHA256: 'sha256' } as const

const SURROGATE = /[\ud800-\udfff]/

/** Parameters that identify a person: an error shows that they were signed, but not their value. */
const PERSONAL: readonly string[] = ['extend_info', 'sub_openid', 'openid', 'code']
const MASK = '***'
/** WeChat's openids: QFPay may quote one that the request did not contain. */
const OPENID = /(?<![\w-])o[\w-]{27}(?![\w-])/g

/**
 * The text QFPay signs, still without the key: `name=value` joined by `&`, in the byte order of
 * the names, values as they are before URL encoding. Source: QFPay, Signature Generation.
 */
export function signatureText(parameters: Parameters): string {
  return signedText(parameters, '')
}

/** Signs a request's parameters: the hash of {@link signatureText} and the key, in upper-case hex. */
export function sign(parameters: Parameters, clientKey: string, signType: SignType): string {
  return hash(ALGORITHMS[signType], signedText(parameters, clientKey), 'hex').toUpperCase()
}

/** The text that was signed, safe for an error message: key and personal values are masked. */
export function maskedSignatureText(parameters: Parameters): string {
  const shown = Object.entries(parameters).map(([name, value]) => [
    name,
    isPersonal(parameters, name) ? MASK : value,
  ])
  return `${signatureText(Object.fromEntries(shown) as Parameters)}<client_key>`
}

/** The gateway's sentence about a request, without the request's personal values that it quotes. */
export function maskPersonalValues(said: string, parameters: Parameters): string {
  const values = Object.entries(parameters)
    .filter(([name]) => isPersonal(parameters, name))
    .flatMap(([name, value]) => (name === 'extend_info' ? [value, ...membersOf(value)] : [value]))
    // If a value is part of another, masking it first would leave the rest of the other one readable.
    .toSorted((one, other) => other.length - one.length)
  return values
    .reduce((masked, value) => masked.replaceAll(value, MASK), said)
    .replace(OPENID, MASK)
}

/**
 * Tells whether QFPay signed exactly these bytes: the hash of body and key.
 *
 * Takes the body as received. Re-serialized JSON has the same meaning and another signature.
 */
export function isAuthentic(
  body: Uint8Array,
  signature: string,
  clientKey: string,
  signType: SignType = 'MD5',
): boolean {
  const signed = Buffer.concat([body, Buffer.from(clientKey)])
  return isSameHex(signature, hash(ALGORITHMS[signType], signed, 'hex'))
}

/** Compares two hex texts in constant time, whatever their letter case. */
export function isSameHex(received: string, expected: string): boolean {
  const actual = Buffer.from(received.toLowerCase())
  const wanted = Buffer.from(expected.toLowerCase())
  return actual.length === wanted.length && timingSafeEqual(actual, wanted)
}

/** There are few names, mostly in order already, so insertion sort beats a general sort. */
function sortedNames(parameters: Parameters): string[] {
  const sorted: string[] = []
  for (const name of Object.keys(parameters)) {
    let place = sorted.length
    for (; place > 0; place -= 1) {
      const before = sorted[place - 1] ?? ''
      if (before < name) break
      sorted[place] = before
    }
    sorted[place] = name
  }
  return sorted
}

/** Appends the key before anything reads the text, so that V8 flattens the string only once. */
function signedText(parameters: Parameters, ending: string): string {
  const names = sortedNames(parameters)
  const text = joined(parameters, names) + ending
  // UTF-16 units have the order of bytes until a surrogate pair comes in.
  return SURROGATE.test(text) ? joined(parameters, names.sort(byBytes)) + ending : text
}

function joined(parameters: Parameters, names: readonly string[]): string {
  let text = ''
  for (const name of names) text += `${text === '' ? '' : '&'}${name}=${parameters[name] ?? ''}`
  return text
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function isPersonal(parameters: Parameters, name: string): boolean {
  // In add_note, `code` is the app_code, which is not secret; elsewhere it is a payer's OAuth code.
  const isAppCode = name === 'code' && 'note' in parameters
  return PERSONAL.includes(name) && !isAppCode
}

/** The texts in an extend_info, which this package wrote as JSON. */
function membersOf(extendInfo: string): string[] {
  return Object.values(JSON.parse(extendInfo) as Record<string, string>)
}
