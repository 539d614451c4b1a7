import { fail } from '../output.ts'

/** A server that a command asks. */
export type Server = {
  readonly url: string
  /** What a request names itself by. */
  readonly token: string | undefined
  readonly fetch: (request: Request) => Promise<Response>
  readonly close: () => Promise<void>
}

/** The server as everybody reaches it: for a person, who needs neither its secret nor its database. */
export function publicServer(token: string | undefined): Server {
  const url = (process.env['TAEL_PUBLIC_URL'] ?? '').replace(/\/$/, '')
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    fail(
      'configuration',
      'TAEL_PUBLIC_URL must be the address of Tael, such as https://pay.example.com',
    )
  }
  return {
    url,
    token,
    async fetch(request) {
      // A password or a token goes to this address and to no other.
      const response = await fetch(request, { redirect: 'error' }).catch((error: unknown) =>
        fail(
          'failure',
          `Tael does not answer at ${url}: ${reasonOf(error)}.${proxyHint(process.env)}`,
        ),
      )
      if (response.status === 401 && token !== undefined) {
        fail('failure', 'This session is over: start another with tael session start.')
      }
      return response
    },
    close: () => Promise.resolve(),
  }
}

function reasonOf(error: unknown): string {
  const { cause } = error as Error
  return cause instanceof Error && cause.message !== '' ? cause.message : String(error)
}

/** Node's own fetch takes a proxy only if it was told to when it started. */
function proxyHint(env: NodeJS.ProcessEnv): string {
  const isSet = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].some((name) => env[name])
  if (!isSet || env['NODE_USE_ENV_PROXY'] === '1') return ''
  return ' Set NODE_USE_ENV_PROXY=1 as well if this command is to go through your proxy.'
}
