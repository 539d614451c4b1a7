import { QfpayConfigurationError } from '../errors/errors.ts'
import { utcOffsetOf } from '../hosts.ts'
import { systemClock, systemFetch, systemRandom, type Clock } from '../system-clock.ts'
import type { Reading } from '../wire/messages.ts'
import { CURRENCY_EXPONENTS, isCurrency, type CurrencyScales } from '../wire/money.ts'
import type { SignType } from '../wire/signature.ts'
import { offsetMsOf } from '../wire/time.ts'
import { isWebUrl } from '../wire/web-url.ts'
import type { Exchange } from './observe.ts'
import { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limit.ts'

/** Receives structured events, as pino does; never a key, an openid or an ID number. */
export interface Logger {
  debug(fields: object, message?: string): void
  warn(fields: object, message?: string): void
}

/** What both clients of this package get from outside. */
export type NetworkOptions = {
  /** For each single request, in milliseconds; default 20 000. */
  readonly timeoutMs?: number
  /** How often to retry a request that is safe to retry; default 2. */
  readonly retries?: number
  readonly fetch?: typeof fetch
  readonly clock?: Clock
  /** A number in [0, 1), for the jitter of retries. */
  readonly random?: () => number
  readonly logger?: Logger
  /**
   * Receives every request with its result as soon as it ends, with secrets and personal values
   * masked. If it throws, that is logged and changes nothing.
   */
  readonly observe?: (exchange: Exchange) => void
}

/** The settings of both clients, after their options are complete. */
export type NetworkSettings = Required<Omit<NetworkOptions, 'observe'>> & {
  readonly observe: NetworkOptions['observe']
}

export type QfpayOptions = NetworkOptions & {
  /** The API's origin: one of {@link QFPAY_HOSTS}, or a sandbox. */
  readonly host: string
  readonly appCode: string
  /** The signing secret. Stays on the server. */
  readonly clientKey: string
  /** The key that signs notifications, if QFPay issued one besides `clientKey`. */
  readonly notificationKey?: string
  /** The store. Give it if QFPay issued one, and only then: every call sends and signs it. */
  readonly mchid?: string
  /** Default MD5. The OAuth URL is always signed with MD5. */
  readonly signType?: SignType
  /** QFPay's cashier page of method 2; default `https://o2-hk.qfapi.com/q/direct`. */
  readonly cashierUrl?: string
  /** The account's time zone; default {@link utcOffsetOf} the host. */
  readonly utcOffset?: string
  readonly currencyScales?: CurrencyScales
  /**
   * QFPay allows one merchant 100 requests a second and 400 a minute, the default. Give your own
   * limiter so that processes share one budget, or `false` to send without waiting.
   */
  readonly rateLimit?: RateLimit | RateLimiter | false
}

/** Options, checked and completed. */
export type Settings = NetworkSettings &
  Reading & {
    readonly host: string
    readonly appCode: string
    readonly clientKey: string
    readonly mchid: string | undefined
    readonly signType: SignType
    readonly cashierUrl: string
    readonly limiter: RateLimiter | undefined
  }

type Checks = Readonly<Record<string, (value: unknown) => string | false>>

const SILENT: Logger = { debug: () => undefined, warn: () => undefined }
const TEXT = /^[\x21-\x7e]{1,128}$/

const NETWORK_CHECKS: Checks = {
  timeoutMs: (value) => !isInteger(value, 1) && 'must be a positive integer of milliseconds',
  retries: (value) => !isInteger(value, 0) && 'must be an integer, 0 or more',
  fetch: (value) => typeof value !== 'function' && 'must be a function',
  clock: (value) => !hasMethods(value, ['now', 'sleep']) && 'must have now() and sleep()',
  random: (value) => typeof value !== 'function' && 'must be a function',
  logger: (value) => !hasMethods(value, ['debug', 'warn']) && 'must have debug() and warn()',
  observe: (value) => typeof value !== 'function' && 'must be a function',
}

const CHECKS: Checks = {
  ...NETWORK_CHECKS,
  host: (value) => !isOrigin(value) && 'must be an origin such as https://openapi-hk.qfapi.com',
  appCode: (value) => !isText(value) && 'must be the app_code QFPay issued, without spaces',
  clientKey: (value) => !isText(value) && 'must be the client_key QFPay issued, without spaces',
  notificationKey: (value) => !isText(value) && 'must be the key QFPay issued, without spaces',
  mchid: (value) =>
    !(isText(value) && value.length <= 64) &&
    'must be the mchid QFPay issued (leave it out if there is none)',
  signType: (value) => value !== 'MD5' && value !== 'SHA256' && "must be 'MD5' or 'SHA256'",
  cashierUrl: (value) => !isWebUrl(value) && 'must be an absolute http(s) URL',
  utcOffset: (value) =>
    !(typeof value === 'string' && offsetMsOf(value) !== undefined) && 'must look like +08:00',
  currencyScales: (value) =>
    !isScales(value) && 'must give a number of decimals, 0 to 3, for currencies QFPay knows',
  rateLimit: (value) =>
    value !== false &&
    !hasMethods(value, ['acquire']) &&
    !isRateLimit(value) &&
    'must be { perSecond, perMinute }, a limiter with acquire(), or false',
}

/** Checks options and completes them; throws with all faults together. */
export function parseOptions(options: QfpayOptions): Settings {
  refuseFaults('createQfpayClient', options, CHECKS, ['host', 'appCode', 'clientKey'])
  const network = completeNetwork(options)
  return {
    ...network,
    host: new URL(options.host).origin,
    appCode: options.appCode,
    clientKey: options.clientKey,
    mchid: options.mchid,
    signType: options.signType ?? 'MD5',
    cashierUrl: options.cashierUrl ?? 'https://o2-hk.qfapi.com/q/direct',
    offsetMs: offsetMsOf(options.utcOffset ?? utcOffsetOf(options.host)) ?? 0,
    currencyScales: options.currencyScales ?? {},
    limiter: limiterOf(options.rateLimit, network.clock),
  }
}

/** Checks the options of {@link createWechatOauth} in the same way. */
export function refuseWechatFaults(options: object): void {
  const checks: Checks = {
    ...NETWORK_CHECKS,
    appid: (value) => !isText(value) && 'must be the appid of the Official Account',
    secret: (value) => !isText(value) && 'must be the appsecret of the Official Account',
    authorizeHost: (value) => !isOrigin(value) && 'must be an http(s) origin',
    apiHost: (value) => !isOrigin(value) && 'must be an http(s) origin',
  }
  refuseFaults('createWechatOauth', options, checks, ['appid', 'secret'])
}

export function completeNetwork(options: NetworkOptions): NetworkSettings {
  return {
    timeoutMs: options.timeoutMs ?? 20_000,
    retries: options.retries ?? 2,
    fetch: options.fetch ?? systemFetch,
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    logger: options.logger ?? SILENT,
    observe: options.observe,
  }
}

function refuseFaults(
  subject: string,
  options: object,
  checks: Checks,
  required: readonly string[],
): void {
  if (!isRecord(options)) throw new QfpayConfigurationError(subject, ['options are missing'])
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const names = given.map(([name]) => name)
  const problems = required
    .filter((name) => !names.includes(name))
    .map((name) => `${name} is missing`)
  for (const [name, value] of given) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    const problem = check === undefined ? 'is not an option' : check(value)
    // The message does not show the value: it may be a key in the wrong place.
    if (problem !== false) problems.push(`${name} ${problem}`)
  }
  if (problems.length > 0) throw new QfpayConfigurationError(subject, problems)
}

function limiterOf(rateLimit: QfpayOptions['rateLimit'], clock: Clock): RateLimiter | undefined {
  if (rateLimit === false) return undefined
  if (rateLimit !== undefined && 'acquire' in rateLimit) return rateLimit
  return createRateLimiter(rateLimit ?? { perSecond: 100, perMinute: 400 }, clock)
}

function isOrigin(value: unknown): boolean {
  if (!isWebUrl(value)) return false
  const { pathname, search, hash } = new URL(value)
  return pathname === '/' && search === '' && hash === ''
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && TEXT.test(value)
}

function isInteger(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least
}

function isRateLimit(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { perSecond, perMinute, ...rest } = value
  return isInteger(perSecond, 1) && isInteger(perMinute, 1) && Object.keys(rest).length === 0
}

function isScales(value: unknown): boolean {
  if (!isRecord(value)) return false
  return Object.entries(value).every(
    ([currency, scale]) =>
      isCurrency(currency) &&
      isInteger(scale, 0) &&
      Number(scale) <= Math.max(3, CURRENCY_EXPONENTS[currency]),
  )
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'function')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
