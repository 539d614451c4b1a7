import fc from 'fast-check'
import { hostileBytes, hostileJson, hostileText } from './hostile.ts'

/** A request as it goes over the wire. */
export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array<ArrayBuffer>
  readonly framing: 'content-length' | 'chunked' | 'none' | 'half-sent'
}

/** What a server has: its paths, and what its callers bring. */
export type Target = {
  readonly url: string
  /** Paths with `{}` where a name or number stands. */
  readonly paths: readonly string[]
  /** Names and numbers that there are, so that requests come further than the door. */
  readonly known: readonly string[]
  /** Headers that open doors. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** A sound body for some paths, by a part of the path. */
  readonly bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const METHODS = ['GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']
const TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  '',
]

/** Requests that almost make sense at this server. */
export function hostileRequest(target: Target): fc.Arbitrary<RawRequest> {
  const segment = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...target.known) },
    { weight: 1, arbitrary: hostileText.map(encodeSegment) },
  )
  const query = fc.array(
    fc.tuple(
      fc.constantFrom(
        'limit',
        'status',
        'q',
        'starting_after',
        'code',
        'return_url',
        'redirect_uri',
      ),
      fc.oneof(hostileText.map(encodeSegment), fc.constantFrom(...target.known)),
    ),
    { maxLength: 2 },
  )
  const path = fc.tuple(
    fc.constantFrom(...target.paths),
    fc.array(segment, { minLength: 4 }),
    query,
  )
  const sound = Object.values(target.bodies)
  return path.chain(([pattern, segments, pairs]) => {
    const filled = segments.reduce((text, each) => text.replace('{}', each), pattern)
    const asked = pairs.map(([name, value]) => `${name}=${value}`).join('&')
    const fitting = Object.entries(target.bodies).find(([part]) => pattern.includes(part))?.[1]
    const bodies = fitting === undefined ? sound : [fitting]
    return fc.record({
      method: fc.constantFrom(...METHODS),
      path: fc.constant(asked === '' ? filled : `${filled}?${asked}`),
      headers: fc
        .tuple(fc.subarray([...target.headers]), fc.constantFrom(...TYPES))
        .map(
          ([some, type]) =>
            [...some, ...(type === '' ? [] : [['content-type', type] as const])] as const,
        ),
      body: fc.oneof(
        ...bodies.map((body) => hostileJson(body).map((text) => new TextEncoder().encode(text))),
        ...bodies.map((body) => fc.constant(formOf(body))),
        hostileBytes,
      ),
      framing: fc.constantFrom('content-length', 'content-length', 'chunked', 'none', 'half-sent'),
    })
  })
}

function formOf(body: Readonly<Record<string, unknown>>): Uint8Array<ArrayBuffer> {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) form.set(name, String(value))
  return new TextEncoder().encode(form.toString())
}

/** As a request line can carry it; what is half encoded stays so. */
function encodeSegment(text: string): string {
  return text
    .slice(0, 2000)
    .toWellFormed()
    .replace(/[^!$%&'()*+,\-./0-9:;=@A-Z_a-z~]/gu, encodeURIComponent)
}
