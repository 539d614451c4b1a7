import { ConnectionCut } from './connection-cut.ts'

/**
 * The same request as an instance of the platform's class. Servers and frameworks pass their own request
 * classes, and `new Request(theirs)` throws on them as soon as a body has to be counted.
 */
export function plainRequest(request: Request): Request {
  if (Object.getPrototypeOf(request) === Request.prototype) return request
  const { url, method, headers, signal, body } = request
  const hasBody = body !== null && method !== 'GET' && method !== 'HEAD'
  return new Request(url, {
    method,
    headers,
    signal,
    ...(hasBody && { body: ReadableStream.from(readWhole(body)), duplex: 'half' }),
  })
}

async function* readWhole(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (cause) {
    // The caller hung up half-way: nobody is left to answer.
    throw new ConnectionCut({ cause })
  }
}
