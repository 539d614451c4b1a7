import { Hono } from 'hono'
import { routePath } from 'hono/route'
import { getPath } from 'hono/utils/url'
import type { NewAccount } from './accounts/account-settings.ts'
import { addAccount } from './accounts/add-account.ts'
import { createKeyUses } from './accounts/key-uses.ts'
import { createKnownAccounts } from './accounts/known-accounts.ts'
import { isVerificationFile } from './accounts/read-accounts.ts'
import { COMMAND } from './audit/actor.ts'
import { dashboardRoutes } from './dashboard/dashboard-routes.ts'
import type { Database } from './database/database.ts'
import type { Deps } from './deps.ts'
import { countExchange } from './exchanges/count-exchange.ts'
import { createExchangeRecorder } from './exchanges/exchange-recorder.ts'
import { createGateways } from './gateways/gateways.ts'
import type { ApiEnv } from './http/api.ts'
import {
  basePathOf,
  ownPaths,
  publicUrlProblem,
  withoutBasePath,
  withoutSlash,
} from './http/base-path.ts'
import { clientAddress } from './http/client-address.ts'
import { errorResponse, knownError, ApiError } from './http/error.ts'
import { nameRequest } from './http/name-request.ts'
import { observeRequests } from './http/observe-requests.ts'
import { securityHeaders } from './http/security-headers.ts'
import { linkPageRoutes } from './link-page/link-page-routes.ts'
import { createLinkOpens } from './links/link-opens.ts'
import { merchantApi } from './merchant-api.ts'
import { observeFetch } from './network/observe-fetch.ts'
import { notificationsApi } from './notifications/notifications-api.ts'
import { isAdministered } from './operators/read-operators.ts'
import { payPageRoutes } from './pay-page/pay-page-routes.ts'
import { createPageOpens } from './payments/page-opens.ts'
import { createChanges } from './platform/changes.ts'
import type { Clock } from './platform/clock.ts'
import { countLog } from './platform/count-log.ts'
import { createIds } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import { noMetrics, type Metrics } from './platform/metrics.ts'
import { createRounds } from './platform/rounds.ts'
import { createSealing } from './platform/sealed.ts'
import { checkSecrets } from './resealing/check-secrets.ts'
import type { DaysKept } from './runtime.ts'
import { checkHealth } from './tasks/check-health.ts'
import { createReadinessCheck, type ReadinessCheck } from './tasks/check-readiness.ts'
import { readState } from './tasks/read-state.ts'
import { startTasks } from './tasks/tasks.ts'
import { createUnwantedEvents } from './webhooks/unwanted-events.ts'
import type { WebhookNetwork } from './webhooks/webhook-network.ts'

export type CheckoutOptions = {
  /** Opened and migrated; the caller closes it, after the checkout. */
  readonly database: Database
  /** The address at which payers and QFPay reach this server: `https://pay.example.com`, or `https://shop.example.com/pay`. */
  readonly publicUrl: string
  /** At least 32 random characters. To roll it, put the new one in front of the old. */
  readonly secrets: readonly [string, ...string[]]
  /** At least 24 random characters. Makes the first administrator, and opens the operators' API to the command. */
  readonly operatorKey?: string | undefined
  /**
   * What WeChat looks for on this host before an Official Account may authorize here: the name of the file
   * that it offers for download, `MP_verify_AbCd1234EfGh5678.txt`. An account can name its own instead.
   */
  readonly wechatFiles?: readonly string[]
  /** Shown to operators, such as `sandbox`. */
  readonly environment?: string
  readonly clock: Clock
  readonly fetch: typeof fetch
  /** How webhooks leave the process: `openWebhookNetwork({ allowPrivate: false })`, except in development. */
  readonly webhooks: WebhookNetwork
  /** Tael keeps notifications for 180 days, webhook deliveries for 30 and events for 400, unless this says otherwise. */
  readonly daysKept?: { readonly [kind in keyof DaysKept]?: number | undefined }
  /** A number in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (size: number) => Uint8Array
  readonly log: Log
  /** `await openMetrics()`; without it nothing is counted. */
  readonly metrics?: Metrics | undefined
}

export type Checkout = {
  /** The whole server: mount it in any framework that speaks Request and Response. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Adds a merchant account; its API key is shown only here. */
  readonly addAccount: (account: NewAccount) => Promise<{ accountId: string; apiKey: string }>
  /** Rejects with `WrongSecretError` if `secrets` do not open what the database holds: call it before you serve. Warns if nobody can sign in. */
  readonly checkSecrets: () => Promise<void>
  /** Answers 503 at `/ready` and `/open` from now on and serves everything else: call it before you stop serving. */
  readonly drain: () => void
  /** What `metrics` has counted, in Prometheus' text format, with the state of this moment. */
  readonly readMetrics: () => Promise<string>
  /** Starts the background work (enquiries, deadlines, …); returns a function that stops it. */
  readonly startTasks: () => () => Promise<void>
}

/** QFPay refunds for 365 days: as long, and a month more, it can be told what happened. */
const DAYS_KEPT: DaysKept = { notifications: 180, deliveries: 30, events: 400 }

