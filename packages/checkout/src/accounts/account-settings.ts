import { z } from '@hono/zod-openapi'
import { PERMISSIONS } from '../audit/permission.ts'
import { isZoneName } from '../language/zone.ts'

// `abort`: the checks behind it parse the address, so they must not see a wrong one.
const address = z.url({ protocol: /^https?$/, abort: true })
const origin = address.refine((url) => new URL(url).origin === url, {
  error: 'must be an origin such as https://shop.example.com, without a path',
})

const name = z
  .string()
  .max(64)
  .regex(/^\P{Cc}+$/u, 'must be text without control characters')
const MAX_THRESHOLD = 100_000_000_000
/** An API key, as an operator asks for it. */
export const newApiKey = z.strictObject({
  name: name.min(1),
  permissions: z
    .array(z.enum(PERMISSIONS))
    .min(1)
    .default([...PERMISSIONS])
    .openapi({ description: 'What a restricted key may do. If absent, the key is a full one' }),
})
export type NewApiKeyRequest = z.input<typeof newApiKey>
const clientKey = z.string().min(1).max(128)
const wechatSecret = z.string().min(1).max(128)
/** The file's content is the middle of its name. */
const verificationFile = z
  .string()
  .regex(
    /^MP_verify_\w{1,64}\.txt$/,
    'must be the name of the file, such as MP_verify_AbCd1234EfGh5678.txt',
  )
const mchid = z.string().min(1).max(64)
const payType = z.string().regex(/^\d{6}$/)
const utcOffset = z.string().regex(/^[+-](0\d|1[0-4]):[0-5]\d$/)
const timeZone = z
  .string()
  .max(64)
  .refine(isZoneName, { error: 'must be the name of a time zone, such as America/Toronto' })
  .openapi({
    description:
      "The zone in which people count days and read times: payers' pages, statements, CSV files, the dashboard. " +
      'If absent, the utc_offset. A change moves the days of past statements as well',
    example: 'America/Toronto',
  })
const latePayments = z.enum(['accept', 'refund'])
/** In minor units; 0 for every refund. */
const refundApprovalAbove = z.int().min(0).max(MAX_THRESHOLD)
const requestLimit = z.strictObject({
  // QFPay grants some merchants more; the defaults are its documented limits.
  per_second: z.int().min(5).max(1_000).default(100),
  per_minute: z.int().min(10).max(60_000).default(400),
})

/** The settings of a merchant account, as an operator writes them. Refuses unknown fields: they are typos. */
export const newAccount = z
  .strictObject({
    name,
    flow: z.enum(['own-account', 'qfpay-account', 'canada']),
    host: origin,
    cashier_url: address.default('https://o2-hk.qfapi.com/q/direct'),
    app_code: z.string().min(1).max(64),
    client_key: clientKey,
    notification_key: clientKey.optional(),
    mchid: mchid.optional(),
    sign_type: z.enum(['MD5', 'SHA256']).default('MD5'),
    pay_type: payType.default('800207'),
    utc_offset: utcOffset.optional(),
    time_zone: timeZone.optional(),
    currency_scales: z.record(z.string().regex(/^[A-Z]{3}$/), z.int().min(0).max(3)).optional(),
    request_limit: requestLimit.optional(),
    late_payments: latePayments.default('accept'),
    refund_approval_above: refundApprovalAbove.optional(),
    close_orders: z.boolean().default(false),
    return_origins: z.array(origin).default([]),
    // Only checked when an account is added: existing accounts stay as they are.
    plain_http: z.boolean().default(false),
    wechat: z
      .strictObject({
        appid: z.string().min(1).max(32),
        secret: wechatSecret,
        verification_file: verificationFile.optional(),
        authorize_host: origin.default('https://open.weixin.qq.com'),
        api_host: origin.default('https://api.weixin.qq.com'),
      })
      .optional(),
  })
  .refine((account) => account.flow !== 'own-account' || account.wechat !== undefined, {
    path: ['wechat'],
    error: 'flow "own-account" needs the Official Account\'s appid and secret',
  })
  .superRefine((account, context) => {
    const { host, cashier_url, wechat, plain_http } = account
    const members: readonly (readonly [readonly string[], string | undefined])[] = [
      [['host'], host],
      [['cashier_url'], cashier_url],
      [['wechat', 'authorize_host'], wechat?.authorize_host],
      [['wechat', 'api_host'], wechat?.api_host],
    ]
    for (const [path, url] of members) {
      if (plain_http || url === undefined || !isReadableOnTheWay(url)) continue
      context.addIssue({
        code: 'custom',
        path: [...path],
        message:
          'must begin with https://, because others on the way can read and change what plain http carries; "plain_http": true allows it',
      })
    }
  })

/** Whether requests to a URL leave this machine unencrypted. */
function isReadableOnTheWay(url: string): boolean {
  return new URL(url).protocol === 'http:' && !isThisMachine(url)
}

/** Whether a URL leads to this machine, where the sandbox runs. */
export function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url)
  return /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
}

export type NewAccount = z.input<typeof newAccount>
/** A new account whose defaults are filled in. */
export type ParsedNewAccount = z.output<typeof newAccount>

/** What is wrong with the settings of an account, one line for each field; empty if nothing is. */
export function accountProblems(input: unknown): readonly string[] {
  const { error } = newAccount.safeParse(input)
  return (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.') || 'account'}: ${message}`,
  )
}

/**
 * What an operator may change in an account; fields that are not given stay. null removes an mchid, a
 * notification key, a time zone, a limit, a threshold or a file. Any other change would make another account, under which QFPay has no open payments.
 */
export const accountChange = z.strictObject({
  name: name.optional(),
  client_key: clientKey.optional(),
  notification_key: clientKey.nullable().optional(),
  mchid: mchid.nullable().optional(),
  pay_type: payType.optional(),
  utc_offset: utcOffset.optional(),
  time_zone: timeZone.nullable().optional(),
  request_limit: requestLimit.nullable().optional(),
  late_payments: latePayments.optional(),
  refund_approval_above: refundApprovalAbove.nullable().optional(),
  close_orders: z.boolean().optional(),
  disabled: z.boolean().optional(),
  return_origins: z.array(origin).optional(),
  wechat: z
    .strictObject({
      secret: wechatSecret.optional(),
      verification_file: verificationFile.nullable().optional(),
    })
    .optional(),
})

export type AccountChange = z.input<typeof accountChange>
export type ParsedAccountChange = z.output<typeof accountChange>
