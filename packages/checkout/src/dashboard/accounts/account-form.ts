import type { Account } from '../../accounts/account.ts'
import { given, numberTyped, wordsOf, type Typed } from '../forms/typed.ts'
import { readThreshold, showThreshold } from './threshold.ts'

/** The form of a new account in the words of the API. */
export function newAccountTyped(typed: Typed): object {
  const wechat = given({
    appid: typed['appid'],
    secret: typed['wechat_secret'],
    verification_file: typed['verification_file'],
  })
  return given({
    name: typed['name'],
    flow: typed['flow'],
    host: typed['host'],
    cashier_url: typed['cashier_url'],
    app_code: typed['app_code'],
    client_key: typed['client_key'],
    notification_key: typed['notification_key'],
    mchid: typed['mchid'],
    sign_type: typed['sign_type'],
    pay_type: typed['pay_type'],
    utc_offset: typed['utc_offset'],
    time_zone: typed['time_zone'],
    late_payments: typed['late_payments'],
    close_orders: typed['close_orders'] === 'yes',
    return_origins: wordsOf(typed['return_origins']),
    request_limit: limitOf(typed),
    refund_approval_above: readThreshold(typed['refund_approval_above']),
    wechat: Object.keys(wechat).length === 0 ? undefined : wechat,
  })
}

/** What the form changes: a field that was emptied is taken away. */
export function accountChangeTyped(typed: Typed, { settings }: Account): object {
  return {
    ...given({
      name: typed['name'],
      pay_type: typed['pay_type'],
      utc_offset: typed['utc_offset'],
      late_payments: typed['late_payments'],
    }),
    mchid: typed['mchid'] || null,
    time_zone: typed['time_zone'] || null,
    close_orders: typed['close_orders'] === 'yes',
    return_origins: wordsOf(typed['return_origins']),
    request_limit: limitOf(typed) ?? null,
    refund_approval_above: readThreshold(typed['refund_approval_above']) ?? null,
    ...(settings.wechat && { wechat: { verification_file: typed['verification_file'] || null } }),
  }
}

/** Credentials that are not typed stay as they are. */
export function credentialsTyped(typed: Typed): object {
  const isWithout = typed['without_notification_key'] === 'yes'
  return given({
    client_key: typed['client_key'],
    notification_key: typed['notification_key'] || (isWithout ? null : undefined),
    wechat: typed['wechat_secret'] ? { secret: typed['wechat_secret'] } : undefined,
  })
}

/** An account as the form to change it begins. */
export function accountAsTyped({ name, settings }: Account): Typed {
  const { requestLimit } = settings
  return {
    name,
    mchid: settings.mchid ?? '',
    pay_type: settings.payType,
    utc_offset: settings.utcOffset,
    time_zone: settings.timeZone ?? '',
    late_payments: settings.latePayments ?? 'accept',
    close_orders: settings.closesOrders === true ? 'yes' : '',
    return_origins: settings.returnOrigins.join('\n'),
    per_second: requestLimit === undefined ? '' : String(requestLimit.perSecond),
    per_minute: requestLimit === undefined ? '' : String(requestLimit.perMinute),
    refund_approval_above: showThreshold(settings.refundApprovalAbove) ?? '',
    verification_file: settings.wechat?.verificationFile ?? '',
  }
}

function limitOf(typed: Typed): object | undefined {
  const limit = given({
    per_second: numberTyped(typed['per_second']),
    per_minute: numberTyped(typed['per_minute']),
  })
  return Object.keys(limit).length === 0 ? undefined : limit
}
