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
  /** What payers see. */
  readonly name: string
  readonly createdAt: Date
  /** Grows with each change of the account. */
  readonly version: number
  /** Since when it takes no new payments; undefined while it does. */
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
  /** Zone of QFPay's times, such as `+08:00`. */
  readonly utcOffset: string
  /** Decimals of currencies whose scale QFPay does not document (JPY, IDR). */
  readonly currencyScales?: Readonly<Record<string, number>>
  /** Lower than QFPay's own, where other systems use the same account. */
  readonly requestLimit?: { readonly perSecond: number; readonly perMinute: number }
  /** What becomes of money that is proved after its payment is over; accepted unless said otherwise. */
  readonly latePayments?: 'accept' | 'refund'
  /** Whether its gateway is asked to close what could still be paid of a payment that is over. */
  readonly closesOrders?: boolean
  /** Origins to which a payer may be sent back. */
  readonly returnOrigins: readonly string[]
  /** Method 1: the merchant's Official Account. */
  readonly wechat?: {
    readonly appid: string
    readonly authorizeHost: string
    readonly apiHost: string
  }
}

export type AccountSecrets = {
  readonly clientKey: string
  /** Keys that were replaced and that notifications may still be signed with, the newest first. */
  readonly formerClientKeys?: readonly FormerClientKey[]
  /** The key under notifications, where QFPay has issued one apart from the client_key. */
  readonly notificationKey?: string
  /** Method 1. */
  readonly wechatSecret?: string
}

type FormerClientKey = {
  readonly clientKey: string
  /** ISO 8601. */
  readonly verifiesUntil: string
}

/** QFPay may have signed a notification before the key was replaced, and repeats it for hours. */
const CLIENT_KEY_OVERLAP_MS = 24 * 60 * 60_000
/** Of changes that follow each other within the overlap. */
const MOST_FORMER_KEYS = 3

/** Signs requests with a new client_key at once; notifications are verified with the one before too, for a day. */
export function replaceClientKey(
  secrets: AccountSecrets,
  clientKey: string,
  now: Date,
): AccountSecrets {
  if (clientKey === secrets.clientKey) return secrets
  const verifiesUntil = new Date(now.getTime() + CLIENT_KEY_OVERLAP_MS).toISOString()
  const former = (secrets.formerClientKeys ?? []).filter(
    (one) => verifies(one, now) && one.clientKey !== clientKey,
  )
  return {
    ...secrets,
    clientKey,
    formerClientKeys: [{ clientKey: secrets.clientKey, verifiesUntil }, ...former].slice(
      0,
      MOST_FORMER_KEYS,
    ),
  }
}

/** The keys that a notification may be signed with at this moment, the likeliest first. */
export function verifyingKeys(
  { clientKey, formerClientKeys = [], notificationKey }: AccountSecrets,
  now: Date,
): readonly [string, ...string[]] {
  const former = formerClientKeys.filter((one) => verifies(one, now))
  const keys = [clientKey, ...former.map((one) => one.clientKey)] as const
  // Which products QFPay signs with it is not documented, so the client_key verifies as well.
  return notificationKey === undefined ? keys : [notificationKey, ...keys]
}

function verifies({ verifiesUntil }: FormerClientKey, now: Date): boolean {
  return now.getTime() < Date.parse(verifiesUntil)
}

/** Who can tell whether an account works. */
export type AccountCheck = {
  /**
   * Throws a QfpayConfigurationError when the clients cannot use the account: better when it is
   * written down than when the first payer comes.
   */
  readonly refuseUnusable: (account: Account) => void
}
