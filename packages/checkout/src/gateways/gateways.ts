import {
  createQfpayClient,
  createWechatOauth,
  type Exchange,
  type QfpayClient,
  type QfpayOptions,
  type WechatOauth,
} from '@tael/qfpay'
import type { Account, AccountCheck } from '../accounts/account.ts'
import { laneOf, MARGIN_MS } from '../budget/allowance.ts'
import type { Budget } from '../budget/budget.ts'
import { shareBudget } from '../budget/share-budget.ts'
import type { Database } from '../database/database.ts'
import { createEnquirer, type Enquirer } from '../enquiries/enquirer.ts'
import { requestDraft, type ExchangeDraft } from '../exchanges/exchange.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createClockWatch, type ClockWatch } from './watch-clock.ts'

/** An account's clients: QFPay, WeChat's OAuth for method 1, and the enquirer. */
type Gateway = {
  readonly qfpay: QfpayClient
  readonly wechat: WechatOauth | undefined
  readonly enquirer: Enquirer
  /** Waits for a permit to send one request; the client then holds it, and not for long. */
  readonly takePermit: (endpoint: string, signal: AbortSignal) => Promise<QfpayClient>
}

export type Gateways = ((account: Account) => Gateway) &
  AccountCheck & {
    /** The clients of an account that may not be stored; for a check of its credentials. */
    readonly tryOut: (account: Account) => Pick<Gateway, 'qfpay' | 'wechat'>
    /** Rejects all that wait for a permit, so that a process can end. */
    readonly giveUp: () => void
  }

type GatewayDeps = {
  readonly database: Pick<Database, 'db'>
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
  /** Records question and answer. */
  readonly record: (draft: ExchangeDraft) => void
}

/** Part of the margin by which the budget lets requests be late. */
const HELD_MS = MARGIN_MS / 2

/**
 * One gateway for each account, and one budget for each merchant and limit, whatever accounts it has.
 * A changed account gets a new gateway; requests that wait in the old one end there.
 */
export function createGateways(deps: GatewayDeps): Gateways {
  const known = new Map<string, { readonly version: number; readonly gateway: Gateway }>()
  const enquirers: Enquirer[] = []
  const budgets = new Map<string, Budget>()

  function budgetOf(account: Account): Budget {
    const { host, appCode, requestLimit } = account.settings
    const merchant = [host, appCode, requestLimit?.perSecond, requestLimit?.perMinute].join(' ')
    const budget = budgets.get(merchant) ?? openBudget(account, deps)
    budgets.set(merchant, budget)
    return budget
  }

  function giveUp(): void {
    const reason = new Error('This process is stopping; the next one asks about what is due.')
    enquirers.forEach((enquirer) => enquirer.giveUp(reason))
    budgets.forEach((budget) => budget.giveUp(reason))
  }

  const find = (account: Account): Gateway => {
    const newest = known.get(account.id)
    // A caller that has read the account before the change gets the newer one.
    if (newest !== undefined && newest.version >= account.version) return newest.gateway
    const gateway = connect(account, budgetOf(account), deps)
    known.set(account.id, { version: account.version, gateway })
    enquirers.push(gateway.enquirer)
    return gateway
  }
  return Object.assign(find, {
    giveUp,
    tryOut: (account: Account) => connect(account, budgetOf(account), deps),
    refuseUnusable: (account: Account) => void connect(account, openBudget(account, deps), deps),
  })
}

function openBudget({ settings }: Account, deps: GatewayDeps): Budget {
  const { host, appCode, requestLimit } = settings
  return shareBudget(deps, { host, appCode }, requestLimit)
}

function connect(account: Account, budget: Budget, deps: GatewayDeps): Gateway {
  const { settings, secrets } = account
  const clock = {
    now: () => deps.clock.now().getTime(),
    sleep: (ms: number, signal?: AbortSignal) => deps.clock.sleep(ms, signal),
  }
  const log = deps.log.with({ account: account.id })
  const shared: Pick<QfpayOptions, 'fetch' | 'clock' | 'random' | 'logger'> = {
    fetch: deps.fetch,
    clock,
    random: deps.random,
    logger: {
      debug: (fields, message = 'qfpay') => log.debug(message, { ...fields }),
      warn: (fields, message = 'qfpay') => log.warn(message, { ...fields }),
    },
  }
  const options: QfpayOptions = {
    ...shared,
    host: settings.host,
    cashierUrl: settings.cashierUrl,
    appCode: settings.appCode,
    clientKey: secrets.clientKey,
    signType: settings.signType,
    utcOffset: settings.utcOffset,
    ...(settings.mchid !== undefined && { mchid: settings.mchid }),
    ...(settings.currencyScales !== undefined && { currencyScales: settings.currencyScales }),
  }
  const observe = (exchange: Exchange): void => {
    const draft = requestDraft(exchange)
    if (draft !== undefined) deps.record(draft)
  }
  const qfpay = createQfpayClient({
    ...options,
    observe,
    rateLimit: {
      acquire: ({ endpoint, signal }) => budget.acquire(() => laneOf(endpoint), signal),
    },
  })
  const wechat =
    settings.wechat && secrets.wechatSecret !== undefined
      ? createWechatOauth({
          ...shared,
          observe,
          appid: settings.wechat.appid,
          secret: secrets.wechatSecret,
          authorizeHost: settings.wechat.authorizeHost,
          apiHost: settings.wechat.apiHost,
        })
      : undefined
  const watchClock = createClockWatch({ clock: deps.clock, log }, settings.utcOffset)
  return {
    qfpay: watched(qfpay, watchClock),
    wechat,
    async takePermit(endpoint, signal) {
      await budget.acquire(() => laneOf(endpoint), signal)
      let heldUntil = clock.now() + HELD_MS
      const rateLimit: QfpayOptions['rateLimit'] = {
        async acquire(request) {
          const isHeld = clock.now() < heldUntil
          heldUntil = 0
          if (!isHeld) await budget.acquire(() => laneOf(request.endpoint), request.signal)
        },
      }
      return watched(createQfpayClient({ ...options, observe, rateLimit }), watchClock)
    },
    enquirer: createEnquirer({
      enquireAll: (filter, rateLimit, seen) =>
        createQfpayClient({ ...options, rateLimit, observe: seen }).enquireAll(filter),
      record: deps.record,
      budget,
      clock: deps.clock,
      random: deps.random,
      log,
    }),
  }
}

function watched(qfpay: QfpayClient, watchClock: ClockWatch): QfpayClient {
  return {
    ...qfpay,
    async createPayment(request) {
      const created = await qfpay.createPayment(request)
      watchClock(created.sysdtm)
      return created
    },
    async refund(request) {
      const refund = await qfpay.refund(request)
      watchClock(refund.recordedAt)
      return refund
    },
  }
}
