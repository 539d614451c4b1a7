import {
  operatorKeyProblem,
  publicUrlProblem,
  readProxies,
  withoutSlash,
  type LogLevel,
  type Proxies,
} from '@tael/checkout'
import { VARIABLES } from './variables.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What `tael serve` reads from the environment. */
export type Config = {
  readonly database:
    | { readonly url: string; readonly connections?: number }
    | { readonly directory: string }
  readonly publicUrl: string
  readonly secrets: readonly [string, ...string[]]
  readonly operatorKey: string | undefined
  readonly port: number
  readonly host: string
  readonly logLevel: LogLevel
  readonly wechatFiles: readonly string[]
  readonly daysKept: Readonly<Record<Kept, number | undefined>>
  readonly allowsPrivateWebhooks: boolean
  /** For how long `tael serve` still serves after it was told to stop, while `/ready` answers 503. */
  readonly drainSeconds: number
  /** Where Prometheus reads; undefined if nothing is counted. */
  readonly metricsPort: number | undefined
  /** The proxies for requests to QFPay, to WeChat, and for webhooks. */
  readonly proxies: Proxies
}

/**
 * Kubernetes sets variables in every pod for each Service in its namespace, and one may be called `tael`:
 * `TAEL_SERVICE_HOST`, `TAEL_SERVICE_PORT_HTTP`, `TAEL_PORT_4000_TCP_ADDR`, and `TAEL_PORT` as an address.
 */
const SERVICE_LINK =
  /^TAEL_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?)$/
/** Half of what `tael serve` gives itself to stop. */
const MAX_DRAIN_SECONDS = 30
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent']

/** Reads the environment, and reports all faults together. */
export function parseConfig(
  given: Environment,
): { readonly config: Config } | { readonly problems: readonly string[] } {
  const env = withoutEmpty(given)
  const problems = Object.keys(given)
    .filter(
      (name) => name.startsWith('TAEL_') && !VARIABLES.includes(name) && !SERVICE_LINK.test(name),
    )
    .map((name) => `${name} is not known; did you mean one of ${VARIABLES.join(', ')}?`)

  const publicUrl = env['TAEL_PUBLIC_URL'] ?? ''
  const urlProblem = publicUrlProblem(publicUrl)
  if (urlProblem !== undefined) problems.push(`TAEL_PUBLIC_URL ${urlProblem}`)
  const [newest = '', ...older] = (env['TAEL_SECRET'] ?? '').split(',').map((one) => one.trim())
  if ([newest, ...older].some((secret) => secret.length < 32)) {
    problems.push(
      'TAEL_SECRET must be at least 32 random characters (openssl rand -base64 32); to roll it, "new,old"',
    )
  }
  const operatorKey = env['TAEL_OPERATOR_KEY']
  const keyProblem = operatorKey === undefined ? undefined : operatorKeyProblem(operatorKey)
  if (keyProblem !== undefined) problems.push(`TAEL_OPERATOR_KEY ${keyProblem}`)
  const ownPort = withoutServiceLink(env['TAEL_PORT'])
  const port = Number(ownPort ?? env['PORT'] ?? 4000)
  if (!isPort(port)) problems.push('TAEL_PORT must be a port, 1 to 65535')
  const metrics = withoutServiceLink(env['TAEL_METRICS_PORT'])
  const metricsPort = metrics === undefined ? undefined : Number(metrics)
  if (metricsPort !== undefined && !isPort(metricsPort))
    problems.push('TAEL_METRICS_PORT must be a port, 1 to 65535')
  const logLevel = LEVELS.find((level) => level === (env['TAEL_LOG'] ?? 'info'))
  if (logLevel === undefined) problems.push(`TAEL_LOG must be one of ${LEVELS.join(', ')}`)
  const allowPrivate = env['TAEL_ALLOW_PRIVATE_WEBHOOKS'] ?? 'false'
  if (!['true', 'false'].includes(allowPrivate)) {
    problems.push('TAEL_ALLOW_PRIVATE_WEBHOOKS must be true or false')
  }
  // If its address got lost, another database would seem to have lost every payment.
  const url = given['DATABASE_URL']
  if (url !== undefined && !/^postgres(ql)?:\/\//.test(url)) {
    problems.push('DATABASE_URL must be a postgres:// address')
  }
  const connections = env['TAEL_DATABASE_CONNECTIONS']
  if (connections !== undefined && !/^[1-9]\d{0,2}$/.test(connections)) {
    problems.push('TAEL_DATABASE_CONNECTIONS must be a whole number from 1 to 999')
  }
  const drainSeconds = Number(env['TAEL_DRAIN_SECONDS'] ?? 0)
  if (!Number.isInteger(drainSeconds) || drainSeconds < 0 || drainSeconds > MAX_DRAIN_SECONDS) {
    problems.push(`TAEL_DRAIN_SECONDS must be a whole number from 0 to ${MAX_DRAIN_SECONDS}`)
  }
  const wechatFiles = (env['TAEL_WECHAT_FILES'] ?? '')
    .split(',')
    .flatMap((name) => name.trim() || [])
  if (wechatFiles.some((name) => !/^MP_verify_\w{1,64}\.txt$/.test(name))) {
    problems.push('TAEL_WECHAT_FILES must name files such as MP_verify_AbCd1234EfGh5678.txt')
  }
  const proxies = proxiesOf(given, problems)
  const daysKept = daysKeptOf(env, problems)
  if (problems.length > 0 || logLevel === undefined) return { problems }
  return {
    config: {
      database:
        url === undefined
          ? { directory: env['TAEL_DATA'] ?? '.tael/data' }
          : { url, ...(connections !== undefined && { connections: Number(connections) }) },
      publicUrl: withoutSlash(publicUrl),
      secrets: [newest, ...older],
      operatorKey,
      port,
      // A platform that sets PORT reaches it from outside its container.
      host:
        env['TAEL_HOST'] ??
        (ownPort !== undefined || env['PORT'] === undefined ? '127.0.0.1' : '0.0.0.0'),
      logLevel,
      wechatFiles,
      daysKept,
      allowsPrivateWebhooks: allowPrivate === 'true',
      drainSeconds,
      metricsPort,
      proxies,
    },
  }
}

/** An empty variable counts as not set: compose makes one of `${TAEL_PORT:-}`. */
function withoutEmpty(given: Environment): Environment {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
}

/** Undefined if Kubernetes has written the address of a Service there. */
function withoutServiceLink(port: string | undefined): string | undefined {
  return port?.includes('://') ? undefined : port
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535
}

type Kept = 'notifications' | 'deliveries' | 'events'

/** The shortest safe values: a webhook is tried for days, and a payment is open for up to 30. */
function daysKeptOf(env: Environment, problems: string[]): Config['daysKept'] {
  const days = (name: string, text: string | undefined, least: number): number | undefined => {
    if (text === undefined) return undefined
    if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) < least) {
      problems.push(`${name} must be a whole number from ${least} to 9999`)
    }
    return Number(text)
  }
  return {
    notifications: days('TAEL_NOTIFICATION_DAYS', env['TAEL_NOTIFICATION_DAYS'], 1),
    deliveries: days('TAEL_DELIVERY_DAYS', env['TAEL_DELIVERY_DAYS'], 7),
    events: days('TAEL_EVENT_DAYS', env['TAEL_EVENT_DAYS'], 60),
  }
}

function proxiesOf(env: Environment, problems: string[]): Proxies {
  try {
    return readProxies(env)
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
    return { except: [] }
  }
}
