import type { State } from '../state/state.ts'

/** The payer of a browser: the header, else the cookie, else the first payer. */
export function payerOf(state: State, request: Request): string {
  const named = request.headers.get('x-sandbox-payer') ?? cookie(request, 'sandbox_payer')
  if (named !== undefined && state.payers.has(named)) return named
  return state.payers.keys().next().value ?? ''
}

/** In WeChat, and not in WeCom, which says MicroMessenger too. */
export function isWechat(request: Request): boolean {
  const userAgent = request.headers.get('user-agent') ?? ''
  return /MicroMessenger\//i.test(userAgent) && !/wxwork\//i.test(userAgent)
}

function cookie(request: Request, name: string): string | undefined {
  const pair = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
  return pair?.slice(name.length + 1)
}
