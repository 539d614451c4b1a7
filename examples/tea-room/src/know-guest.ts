import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

/** The restaurant's own Official Account, whose menu and messages lead here. */
export type OfficialAccount = {
  readonly appid: string
  readonly secret: string
  /** `https://open.weixin.qq.com`, or a sandbox. */
  readonly authorizeHost: string
  /** `https://api.weixin.qq.com`, or a sandbox. */
  readonly apiHost: string
}

/** Who the guest is; or the way to learn it; or `unknown`, when that way led nowhere. */
type Visit = { readonly openid: string } | { readonly goTo: string } | 'unknown'

type ReceptionOptions = {
  readonly account: OfficialAccount
  readonly publicUrl: string
  readonly fetch: (request: Request) => Promise<Response>
  readonly randomBytes: (size: number) => Uint8Array
}

export type Reception = { readonly meet: (c: Context) => Promise<Visit> }

const EVENING_SECONDS = 12 * 60 * 60
const MAX_GUESTS = 10_000

/** Learns from WeChat who a guest is, without asking them, and remembers it for an evening. */
export function openReception(options: ReceptionOptions): Reception {
  const { account, publicUrl } = options
  const guests = new Map<string, string>()
  const attributes = {
    path: '/',
    httpOnly: true,
    // Lax, not Strict: the guest comes by a link of WeChat's.
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    maxAge: EVENING_SECONDS,
  } as const
  const newSecret = (): string => Buffer.from(options.randomBytes(16)).toString('hex')

  return {
    async meet(c) {
      const known = guests.get(getCookie(c, 'guest') ?? '')
      if (known !== undefined) return { openid: known }
      const { code, state } = c.req.query()
      if (code === undefined) {
        const nonce = newSecret()
        setCookie(c, 'asked', nonce, attributes)
        return { goTo: authorizeAddress(account, `${publicUrl}${c.req.path}`, nonce) }
      }
      // Somebody may send a guest a link with a code of theirs: the guest must not pay the sender's bill.
      if (state === undefined || state !== getCookie(c, 'asked')) return 'unknown'
      deleteCookie(c, 'asked', { path: '/' })
      const openid = await exchangeCode(options, code)
      if (openid === undefined) return 'unknown'
      const guest = newSecret()
      guests.set(guest, openid)
      const [oldest] = guests.keys()
      if (guests.size > MAX_GUESTS && oldest !== undefined) guests.delete(oldest)
      setCookie(c, 'guest', guest, attributes)
      return { openid }
    },
  }
}

/** `snsapi_base` tells only the openid, so WeChat asks the guest nothing. The order of these is WeChat's. */
function authorizeAddress(
  { authorizeHost, appid }: OfficialAccount,
  returnUrl: string,
  state: string,
): string {
  const query = new URLSearchParams([
    ['appid', appid],
    ['redirect_uri', returnUrl],
    ['response_type', 'code'],
    ['scope', 'snsapi_base'],
    ['state', state],
  ])
  return `${authorizeHost}/connect/oauth2/authorize?${query.toString()}#wechat_redirect`
}

async function exchangeCode(
  { account, fetch }: ReceptionOptions,
  code: string,
): Promise<string | undefined> {
  const query = new URLSearchParams({
    appid: account.appid,
    secret: account.secret,
    code,
    grant_type: 'authorization_code',
  })
  try {
    const answer = await fetch(
      new Request(`${account.apiHost}/sns/oauth2/access_token?${query.toString()}`),
    )
    const { openid } = (await answer.json()) as { readonly openid?: unknown }
    return typeof openid === 'string' ? openid : undefined
  } catch {
    // The address has our secret in it, so nothing of this error may be logged.
    return undefined
  }
}
