import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { DirectoryInUseError } from '@tael/checkout'
import type { Config } from '../config.ts'
import { fail, say } from '../output.ts'
import { openCheckout, readConfig } from './serve.ts'

type Body = Readonly<Record<string, unknown>>
type Asked = { readonly method?: 'POST' | 'PATCH'; readonly body?: unknown }
type Server = {
  readonly url: string
  readonly operatorKey: string
  readonly fetch: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

/**
 * Asks the operators' API: that of the server that runs on the embedded database, or else one that is
 * opened for this call. A refusal ends the process, with the reason.
 */
export async function askOperatorApi(path: string, request: Asked = {}): Promise<Body> {
  return withOperatorApi(
    path,
    async (response) => {
      const answer = (await response.json()) as Body & {
        readonly error?: { readonly message: string }
      }
      return answer.error === undefined ? answer : fail(answer.error.message)
    },
    request,
  )
}

/** Asks for all pages of a list. */
export async function askForAll(path: string): Promise<readonly object[]> {
  const all: { readonly id: string }[] = []
  const url = new URL(path, 'http://localhost')
  url.searchParams.set('limit', '100')
  for (;;) {
    const answer = await askOperatorApi(url.pathname + url.search)
    all.push(...(answer['data'] as typeof all))
    if (answer['has_more'] !== true) return all
    url.searchParams.set('starting_after', all.at(-1)?.id ?? '')
  }
}

/** The same, for an answer that is read while it comes. */
export async function withOperatorApi<Result>(
  path: string,
  read: (response: Response) => Promise<Result>,
  request: Asked = {},
): Promise<Result> {
  const server = await findServer(readConfig())
  try {
    const { method = 'GET', body = method === 'GET' ? undefined : {} } = request
    const response = await server.fetch(
      new Request(server.url + path, {
        method,
        headers: {
          authorization: `Bearer ${server.operatorKey}`,
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
    return await read(response)
  } finally {
    await server.close()
  }
}

/** An answer, for a person and for a program. */
export function show(answer: unknown): void {
  say(JSON.stringify(answer, null, 2))
}

/** The text on standard input; arguments would show in `ps`. */
export async function readJson(hint: string): Promise<unknown> {
  const input = await text(process.stdin)
  try {
    return JSON.parse(input)
  } catch {
    return fail(hint)
  }
}

async function findServer(config: Config): Promise<Server> {
  const operatorKey = config.operatorKey ?? randomBytes(24).toString('base64')
  try {
    const { checkout, database } = await openCheckout({ ...config, operatorKey, logLevel: 'error' })
    return {
      url: config.publicUrl,
      operatorKey,
      fetch: checkout.fetch,
      close: () => database.close(),
    }
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw error
    return runningServer(config)
  }
}

/** A running server holds the embedded database, so the command asks that server. */
function runningServer({ host, port, operatorKey }: Config): Server {
  const url = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`
  if (operatorKey === undefined) {
    return fail(
      `A server runs on this data directory, so this command asks it, at ${url}, with TAEL_OPERATOR_KEY: set it here as it is set there.`,
    )
  }
  return {
    url,
    operatorKey,
    fetch: (request) =>
      fetch(request).catch(() =>
        fail(
          `A process uses this data directory, and nothing answers at ${url}. If it is a server, set TAEL_HOST and TAEL_PORT here as they are set there.`,
        ),
      ),
    close: () => Promise.resolve(),
  }
}
