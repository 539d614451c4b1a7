import {
  createQfpayClient,
  createWechatOauth,
  type QfpayClient,
  type QfpayOptions,
  type WechatOauth,
} from '@tael/qfpay'
import { createEnquirer, type Enquirer } from '../enquiries/enquirer.ts'
import { type Clock } from '../platform/clock.ts'
import { type Log } from '../platform/log.ts'
import { type Account } from './account.ts'

/** What an account speaks to: QFPay, WeChat's OAuth for method 1, and the one who enquires. */
type Gateway = {
  readonly qfpay: QfpayClient
  readonly wechat: WechatOauth | undefined
  readonly enquirer: Enquirer
}

export type Gateways = (account: Account) => Gateway

/** One gateway for each account, so that its request limit and its enquiries are shared. */
export function createGateways(deps: {
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly random: () => number
  readonly log: Log
}): Gateways {
  const known = new Map<string, Gateway>()
  return (account) => {
    const gateway = known.get(account.id) ?? connect(account, deps)
    known.set(account.id, gateway)
    return gateway
  }
}

function connect(account: Account, deps: Parameters<typeof createGateways>[0]): Gateway {
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
  const qfpay = createQfpayClient({
    ...shared,
    host: settings.host,
    cashierUrl: settings.cashierUrl,
    appCode: settings.appCode,
    clientKey: secrets.clientKey,
    signType: settings.signType,
    utcOffset: settings.utcOffset,
    ...(settings.mchid !== undefined && { mchid: settings.mchid }),
    ...(settings.currencyScales !== undefined && { currencyScales: settings.currencyScales }),
  })
  const wechat =
    settings.wechat && secrets.wechatSecret !== undefined
      ? createWechatOauth({ ...shared, ...settings.wechat, secret: secrets.wechatSecret })
      : undefined
  return {
    qfpay,
    wechat,
    enquirer: createEnquirer({
      enquireAll: (filter) => qfpay.enquireAll(filter),
      clock: deps.clock,
    }),
  }
}
