import { z } from 'zod'

const when = z.enum(['before', 'after'])
const ms = z.number().min(0)
const respcd = z.string().regex(/^\d{4}$/)
const misshape = z.enum(['decimal-amount', 'fractional-amount', 'no-amount', 'no-currency'])
/** How an enquiry finds an order: by one of its numbers, or by its time. */
const lookup = z.enum(['number', 'list'])

/** The vocabulary of failure. Each is one thing that goes wrong, in one place. */
const effectSchema = z.discriminatedUnion('kind', [
  // The answer of an endpoint.
  /** The connection breaks, before or after the request was processed. */
  z.strictObject({ kind: z.literal('cut'), when }),
  z.strictObject({ kind: z.literal('http-error'), when, status: z.int().min(400).max(599) }),
  z.strictObject({
    kind: z.literal('respond'),
    when,
    respcd,
    /** Default: what the gateway says of the code. */
    resperr: z.string().optional(),
    respmsg: z.string().default(''),
  }),
  z.strictObject({ kind: z.literal('too-many-requests') }),
  /** The answer takes this long. */
  z.strictObject({ kind: z.literal('delay'), ms }),
  z.strictObject({
    kind: z.literal('garble'),
    as: z.enum([
      'truncated-json',
      'empty',
      'html',
      'wrong-content-type',
      'packed',
      'bare-respcd',
      'wrong-signature',
    ]),
  }),
  // The row of an order in an enquiry.
  z.strictObject({ kind: z.literal('row'), show: z.record(z.string(), z.string()) }),
  z.strictObject({ kind: z.literal('hide-row') }),
  z.strictObject({ kind: z.literal('misshape-row'), how: misshape }),
  /** An enquiry that names several orders is refused. */
  z.strictObject({ kind: z.literal('refuse-batch') }),
  // What happens to the money.
  /** The payment or refund ends only after `afterMs`, or never (null); till then `shown`. */
  z.strictObject({
    kind: z.literal('finish'),
    afterMs: ms.nullable(),
    shown: respcd.default('1145'),
    outcome: z.enum(['done', 'failed']).default('done'),
    /** The code in the row of a failed refund. */
    failsAs: respcd.default('1155'),
  }),
  /** Another open order of the merchant with the same amount is paid along with this one. */
  z.strictObject({ kind: z.literal('pay-another-too') }),
  /** The order is paid, and notified, before its creation is answered. */
  z.strictObject({ kind: z.literal('pay-before-answer') }),
  /** The payer's WeChat. `liar`: ok without a payment; `silent`: paid, and the page never learns of it. */
  z.strictObject({
    kind: z.literal('wallet'),
    outcome: z.enum(['insufficient-balance', 'cancel', 'fail', 'liar', 'silent']),
  }),
  // Notifications.
  z.strictObject({
    kind: z.literal('notify'),
    how: z.enum([
      'lost',
      'delayed',
      'duplicated',
      'reordered',
      'wrong-signature',
      'tampered',
      'before-answer',
    ]),
    ms: ms.default(0),
  }),
  /** A stranger announces success for an order that is not paid. */
  z.strictObject({ kind: z.literal('forge-notification') }),
  // OAuth.
  z.strictObject({
    kind: z.literal('oauth'),
    how: z.enum(['same-code-twice', 'two-codes', 'expired-code', 'refused']),
  }),
  /** WeChat shows a preview of the page, and names a payer who does not exist. */
  z.strictObject({ kind: z.literal('snapshot-user') }),
  /** get_weixin_openid hands out an openid of another Official Account. */
  z.strictObject({ kind: z.literal('foreign-openid') }),
  /** The gateway's clock is off by this much in what it writes. */
  z.strictObject({ kind: z.literal('skew'), ms: z.number() }),
])

const ENDPOINTS = [
  'get_weixin_oauth_code',
  'get_weixin_openid',
  'payment',
  'query',
  'refund',
  'close',
  'reversal',
  'add_note',
  'customs_declare',
  'customs_query',
  'customs_redeclare',
  'access_token',
] as const

export const faultSchema = z.strictObject({
  effect: effectSchema,
  /** Only there; default: wherever the effect can happen. */
  endpoint: z.enum(ENDPOINTS).optional(),
  /** Only to this out_trade_no. */
  order: z.string().optional(),
  appCode: z.string().optional(),
  payer: z.string().optional(),
  /** Only for a row that is requested in this way: QFPay's list and its look-up by number need not agree. */
  lookup: lookup.optional(),
  /** How often; null: until it is removed. */
  times: z.int().min(1).nullable().default(1),
})

export type Endpoint = (typeof ENDPOINTS)[number]
export type Effect = z.infer<typeof effectSchema>
export type Misshape = z.infer<typeof misshape>
export type Lookup = z.infer<typeof lookup>
export type FaultInput = z.input<typeof faultSchema>
export type Fault = z.infer<typeof faultSchema> & {
  readonly id: number
  readonly scenario?: string
}

/** What is happening, so that a fault can recognize its occasion. */
export type Occasion = {
  readonly endpoint?: Endpoint
  /** Every out_trade_no concerned. */
  readonly orders?: readonly string[]
  readonly appCode?: string
  readonly payer?: string
  readonly lookup?: Lookup
}
