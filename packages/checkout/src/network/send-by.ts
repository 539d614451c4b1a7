import { request, type Dispatcher } from 'undici'

/** How much of an answer is read, and whether what came is enough if the rest does not. */
export type Reading = { readonly most: number; readonly evenIfBroken?: boolean }

/**
 * What `fetch` does, for a third of its CPU time: undici's own request, without the streams of the web. Follows no
 * redirect, asks for no compression, and returns when the answer has been read as far as it is wanted.
 */
export async function sendBy(
  dispatcher: Dispatcher,
  url: string,
  init: RequestInit,
  reading: Reading,
): Promise<Response> {
  try {
    return await ask(dispatcher, url, init, reading)
  } catch (cause) {
    init.signal?.throwIfAborted()
    throw new TypeError('fetch failed', { cause })
  }
}

async function ask(
  dispatcher: Dispatcher,
  url: string,
  { method = 'GET', headers = {}, body, signal }: RequestInit,
  reading: Reading,
): Promise<Response> {
  const given = Symbol.iterator in headers ? Object.fromEntries(headers) : headers
  const answer = await request(url, {
    method,
    headers: { 'user-agent': 'Tael', 'accept-encoding': 'identity', ...given },
    body: body as string | null,
    dispatcher,
    ...(signal && { signal }),
  })
  const bytes = await readBeginning(answer.body, reading)
  const named = Object.entries(answer.headers).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
  const { statusCode: status } = answer
  return new Response(HAS_NO_BODY.includes(status) ? null : bytes, { status, headers: named })
}

/** `Response` refuses even an empty one. */
const HAS_NO_BODY: readonly number[] = [204, 205, 304]

async function readBeginning(
  body: AsyncIterable<Uint8Array>,
  { most, evenIfBroken = false }: Reading,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      // Leaving the loop ends the connection.
      if (length >= most) break
    }
  } catch (error) {
    if (!evenIfBroken) throw error
  }
  return Buffer.concat(chunks)
}
