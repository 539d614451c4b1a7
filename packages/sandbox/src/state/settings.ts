import { z } from 'zod'
import { HOUR_MS, MINUTE_MS } from '../durations.ts'

const respcd = z.string().regex(/^\d{4}$/, 'four digits')
const duration = z.number().min(0)

/**
 * Where QFPay's documents say nothing, or say two things, the sandbox has to choose.
 * Each choice is one setting here; the default is the reading that the sandbox stands for.
 */
export const settingsSchema = z.strictObject({
  /** Answer of get_weixin_openid to a code that is used, expired or unknown. */
  badCodeRespcd: respcd.default('1104'),
  /** HTTP status of get_weixin_oauth_code, `/q/direct` and the cashier outside WeChat. */
  outsideWechatStatus: z.int().min(200).max(599).default(403),
  /** In which language the gateway says what a code means; QFPay's differs from account to account. */
  language: z.enum(['en', 'zh']).default('en'),
  /** HTTP status that carries a business error. */
  businessErrorStatus: z.int().min(200).max(599).default(200),
  /** Where `/q/direct` goes after a cancel: to `redirect_url`, with nothing added, or nowhere. */
  directAfterCancel: z.enum(['return', 'stay']).default('return'),
  /** Where `/q/direct` goes after a failure, such as an expired prepay. */
  directAfterFail: z.enum(['return', 'stay']).default('return'),
  /** The currency that `/q/direct` shows when neither it nor the order of its prepay names one. */
  directCurrency: z.string().length(3).default('HKD'),
  /** Whether what is signed by MD5 names it in X-QF-SIGNTYPE: replies always, notifications mostly. */
  declareSignType: z.boolean().default(false),
  /** Whether replies are signed, which QFPay only says they may be. */
  signReplies: z.boolean().default(true),
  /** Where a reply names its order: beside `respcd`, as all samples do, or in `data`, as the page on responses says. */
  replyShape: z.enum(['flat', 'data']).default('flat'),
  /** Numbers in replies: amounts as text and pages as numbers, as captured, or the other way, as documented. */
  replyNumbers: z.enum(['captured', 'documented']).default('captured'),
  /** The hash under a notification, for which only MD5 is documented; SHA256 is always named. */
  notificationSignType: z.enum(['MD5', 'SHA256']).default('MD5'),
  /** The members of a payment's notification: with two that are documented nowhere, or without. */
  paymentNotification: z.enum(['captured', 'documented']).default('captured'),
  /**
   * The members of a refund's notification: the twelve that were captured in the field (August 2025),
   * which name the payment and not what became of it, or those that QFPay documents.
   */
  refundNotification: z.enum(['captured', 'documented']).default('captured'),
  /** `notify_type` of a refund: `cancel` until about January 2026. */
  refundNotifyType: z.enum(['refund', 'cancel']).default('refund'),
  /** How long a receiver may take to answer a notification. */
  notificationTimeoutMs: duration.default(5_000),
  followNotificationRedirects: z.boolean().default(false),
  /** Accepts `success` in any case and with blanks around it, besides exactly `SUCCESS`. */
  lenientAcknowledgement: z.boolean().default(false),
  /** Delivers to ports 80 and 443 only, as QFPay does; off, so that a local server is reached. */
  notifyStandardPortsOnly: z.boolean().default(false),
  /** Time between the money moving and the first delivery. */
  notificationDelayMs: duration.default(0),
  /** Gaps between deliveries: +2 m, +12 m, +22 m, +82 m, +3 h 22, +9 h 22, +24 h 22. */
  notificationGapsMs: z
    .array(duration)
    .default([
      2 * MINUTE_MS,
      10 * MINUTE_MS,
      10 * MINUTE_MS,
      HOUR_MS,
      2 * HOUR_MS,
      6 * HOUR_MS,
      15 * HOUR_MS,
    ]),
  /** An unusable `notify_url`: the order is accepted and its deliveries fail, or 1104. */
  badNotifyUrl: z.enum(['accept', 'refuse']).default('accept'),
  /** Requests that one app_code may send in a second, and in a minute. */
  requestsPerSecond: z.int().min(1).default(100),
  requestsPerMinute: z.int().min(1).default(400),
  /** `Retry-After` of a 429. */
  retryAfterSeconds: z.int().min(0).default(1),
  /** A payment request under a used number: 1251, or the result of the first, whatever is asked now. */
  usedNumber: z.enum(['refuse', 'existing']).default('refuse'),
  /**
   * An enquiry without any number and with half a range or none: the current month, as three editions of
   * QFPay's pages say, or 1104, as the newest Chinese page says.
   */
  keylessEnquiry: z.enum(['current-month', 'refuse']).default('current-month'),
  /** Answer to an enquiry by numbers that finds none of them: an empty list, 1136 or 1268. */
  enquiryOfUnknown: z.enum(['empty-list', '1136', '1268']).default('empty-list'),
  /** In which order an enquiry lists. */
  queryOrder: z.enum(['newest-first', 'oldest-first']).default('newest-first'),
  /** Whether an order made exactly at `end_time` belongs to the range. */
  queryEndInclusive: z.boolean().default(true),
  /** Whether an enquiry by `out_trade_no` without a range sees the current month only. */
  monthBindsOrderNumbers: z.boolean().default(true),
  /** Whether a range, or without one the current month, binds an enquiry by `syssn` as well. */
  monthBindsSyssns: z.boolean().default(false),
  /** Whether `page_size` counts; if not, a page has ten rows, and the reply may hide it. */
  pageSize: z.enum(['counts', 'ignored', 'ignored-unsaid']).default('counts'),
  /** Zone of every time that the gateway writes and reads, and of its days, nights and months. */
  utcOffset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'an offset such as +08:00')
    .default('+08:00'),
  /** How far `txdtm` may be from the gateway's time; null: only its format counts. */
  txdtmToleranceMs: duration.nullable().default(null),
  /** Bounds of `txamt` in minor units. Below: 1104; above: 1297, as the channel says. */
  minAmount: z.int().min(1).default(1),
  maxAmount: z.int().min(1).default(500_000_000),
  /** Whether an openid obtained through QFPay serves one payment only, or also later ones. */
  openidReuse: z.enum(['refuse', 'allow']).default('refuse'),
  /** Answer to an openid of another Official Account. */
  openidMismatchRespcd: respcd.default('1147'),
  /** Answer to an unknown, foreign, missing or superfluous mchid. */
  badMchidRespcd: respcd.default('1108'),
  /** Answer to a refund while another of the same payment is running. */
  runningRefundRespcd: respcd.default('1102'),
  /** Answer to an order, or the original of a refund, that the merchant does not have. */
  unknownOrderRespcd: respcd.default('1268'),
  /** Answer to a body in JSON, and to a parameter given twice. */
  malformedRespcd: respcd.default('1103'),
  /** Which wins when a parameter stands in the query and in the body. */
  conflictingParameter: z.enum(['body', 'query']).default('body'),
  /** Whether an 800207 order can be closed at all; if not: 1297. */
  closeSupported: z.boolean().default(true),
  /** WeChat closes no order younger than this. */
  closeAfterMs: duration.default(5 * MINUTE_MS),
  /** Answer to closing an order that is still too young. */
  closeTooEarlyRespcd: respcd.default('1297'),
  /** What closing a paid order does: nothing, or it gives the money back, as an older text says. */
  closePaid: z.enum(['refuse', 'refund']).default('refuse'),
  /** Answer to closing a paid order, where that does nothing. */
  closePaidRespcd: respcd.default('1260'),
  /** How an enquiry shows a closed order. */
  closedOrderRespcd: z.enum(['1142', '1264']).default('1142'),
  /** How an enquiry shows an order whose prepay is over: 1181, or 1143 for ever. */
  expiredOrderRespcd: z.enum(['1181', '1143']).default('1181'),
  /** Answer to a reversal of an 800207 order, which QFPay lists nowhere as possible. */
  reversalRespcd: respcd.default('1297'),
  /** Whether refunds between 23:30 and 00:30 are answered 1265. */
  refundNightWindow: z.boolean().default(true),
  /** Age above which a payment cannot be refunded: 1265. */
  refundWindowDays: z.int().min(1).default(365),
  /** Unsettled money with which every day begins, in minor units; null: a refund never gets 1269. */
  unsettledFloat: z.int().min(0).nullable().default(1_000_000),
  /** When that day begins: at midnight, or at eleven in the morning, as refunds were seen to be granted again. */
  unsettledDayBegins: z.enum(['midnight', 'eleven']).default('midnight'),
  /** How long a customs declaration is in progress (1145). */
  customsTakeMs: duration.default(0),
  /**
   * What becomes of a refund that is answered 1265 or 1269: nothing is kept, its number is used from
   * then on (1251), or it has a row with that code as well.
   */
  refusedRefundKeeps: z.enum(['nothing', 'number', 'row']).default('nothing'),
  /** Currencies without partial refunds: 1270. */
  noPartialRefundCurrencies: z.array(z.string().length(3)).default([]),
  /** How `paySign` is made. RSA is WeChat's newer API, with a key pair made for this process. */
  paySignType: z.enum(['MD5', 'HMAC-SHA256', 'RSA']).default('MD5'),
  /** How long WeChat keeps a prepay payable. */
  prepayLifeMs: duration.default(2 * HOUR_MS),
  /** Whether WeChat checks in which order the parameters of an authorization stand. */
  authorizeOrder: z.enum(['checked', 'any']).default('checked'),
  /** How long an OAuth code can be exchanged. */
  codeLifeMs: duration.default(5 * MINUTE_MS),
  /** Whether certain amounts set off scenarios (docs/scenarios.md). */
  magicAmounts: z.boolean().default(true),
})

export type Settings = z.infer<typeof settingsSchema>
export type SettingsInput = z.input<typeof settingsSchema>
