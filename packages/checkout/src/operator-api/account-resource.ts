import { z } from '@hono/zod-openapi'
import { accountChange, newAccount } from '../accounts/account-settings.ts'
import { notificationUrl, type Account } from '../accounts/account.ts'
import { KEY_STATES, keyState, type ApiKey } from '../accounts/api-key.ts'
import type { NewApiKey } from '../accounts/api-keys.ts'
import { PERMISSIONS } from '../audit/permission.ts'
import { instant } from '../http/api.ts'

export const newAccountSchema = newAccount.openapi('NewAccount')
export const accountChangeSchema = accountChange.openapi('AccountChange')

/** An account without its credentials, which nobody can see again. */
export const accountSchema = z
  .object({
    id: z.string().openapi({ example: 'acc_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('account'),
    name: z.string(),
    flow: z.enum(['own-account', 'qfpay-account', 'canada']),
    host: z.string(),
    cashier_url: z.string(),
    app_code: z.string(),
    mchid: z.string().optional(),
    sign_type: z.enum(['MD5', 'SHA256']),
    pay_type: z.string(),
    utc_offset: z.string().openapi({ description: "Of QFPay's times", example: '+08:00' }),
    time_zone: z.string().optional().openapi({
      description: 'In which people read times and count days. If absent, the utc_offset',
      example: 'America/Toronto',
    }),
    currency_scales: z.record(z.string(), z.int()).optional(),
    request_limit: z.object({ per_second: z.int(), per_minute: z.int() }).optional(),
    late_payments: z.enum(['accept', 'refund']),
    refund_approval_above: z.int().optional().openapi({
      description:
        'In minor units: refunds above it need a second person. If absent, no refund does',
    }),
    close_orders: z.boolean(),
    return_origins: z.array(z.string()),
    wechat: z
      .object({
        appid: z.string(),
        verification_file: z.string().optional(),
        authorize_host: z.string(),
        api_host: z.string(),
      })
      .optional(),
    notification_url: z.string().openapi({
      description: 'Where QFPay notifies Tael; QFPay also wants it registered',
      example: 'https://pay.example.com/notifications/acc_01m8t5w2f4e8ta3x0c9v7k6hqz',
    }),
    disabled: z.boolean().openapi({ description: 'Whether it accepts no new payments' }),
    created_at: instant,
  })
  .openapi('Account')

export const apiKeySchema = z
  .object({
    id: z.string().openapi({ example: 'key_01m8t5w2f4e8ta3x0c9v7k6hqz' }),
    object: z.literal('api_key'),
    account: z.string(),
    name: z.string(),
    permissions: z.array(z.enum(PERMISSIONS)),
    api_version: z
      .string()
      .openapi({ description: 'The version of its requests that name no Tael-Version' }),
    status: z.enum(KEY_STATES),
    created_at: instant,
    last_used_at: instant.optional().openapi({ description: 'Exact to about a minute' }),
    expires_at: instant.optional().openapi({ description: 'When a rolled key ends' }),
    revoked_at: instant.optional(),
  })
  .openapi('ApiKey')

export const apiKeyWithSecretSchema = apiKeySchema
  .extend({ secret: z.string().openapi({ description: 'Shown in this answer only: sk_…' }) })
  .openapi('ApiKeyWithSecret')

export const addedAccountSchema = accountSchema
  .extend({ api_key: apiKeyWithSecretSchema })
  .openapi('AddedAccount')

export function accountResource(
  account: Account,
  publicUrl: string,
): z.infer<typeof accountSchema> {
  const { settings } = account
  const { mchid, currencyScales, requestLimit, wechat } = settings
  return {
    id: account.id,
    object: 'account',
    name: account.name,
    flow: settings.flow,
    host: settings.host,
    cashier_url: settings.cashierUrl,
    app_code: settings.appCode,
    ...(mchid !== undefined && { mchid }),
    sign_type: settings.signType,
    pay_type: settings.payType,
    utc_offset: settings.utcOffset,
    ...(settings.timeZone !== undefined && { time_zone: settings.timeZone }),
    ...(currencyScales && { currency_scales: { ...currencyScales } }),
    ...(requestLimit && {
      request_limit: { per_second: requestLimit.perSecond, per_minute: requestLimit.perMinute },
    }),
    late_payments: settings.latePayments ?? 'accept',
    ...(settings.refundApprovalAbove !== undefined && {
      refund_approval_above: settings.refundApprovalAbove,
    }),
    close_orders: settings.closesOrders ?? false,
    return_origins: [...settings.returnOrigins],
    ...(wechat && {
      wechat: {
        appid: wechat.appid,
        ...(wechat.verificationFile !== undefined && {
          verification_file: wechat.verificationFile,
        }),
        authorize_host: wechat.authorizeHost,
        api_host: wechat.apiHost,
      },
    }),
    notification_url: notificationUrl(account, publicUrl),
    disabled: account.disabledAt !== undefined,
    created_at: account.createdAt.toISOString(),
  }
}

export function apiKeyResource(key: ApiKey, now: Date): z.infer<typeof apiKeySchema> {
  const { revokedAt, expiresAt, lastUsedAt } = key
  return {
    id: key.id,
    object: 'api_key',
    account: key.accountId,
    name: key.name,
    permissions: [...key.permissions],
    api_version: key.apiVersion,
    status: keyState(key, now),
    created_at: key.createdAt.toISOString(),
    ...(lastUsedAt && { last_used_at: lastUsedAt.toISOString() }),
    ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    ...(revokedAt && { revoked_at: revokedAt.toISOString() }),
  }
}

export function apiKeyWithSecret(
  { apiKey, secret }: NewApiKey,
  now: Date,
): z.infer<typeof apiKeyWithSecretSchema> {
  return { ...apiKeyResource(apiKey, now), secret }
}
