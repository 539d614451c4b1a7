import type { Context } from 'hono'
import { timeZoneOf, type AccountSettings } from '../../accounts/account.ts'
import { readAccounts } from '../../accounts/read-accounts.ts'
import type { Actor } from '../../audit/actor.ts'
import type { Deps } from '../../deps.ts'
import type { ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { giveOwnCookie, readOwnCookie } from '../../http/own-cookie.ts'
import { isLanguage, type Language } from '../../language/language.ts'
import { payerLanguage } from '../../language/payer-language.ts'
import { parseId, type IdPrefix } from '../../platform/ids.ts'
import type { Html } from './frame.ts'
import type { FrameView } from './view.ts'

const COOKIE = { name: 'tael_operator_language', path: '/dashboard' }
const YEAR_SECONDS = 365 * 24 * 60 * 60
/** Of pages about several accounts: QFPay's own time zone, in which its statements count days. */
export const QFPAY_ZONE = '+08:00'

type Zoned = { readonly settings: Pick<AccountSettings, 'utcOffset' | 'timeZone'> }

/** The zone in which the days of these accounts count: their own, or QFPay's where they have several. */
export function zoneOf(accounts: readonly Zoned[]): string {
  return theOneOf(accounts.map(({ settings }) => timeZoneOf(settings)))
}

/** The zone in which QFPay counts the days of these accounts. */
export function gatewayZoneOf(accounts: readonly Zoned[]): string {
  return theOneOf(accounts.map(({ settings }) => settings.utcOffset))
}

function theOneOf(zones: readonly string[]): string {
  const [zone = QFPAY_ZONE] = new Set(zones).size === 1 ? zones : []
  return zone
}

/** Of a row in a list: an operator of one account need not read its name on every line. */
export function nameAmong(
  names: ReadonlyMap<string, string>,
  accountId: string,
): string | undefined {
  return names.size > 1 ? names.get(accountId) : undefined
}

type Status = 200 | 400 | 401 | 403 | 404 | 409 | 413 | 500 | 503

/** What every page of the dashboard is made with. */
export type Shell = {
  /** The path of the dashboard. */
  readonly home: string
  readonly environment: { readonly environment?: string }
  readonly hasOperatorKey: boolean
  readonly languageOf: (c: Context) => Language
  readonly chooseLanguage: (c: Context, language: unknown) => void
  /** Of a page about one account, or some: in their zone. */
  readonly frame: (c: Context, timeZone: string) => FrameView
  /** Of a page about all accounts. */
  readonly frameOfAll: (c: Context) => Promise<FrameView>
  readonly page: (c: Context, html: Html, status?: Status) => Promise<Response>
  /** Only a path of the dashboard itself: a form must not lead elsewhere. */
  readonly ownPath: (value: unknown) => string | undefined
}

export function createShell(
  deps: Pick<Deps, 'clock' | 'publicUrl' | 'basePath' | 'database' | 'sealing'>,
  options: { readonly environment?: string; readonly operatorKey?: string | undefined },
): Shell {
  const home = `${deps.basePath}/dashboard`
  const environment = options.environment === undefined ? {} : { environment: options.environment }
  const languageOf = (c: Context): Language => {
    const kept = readOwnCookie(c, deps, COOKIE)
    if (isLanguage(kept)) return kept
    return payerLanguage({ acceptLanguage: c.req.header('accept-language') ?? '' })
  }
  const frame: Shell['frame'] = (c, timeZone) => ({
    language: languageOf(c),
    now: deps.clock.now().getTime(),
    timeZone,
    home,
    ...operatorOf(c),
    path: c.req.method === 'GET' ? deps.basePath + pathAndQuery(c) : home,
    ...environment,
  })
  return {
    home,
    environment,
    hasOperatorKey: options.operatorKey !== undefined,
    languageOf,
    chooseLanguage(c, language) {
      if (!isLanguage(language)) return
      giveOwnCookie(c, deps, {
        ...COOKIE,
        value: language,
        sameSite: 'Strict',
        maxAge: YEAR_SECONDS,
      })
    },
    frame,
    frameOfAll: async (c) => frame(c, zoneOf(await readAccounts(deps))),
    page: async (c, html, status = 200) => c.html(await html, status),
    ownPath: (value) =>
      typeof value === 'string' &&
      value.startsWith(home) &&
      /^(?:[/?][\w\-./?=&%+*]*)?$/.test(value.slice(home.length))
        ? value
        : undefined,
  }
}

/** What a part of the path names, such as `:payment`. There is no such page if it names nothing. */
export async function named<Found>(
  c: Context,
  part: string,
  prefix: IdPrefix,
  read: (id: string) => Promise<Found | undefined>,
): Promise<Found> {
  const id = parseId(prefix, c.req.param(part) ?? '')
  return (id && (await read(id))) ?? notFound()
}

/** The operator who looks: their name, where it is not the operator key, and what they may do. */
function operatorOf(c: Context): Pick<FrameView, 'operator' | 'permissions'> {
  const actor = (c as Context<ApiEnv>).get('actor') as Actor | undefined
  return {
    operator: actor?.kind === 'operator' ? actor.name : undefined,
    permissions: actor?.permissions ?? [],
  }
}

function pathAndQuery(c: Context): string {
  return c.req.path + new URL(c.req.url).search
}
