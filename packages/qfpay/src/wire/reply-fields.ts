import { hash } from 'node:crypto'
import type { Raw } from './messages.ts'
import { isAuthentic, isSameHex, signatureText, type SignType } from './signature.ts'

/** Whether a reply's own signature shows that QFPay wrote it; most replies carry none. */
export type ReplySignature = 'absent' | 'valid' | 'forged'

/**
 * Checks the optional `X-QF-SIGN` of a reply: over the raw body or, when the reply has a `data`
 * object, over that object's members. QFPay documents both.
 */
export function checkReplySignature(
  body: Uint8Array,
  raw: Raw | undefined,
  headers: Headers,
  clientKey: string,
): ReplySignature {
  const signature = headers.get('x-qf-sign')
  if (signature === null) return 'absent'
  const signType: SignType =
    headers.get('x-qf-signtype')?.toUpperCase() === 'SHA256' ? 'SHA256' : 'MD5'
  if (isAuthentic(body, signature, clientKey, signType)) return 'valid'
  const members = scalarMembers(raw?.['data'])
  if (members === undefined) return 'forged'
  const expected = hash(signType.toLowerCase(), signatureText(members) + clientKey, 'hex')
  return isSameHex(signature, expected) ? 'valid' : 'forged'
}

/** Reads a JSON object from a body; undefined if it is not one. Keeps every digit of a number. */
export function readObject(text: string): Raw | undefined {
  const value = parse(text)
  const exact = value === undefined || losesDigits(value) ? parse(quoteNumbers(text)) : value
  return isObject(exact) ? exact : undefined
}

/** The fields of a reply: top level first, then those of a `data` object around them. */
export function fieldsOf(raw: Raw): Raw {
  const inner = raw['data']
  return isObject(inner) ? { ...inner, ...raw } : raw
}

/** A field as text: numbers as they were written; undefined if absent or empty. */
export function textOf(fields: Raw, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A field as an integer, written as a number or as text; 1099.00 is an integer, too. */
export function integerOf(fields: Raw, name: string): number | undefined {
  const text = textOf(fields, name)
  const [, digits] = /^(\d{1,15})(?:\.0+)?$/.exec(text ?? '') ?? []
  return digits === undefined ? undefined : Number(digits)
}

export function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** How deep the used fields lie: the reply, its list of rows, a row's field. */
const DEEPEST = 3

/** Whether a bare number had more digits than a JavaScript number can hold. */
function losesDigits(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return false
  for (const member of Object.values(value)) if (losesDigits(member, depth + 1)) return true
  return false
}

/**
 * Quotes the bare values that parsing would damage: 0000, which is not JSON, and long numbers.
 *
 * An unterminated string matches too: failing at each of its quotes would take quadratic time.
 */
function quoteNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.?)*"?|(?<![\w.+-])(?:0\d+|\d{16,})(?![\w.])/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is a valid answer here; the caller decides what it means for the request.
    return undefined
  }
}

function scalarMembers(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined
  const members = Object.entries(value)
  const scalar = members.every(([, member]) => ['string', 'number'].includes(typeof member))
  return scalar
    ? Object.fromEntries(members.map(([name, member]) => [name, String(member)]))
    : undefined
}
