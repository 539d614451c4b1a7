import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { ApiError } from './error.ts'
import { parseStrictJson } from './strict-json.ts'

const JSON_BYTES = 64 * 1024

/** Bodies of the API: JSON of at most 64 KB with only one possible reading. */
export function strictJsonBodies(): MiddlewareHandler[] {
  return [smallBodies(JSON_BYTES), checkJson]
}

/** Reads a body of at most so many bytes; Hono keeps it for all who ask for it. */
export function smallBodies(most: number): MiddlewareHandler {
  return async (c, next) => {
    if (mayHaveBody(c.req.method)) {
      const body = await readAtMost(c.req.raw, most)
      Object.assign(c.req.bodyCache, { arrayBuffer: Promise.resolve(body) })
    }
    return next()
  }
}

function mayHaveBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

async function readAtMost(request: Request, most: number): Promise<ArrayBuffer> {
  const { headers } = request
  const length = headers.has('transfer-encoding') ? null : headers.get('content-length')
  if (Number(length) > most) throw tooLarge()
  try {
    // A server reads no further than that, and one with its own class of requests needs no stream for it.
    return await (length === null ? readCounting(request.body, most) : request.arrayBuffer())
  } catch (cause) {
    if (cause instanceof HTTPException) throw cause
    // The caller hung up half-way: not a fault of the server, nor of the database with the same code.
    throw new HTTPException(400, { message: 'The request ended before its body did', cause })
  }
}

async function readCounting(
  body: AsyncIterable<Uint8Array> | null,
  most: number,
): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > most) throw tooLarge()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer
}

function tooLarge(): HTTPException {
  return new HTTPException(413)
}

const checkJson: MiddlewareHandler = async (c, next) => {
  if (mayHaveBody(c.req.method)) {
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length > 0) {
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
      if (type !== 'application/json') {
        throw new ApiError('unsupported_media_type', 'Send the body as application/json')
      }
      try {
        parseStrictJson(bytes)
        // Otherwise each later reader makes a Response of the bytes to read their text.
        Object.assign(c.req.bodyCache, { text: Promise.resolve(Buffer.from(bytes).toString()) })
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
