import { HTTPException } from 'hono/http-exception'

/**
 * The same request, as an instance of the platform's class if it can have a body. Servers and frameworks pass
 * their own request classes, and `new Request(theirs)` throws on them as soon as a body has to be counted.
 */
export function plainRequest(request: Request): Request {
  if (Object.getPrototypeOf(request) === Request.prototype) return request
  const { method } = request
  // To look at its body would already make an instance of the platform's class, for nothing.
  if (method === 'GET' || method === 'HEAD') return request
  const { url, headers, signal, body } = request
  return new Request(url, {
    method,
    headers,
    signal,
    ...(body !== null && { body: ReadableStream.from(readWhole(body)), duplex: 'half' }),
  })
}

async function* readWhole(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    // The caller hung up half-way: not a fault of the server, nor of the database with the same code.
    throw new HTTPException(400, { message: 'The request ended before its body did', cause })
  }
}
