import { z } from 'zod'

const origin = z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, {
  error: 'must be an origin such as https://shop.example.com, without a path',
})

/** What an operator writes down of a merchant account. Unknown members are refused: they are typos. */
export const newAccount = z
  .strictObject({
    name: z
      .string()
      .max(64)
      .regex(/^\P{Cc}+$/u, 'must be text without control characters'),
    flow: z.enum(['own-account', 'qfpay-account', 'canada']),
    host: origin,
    cashier_url: z.url({ protocol: /^https?$/ }).default('https://o2-hk.qfapi.com/q/direct'),
    app_code: z.string().min(1).max(64),
    client_key: z.string().min(1).max(128),
    mchid: z.string().min(1).max(64).optional(),
    sign_type: z.enum(['MD5', 'SHA256']).default('MD5'),
    pay_type: z
      .string()
      .regex(/^\d{6}$/)
      .default('800207'),
    utc_offset: z
      .string()
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/)
      .optional(),
    currency_scales: z.record(z.string().regex(/^[A-Z]{3}$/), z.int().min(0).max(3)).optional(),
    request_limit: z
      .strictObject({
        per_second: z.int().min(5).max(100).default(100),
        per_minute: z.int().min(10).max(400).default(400),
      })
      .optional(),
    late_payments: z.enum(['accept', 'refund']).default('accept'),
    close_orders: z.boolean().default(false),
    return_origins: z.array(origin).default([]),
    wechat: z
      .strictObject({
        appid: z.string().min(1).max(32),
        secret: z.string().min(1).max(128),
        authorize_host: origin.default('https://open.weixin.qq.com'),
        api_host: origin.default('https://api.weixin.qq.com'),
      })
      .optional(),
  })
  .refine((account) => account.flow !== 'own-account' || account.wechat !== undefined, {
    path: ['wechat'],
    error: 'flow "own-account" needs the Official Account\'s appid and secret',
  })

export type NewAccount = z.input<typeof newAccount>
