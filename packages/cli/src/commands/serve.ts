import { setTimeout as sleep } from 'node:timers/promises'
import {
  createCheckout,
  createLog,
  openDatabase,
  openMetrics,
  openNetwork,
  openWebhookNetwork,
  serveHttp,
  systemClock,
  WrongSecretError,
  type Checkout,
  type Database,
  type HttpServer,
  type Log,
  type Metrics,
} from '@tael/checkout'
import { parseConfig, type Config } from '../config.ts'
import { EXIT, fail, untilStopped } from '../output.ts'
import { systemRandomBytes } from '../system-random.ts'

/** Longer than any request of ours and any silence of the database, one after the other. */
const STOP_WITHIN_MS = 60_000

/** `tael serve`: the checkout for real money, configured by the environment. */
export async function serve(): Promise<void> {
  const config = readConfig()
  const metrics = config.metricsPort === undefined ? undefined : await openMetrics()
  const { checkout, database, log } = await openCheckout(config, metrics)
  const stopped = untilStopped()
  // The reader of the log may go away; the payers stay.
  process.stdout.on('error', () => undefined)
  const stopTasks = checkout.startTasks()
  const server = await serveHttp(checkout, { port: config.port, host: config.host })
  log.info('checkout.started', { url: server.url, database: database.engine })
  if (isLoopback(config.host)) {
    log.info('checkout.this_machine_only', { hint: 'TAEL_HOST=0.0.0.0 lets others reach it' })
  }
  const metricsServer = await serveMetrics(checkout, config)
  if (metricsServer) log.info('checkout.metrics', { url: `${metricsServer.url}/metrics` })
  const { https, http } = config.proxies
  if (https ?? http) log.info('checkout.proxies', { https: https?.host, http: http?.host })
  await stopped
  endAnyway(log)
  checkout.drain()
  await sleep(config.drainSeconds * 1000)
  await server.close()
  await stopTasks()
  await metricsServer?.close()
  await database.close()
  log.info('checkout.stopped')
}

/** On a port of its own, which the proxy in front of Tael does not show to the world. */
async function serveMetrics(
  checkout: Checkout,
  { host, metricsPort }: Config,
): Promise<HttpServer | undefined> {
  if (metricsPort === undefined) return undefined
  const answer = async (request: Request): Promise<Response> => {
    if (new URL(request.url).pathname !== '/metrics') return new Response(null, { status: 404 })
    return new Response(await checkout.readMetrics(), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    })
  }
  return serveHttp({ fetch: answer }, { port: metricsPort, host })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** The next process finds in the database what was under way. */
function endAnyway(log: Log): void {
  AbortSignal.timeout(STOP_WITHIN_MS).addEventListener('abort', () => {
    log.error('checkout.stop_overdue', { after_ms: STOP_WITHIN_MS })
    process.exit(EXIT.failure)
  })
}

export function readConfig(): Config {
  const parsed = parseConfig(process.env)
  if ('config' in parsed) return parsed.config
  return fail('configuration', 'The configuration is not complete:', [
    ...parsed.problems,
    'docs/going-live.md says how to write tael.env; read it into this shell with: set -a && . ./tael.env && set +a',
  ])
}

export async function openMigrated({ database: location, logLevel }: Config): Promise<{
  readonly database: Database
  readonly log: Log
  /** The names of the migrations that it lacked. */
  readonly applied: readonly string[]
}> {
  const log = createLog({ clock: systemClock, level: logLevel })
  const database = await openDatabase(location, { clock: systemClock, random: Math.random, log })
  return { database, log, applied: await database.migrate() }
}

export async function openCheckout(
  config: Config,
  metrics?: Metrics,
): Promise<{ readonly checkout: Checkout; readonly database: Database; readonly log: Log }> {
  const { database, log, applied } = await openMigrated(config)
  if (applied.length > 0) log.info('database.migrated', { applied })
  const { proxies } = config
  const checkout = createCheckout({
    database,
    publicUrl: config.publicUrl,
    secrets: config.secrets,
    ...(config.operatorKey !== undefined && { operatorKey: config.operatorKey }),
    daysKept: config.daysKept,
    wechatFiles: config.wechatFiles,
    clock: systemClock,
    fetch: openNetwork({ proxies }),
    webhooks: openWebhookNetwork({ allowPrivate: config.allowsPrivateWebhooks, proxies }),
    random: Math.random,
    randomBytes: systemRandomBytes,
    log,
    metrics,
  })
  try {
    await checkout.checkSecrets()
  } catch (error) {
    await database.close()
    if (error instanceof WrongSecretError) fail('configuration', error.message)
    throw error
  }
  return { checkout, database, log }
}
