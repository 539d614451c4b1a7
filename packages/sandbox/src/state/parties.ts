import { z } from 'zod'

/** All that QFPay takes. */
export const CURRENCIES = [
  ...['AED', 'CNY', 'EUR', 'HKD', 'IDR', 'JPY', 'MMK', 'MYR', 'SGD', 'THB', 'USD', 'CAD', 'AUD'],
]

const currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as HKD')
const appid = z.string().regex(/^wx[0-9a-f]{16}$/, 'wx and 16 hexadecimal digits')

/** A merchant: QFPay's credentials and the features that are switched on for them. */
export const merchantSchema = z.strictObject({
  name: z.string().min(1).max(128),
  /** Developer identity, the header X-QF-APPCODE. */
  appCode: z.string().min(1).max(64),
  /** Signing secret. Use an invented one: the sandbox needs no real key. */
  clientKey: z.string().min(1).max(64),
  /** Signs notifications, if QFPay issued a key for them besides the client_key. */
  notificationKey: z.string().min(1).max(64).optional(),
  /** Store ids that QFPay issued. Empty: none, and then a request must not send one. */
  mchids: z.array(z.string().min(1).max(64)).default([]),
  /** The notification address registered by e-mail; a payment's own `notify_url` wins over it. */
  notifyUrl: z.url().optional(),
  currencies: z.array(currency).min(1).default(CURRENCIES),
  payTypes: z.array(z.string().regex(/^\d{6}$/)).default(['800207']),
  /** `CA` answers a payment without `sub_openid` with a `pay_url`. */
  region: z.enum(['HK', 'CA']).default('HK'),
  /** The merchant's own Official Accounts (appids) that are linked to QFPay: method 1. */
  officialAccounts: z.array(appid).default([]),
  /** May use QFPay's Official Account: method 2, for merchants whom QFPay settles. */
  indirectSettlement: z.boolean().default(true),
  /** May send `extend_info` with a mainland payer's real name. */
  realName: z.boolean().default(false),
})

/** A person with WeChat on their phone. */
export const payerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(64),
  /** Minor units of whatever currency is charged. */
  balance: z.int().min(0).default(100_000_000),
  /** The currency of their wallet, where it differs from what is charged, and its price for one of that. */
  paysIn: z
    .strictObject({
      currency,
      rate: z.string().regex(/^\d{1,4}(\.\d{1,6})?$/, 'a rate such as 0.92'),
    })
    .optional(),
  /** Whether they can pay by credit card only, which `limit_pay` bars. */
  creditOnly: z.boolean().default(false),
  /** The owner of the bank card in their wallet, for real names; without one any name passes. */
  cardHolder: z
    .strictObject({ name: z.string().min(1), idNumber: z.string().min(1).optional() })
    .optional(),
})

/** A WeChat Official Account. */
export const officialAccountSchema = z.strictObject({
  appid,
  name: z.string().min(1).max(64),
  owner: z.enum(['qfpay', 'merchant']).default('merchant'),
  secret: z.string().min(1).max(64),
  /** WeChat's API key, which makes paySign; the merchant never sees it. */
  apiKey: z.string().min(1).max(64).default('sandboxwechatapikey0123456789abc'),
  /** Hosts to which OAuth may return, without scheme and port. */
  redirectDomains: z.array(z.string().min(1)).default([]),
  /** Payment authorization directories, each an URL that ends in a slash. */
  paymentDirectories: z
    .array(z.url().regex(/\/$/, 'a payment authorization directory ends in a slash'))
    .default([]),
  /** Lets pages on this machine (localhost, 127.0.0.1) pass both rules, whatever their port. */
  trustLoopback: z.boolean().default(false),
})

export type Merchant = z.infer<typeof merchantSchema>
export type Payer = z.infer<typeof payerSchema>
export type OfficialAccount = z.infer<typeof officialAccountSchema>
export type MerchantInput = z.input<typeof merchantSchema>
export type PayerInput = z.input<typeof payerSchema>
export type OfficialAccountInput = z.input<typeof officialAccountSchema>