/** Joins the parts. Nothing below this line asks the machine for time, randomness or the network. */
export function createDeps(options: CheckoutOptions): Deps {
  const { clock, random, randomBytes, metrics = noMetrics } = options
  const log = options.metrics === undefined ? options.log : countLog(options.log, metrics)
  const database = {
    ...options.database,
    onEvent: (event) => metrics.event(event),
  } satisfies Database
  const publicUrl = checkPublicUrl(options.publicUrl)
  const newId = createIds({ clock, randomBytes })
  const exchanges = createExchangeRecorder({ database, clock, newId, log })
  const sealing = createSealing(options.secrets, randomBytes)
  return {
    database,
    clock,
    newId,
    random,
    randomBytes,
    sealing,
    fetch: options.fetch,
    log,
    gateways: createGateways({
      database,
      fetch: observeFetch(options.fetch, { to: 'gateway', clock, metrics }),
      clock,
      random,
      log,
      record: (draft) => {
        countExchange(draft, metrics)
        exchanges.record(draft)
      },
    }),
    accounts: createKnownAccounts({ database, sealing, clock }),
    keyUses: createKeyUses({ database }),
    linkOpens: createLinkOpens({ database }),
    pageOpens: createPageOpens({ database }),
    changes: createChanges(),
    exchanges,
    rounds: createRounds(clock),
    metrics,
    webhooks: {
      ...options.webhooks,
      fetch: observeFetch(options.webhooks.fetch, { to: 'webhook', clock, metrics }),
    },
    unwantedEvents: createUnwantedEvents(),
    daysKept: daysKept(options.daysKept),
    publicUrl,
    basePath: basePathOf(publicUrl),
  }
}

function daysKept(given: CheckoutOptions['daysKept'] = {}): DaysKept {
  return {
    notifications: given.notifications ?? DAYS_KEPT.notifications,
    deliveries: given.deliveries ?? DAYS_KEPT.deliveries,
    events: given.events ?? DAYS_KEPT.events,
  }
}

/** The whole server over a database; it listens on no port and starts no background work. */
export function createCheckout(options: CheckoutOptions): Checkout {
  const deps = createDeps(options)
  const readiness = createReadinessCheck(deps)
  const app = createApp(deps, options, readiness)
  return {
    fetch: async (request) => app.fetch(request),
    addAccount: async (input) => {
      const { account, apiKey } = await addAccount({ ...deps, actor: COMMAND }, input)
      return { accountId: account.id, apiKey: apiKey.secret }
    },
    async checkSecrets() {
      await checkSecrets(deps)
      if (options.operatorKey !== undefined || (await isAdministered(deps))) return
      deps.log.warn('operator.none_can_sign_in', {
        hint: 'Nobody is an administrator yet: set TAEL_OPERATOR_KEY and start again, then sign in with it',
      })
    },
    drain: () => readiness.drain(),
    readMetrics: async () =>
      deps.metrics.read(
        {
          stuckTasks: deps.rounds.overdue().length,
          connections: deps.database.connections(),
        },
        await readState(deps),
      ),
    startTasks: () => startTasks(deps),
  }
}

/** The file's content is the middle of its name. */
const WECHAT_FILE = /^MP_verify_(\w{1,64})\.txt$/

function checkPublicUrl(publicUrl: string): string {
  const problem = publicUrlProblem(publicUrl)
  if (problem === undefined) return withoutSlash(publicUrl)
  throw new TypeError(`publicUrl ${problem}. It is ${publicUrl}`)
}

function createApp(
  deps: Deps,
  options: Pick<CheckoutOptions, 'operatorKey' | 'environment' | 'wechatFiles'>,
  readiness: ReadinessCheck,
): Hono<ApiEnv> {
  let own: RegExp | undefined
  const app: Hono<ApiEnv> = new Hono<ApiEnv>({
    getPath: (request) =>
      withoutBasePath(getPath(request), deps.basePath, (own ??= ownPaths(app.routes))),
  })
  app.use(nameRequest(deps))
  app.use(clientAddress)
  app.use(observeRequests(deps))
  app.use(securityHeaders(deps))
  app.get('/health', (c) => {
    const health = checkHealth(deps)
    return c.json(health, health.status === 'ok' ? 200 : 503)
  })
  app.get('/ready', async (c) => {
    const ready = await readiness.check()
    return c.json(ready, ready.status === 'ready' ? 200 : 503)
  })
  // For a proxy in front of one process: nobody else could answer while the database is away.
  app.get('/open', (c) =>
    readiness.isOpen() ? c.json({ status: 'open' }) : c.json({ status: 'stopping' }, 503),
  )
  const wechatFiles = options.wechatFiles ?? []
  const misnamed = wechatFiles.find((name) => !WECHAT_FILE.test(name))
  if (misnamed !== undefined)
    throw new TypeError(`${misnamed} is not the name of WeChat's file, MP_verify_….txt`)
  app.get('/:file{MP_verify_\\w+\\.txt}', async (c) => {
    const { file } = c.req.param()
    const [, content] = WECHAT_FILE.exec(file) ?? []
    const isOurs = wechatFiles.includes(file) || (await isVerificationFile(deps, file))
    return content !== undefined && isOurs ? c.text(content) : c.notFound()
  })
  app.route('/', payPageRoutes(deps))
  app.route('/', linkPageRoutes(deps))
  app.route('/', notificationsApi(deps))
  app.get('/', (c) => c.redirect(`${deps.basePath}/dashboard`, 303))
  app.route('/dashboard', dashboardRoutes(deps, options))
  app.route('/', merchantApi(deps, options))
  app.notFound((c) =>
    errorResponse(c, new ApiError('not_found', `There is nothing at ${c.req.path}`)),
  )
  app.onError((error, c) => {
    const known = knownError(error)
    if (known !== undefined && known.code !== 'unavailable') return errorResponse(c, known)
    deps.log.error('request.failed', { request: c.get('requestId'), path: routePath(c), error })
    return errorResponse(
      c,
      known ??
        new ApiError(
          'internal',
          'This is a fault of the server; nothing is lost. Retry with the same Idempotency-Key.',
        ),
    )
  })
  return app
}
