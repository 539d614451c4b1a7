import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApiError } from './error.ts'
import { parseStrictJson } from './strict-json.ts'

const JSON_BYTES = 64 * 1024

/** Bodies of the API: JSON of at most 64 KB with only one possible reading. */
export function strictJsonBodies(): MiddlewareHandler[] {
  return [bodyLimit({ maxSize: JSON_BYTES, onError: refuseLarge }), checkJson]
}

/** Bodies that are read as raw bytes: the notifications. */
export function smallBodies(maxSize: number): MiddlewareHandler {
  return bodyLimit({ maxSize, onError: refuseLarge })
}

const checkJson: MiddlewareHandler = async (c, next) => {
  if (c.req.method !== 'GET' && c.req.raw.body !== null) {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length > 0) {
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
      if (type !== 'application/json') {
        throw new ApiError('unsupported_media_type', 'Send the body as application/json')
      }
      try {
        parseStrictJson(bytes)
      } catch (error) {
        throw new ApiError(
          'malformed_request',
          error instanceof Error ? error.message : String(error),
        )
      }
    }
  }
  const repeated = Object.entries(c.req.queries()).find(([, values]) => values.length > 1)
  if (repeated !== undefined) {
    throw new ApiError(
      'invalid_parameter',
      `The parameter "${repeated[0]}" is given twice`,
      repeated[0],
    )
  }
  return next()
}

function refuseLarge(c: Context): never {
  throw new ApiError('request_too_large', `The body of ${c.req.path} is too large`)
}
