import type { AuditFacts } from '../audit/audit-entry.ts'
import { DAY_MS } from '../platform/durations.ts'

/** How a payer reaches WeChat's payment module. A merchant's agreement with QFPay decides it. */
export type Flow =
  /** Method 1: the merchant's own Official Account; our page calls WeixinJSBridge. */
  | 'own-account'
  /** Method 2: QFPay's Official Account; QFPay's page calls WeixinJSBridge. */
  | 'qfpay-account'
  /** Canada: no authorization by us; the gateway answers with a pay_url. */
  | 'canada'

/** A merchant's agreement with QFPay and, for method 1, with WeChat. */
export type Account = {
  readonly id: string
  /** The name that payers see. */
  readonly name: string
  readonly createdAt: Date
  /** Grows with each change of the account. */
  readonly version: number
  /** Since when it accepts no new payments; undefined if it accepts them. */
  readonly disabledAt: Date | undefined
  readonly settings: AccountSettings
  readonly secrets: AccountSecrets
}

export type AccountSettings = {
  readonly flow: Flow
  /** QFPay's API origin of the account's region. */
  readonly host: string
  /** QFPay's page that opens WeChat's payment module (`/q/direct`); method 2. */
  readonly cashierUrl: string
  readonly appCode: string
  readonly mchid?: string
  readonly signType: 'MD5' | 'SHA256'
  readonly payType: string
  /** Time zone of QFPay's times, such as `+08:00`. */
  readonly utcOffset: string
  /** The zone in which the shop's people count days and read times, such as `America/Toronto`; see `timeZoneOf`. */
  readonly timeZone?: string
  /** Decimals of currencies whose scale QFPay does not document (JPY, IDR). */
  readonly currencyScales?: Readonly<Record<string, number>>
  /** Lower than QFPay's own limit if other systems use the same account. */
  readonly requestLimit?: { readonly perSecond: number; readonly perMinute: number }
  /** What to do with money that is proved after its payment is over; accepted by default. */
  readonly latePayments?: 'accept' | 'refund'
  /** Whether Tael asks the gateway to close the payable orders of a payment that is over. */
  readonly closesOrders?: boolean
  /** Refunds above this amount, in minor units, need a second person; none does if it is absent. */
  readonly refundApprovalAbove?: number
  /** Origins to which Tael may send a payer back. */
  readonly returnOrigins: readonly string[]
  /** Method 1: the merchant's Official Account. */
  readonly wechat?: {
    readonly appid: string
    readonly authorizeHost: string
    readonly apiHost: string
    /** The file in which WeChat finds that this host belongs to the Official Account. */
    readonly verificationFile?: string
  }
}

export type AccountSecrets = {
  readonly clientKey: string
  /** Replaced keys that may still have signed notifications, newest first. */
  readonly formerKeys?: readonly FormerKey[]
  /** The key that signs notifications, if QFPay issued one besides the client_key. */
  readonly notificationKey?: string
  /** Method 1. */
  readonly wechatSecret?: string
}

type FormerKey = {
  readonly key: string
  /** ISO 8601. */
  readonly verifiesUntil: string
}

/** In which people read the account's times. QFPay's own times and days are those of `utcOffset`. */
export function timeZoneOf(settings: Pick<AccountSettings, 'timeZone' | 'utcOffset'>): string {
  return settings.timeZone ?? settings.utcOffset
}

/** Where QFPay notifies Tael of what happened to an account's payments and refunds. */
export function notificationUrl({ id }: Pick<Account, 'id'>, publicUrl: string): string {
  return `${publicUrl}/notifications/${id}`
}

/** What anybody who may read an account may know of it: everything but its credentials. */
export function accountFacts(account: Account): AuditFacts {
  const { name, settings, disabledAt } = account
  return { name, ...settings, isDisabled: disabledAt !== undefined }
}

/** QFPay may have signed a notification before the key was replaced, and repeats it for hours. */
const KEY_OVERLAP_MS = DAY_MS
/** For changes that follow each other within the overlap. */
const MAX_FORMER_KEYS = 6

/**
 * Signs requests with a new client_key immediately; a notification_key of null is taken away. Keys that are replaced
 * verify notifications for a day more.
 */
export function replaceKeys(
  secrets: AccountSecrets,
  change: {
    readonly clientKey?: string | undefined
    readonly notificationKey?: string | null | undefined
  },
  now: Date,
): AccountSecrets {
  const { formerKeys = [], notificationKey: keyBefore, ...others } = secrets
  const { clientKey = secrets.clientKey, notificationKey = keyBefore } = change
  const keys = { clientKey, ...(typeof notificationKey === 'string' && { notificationKey }) }
  const isInUse = (key: string): boolean => Object.values(keys).includes(key)
  const verifiesUntil = new Date(now.getTime() + KEY_OVERLAP_MS).toISOString()
  const replaced = [secrets.clientKey, keyBefore].flatMap((key) =>
    key === undefined || isInUse(key) ? [] : [{ key, verifiesUntil }],
  )
  const former = [
    ...replaced,
    ...formerKeys.filter(
      (one) =>
        verifies(one, now) && !isInUse(one.key) && !replaced.some(({ key }) => key === one.key),
    ),
  ].slice(0, MAX_FORMER_KEYS)
  return { ...others, ...keys, ...(former.length > 0 && { formerKeys: former }) }
}

/** The keys that may have signed a notification at this moment, the likeliest first. */
export function verifyingKeys(
  { clientKey, formerKeys = [], notificationKey }: AccountSecrets,
  now: Date,
): readonly [string, ...string[]] {
  const former = formerKeys.filter((one) => verifies(one, now))
  const keys = [clientKey, ...former.map(({ key }) => key)] as const
  // QFPay does not document which products it signs with it, so the client_key verifies as well.
  return notificationKey === undefined ? keys : [notificationKey, ...keys]
}

function verifies({ verifiesUntil }: FormerKey, now: Date): boolean {
  return now.getTime() < Date.parse(verifiesUntil)
}

/** Tells whether an account works. */
export type AccountCheck = {
  /**
   * Throws a QfpayConfigurationError if the clients cannot use the account: better when an operator adds
   * it than when the first payer comes.
   */
  readonly refuseUnusable: (account: Account) => void
}
