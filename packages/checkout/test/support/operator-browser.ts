import type { Checkout } from '../../src/checkout.ts'
import { OPERATOR_KEY, PUBLIC_URL } from './checkout.ts'

type Headers = Readonly<Record<string, string>>

/** What a browser at the dashboard sends. It follows no redirect, and its paths are whole. */
export type OperatorBrowser = {
  readonly open: (path: string, headers?: Headers) => Promise<Response>
  /** Sends a form of our own page; `headers` may say that it comes from elsewhere. */
  readonly send: (
    path: string,
    fields?: Record<string, string> | [string, string][],
    headers?: Headers,
  ) => Promise<Response>
}

/** With the session of `token`, as `openTestOperator` opens one, or with none. */
export function createOperatorBrowser(checkout: Checkout, token?: string): OperatorBrowser {
  return browse(checkout, token === undefined ? '' : `__Host-tael_operator=${token}`)
}

/** Signs in with the operator key. */
export async function signInWithKey(checkout: Checkout): Promise<OperatorBrowser> {
  const { send } = createOperatorBrowser(checkout)
  return browse(checkout, cookieOf(await send('/dashboard/login', { key: OPERATOR_KEY })))
}

/** The session's cookie that an answer sets, as a browser sends it back. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

export async function asksToSignIn(response: Response): Promise<boolean> {
  return (await response.text()).includes('name="key"')
}

function browse(checkout: Checkout, cookie: string): OperatorBrowser {
  return {
    open: (path, headers) =>
      checkout.fetch(new Request(PUBLIC_URL + path, { headers: { cookie, ...headers } })),
    send: (path, fields = {}, headers = { origin: PUBLIC_URL }) =>
      checkout.fetch(
        new Request(PUBLIC_URL + path, {
          method: 'POST',
          headers: { cookie, ...headers },
          body: new URLSearchParams(fields),
        }),
      ),
  }
}
