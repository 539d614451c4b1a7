import { fail, sayJson } from '../output.ts'
import { publicServer, type Server } from './public-server.ts'

type Body = Readonly<Record<string, unknown>>
type Asked = { readonly method?: 'POST' | 'PATCH' | 'DELETE'; readonly body?: unknown }

/**
 * Asks the operators' API: as the person of TAEL_SESSION, at the server's public address; or else as the command,
 * at the server that runs on the embedded database, or at one that is opened for this call. A refusal ends the
 * process, with the reason.
 */
export async function askOperatorApi(
  path: string,
  request: Asked = {},
  at?: Server,
): Promise<Body> {
  return withOperatorApi(
    path,
    async (response) => {
      const answer = (await response
        .json()
        .catch(() =>
          fail('failure', `${response.url} does not answer as Tael does (${response.status}).`),
        )) as Body & { readonly error?: { readonly message: string } }
      return answer.error === undefined ? answer : fail('failure', answer.error.message)
    },
    request,
    at,
  )
}

async function askForAll(path: string): Promise<readonly object[]> {
  const all: { readonly id: string }[] = []
  const url = new URL(path, 'http://localhost')
  url.searchParams.set('limit', '100')
  for (;;) {
    const answer = await askOperatorApi(url.pathname + url.search)
    all.push(...(answer['data'] as typeof all))
    if (answer['has_more'] !== true) return all
    const { next = all.at(-1)?.id } = answer as { readonly next?: string }
    url.searchParams.set('starting_after', next ?? '')
  }
}

/** The same, for an answer that is read while it comes. */
export async function withOperatorApi<Result>(
  path: string,
  read: (response: Response) => Promise<Result>,
  request: Asked = {},
  at?: Server,
): Promise<Result> {
  const server = at ?? (await findServer())
  const { token } = server
  try {
    const { method = 'GET' } = request
    const body = request.body ?? (method === 'POST' || method === 'PATCH' ? {} : undefined)
    const response = await server.fetch(
      new Request(server.url + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
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

/** Asks, and prints the answer. */
export async function show(path: string, request?: Asked): Promise<void> {
  sayJson(await askOperatorApi(path, request))
}

/** Prints all pages of a list. */
export async function showAll(path: string): Promise<void> {
  sayJson(await askForAll(path))
}

/** Where the API has one of a collection. */
export function idPath(collection: string, id: string): string {
  return `${collection}/${encodeURIComponent(id)}`
}

async function findServer(): Promise<Server> {
  const session = process.env['TAEL_SESSION']
  if (session) return publicServer(session)
  // All of Tael, which a person's command does not wait for.
  const { ownServer } = await import('./own-server.ts')
  return ownServer()
}
