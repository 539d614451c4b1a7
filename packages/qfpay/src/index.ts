export { isNumber } from './wire/arguments.ts'
export { createQfpayClient, type QfpayClient } from './client.ts'
export {
  isQfpayError,
  QfpayConfigurationError,
  QfpayError,
  QfpayNetworkError,
  QfpayPendingError,
  QfpayRateLimitError,
  QfpayRefusedError,
  QfpayReplyError,
  QfpaySignatureError,
  WechatOauthError,
  type NetworkReason,
  type Outcome,
  type QfpayErrorCode,
  type WechatReaction,
} from './errors/errors.ts'
export { QFPAY_HOSTS, utcOffsetOf, type Region } from './hosts.ts'
export {
  type AddNoteRequest,
  type CashierUrlRequest,
  type ClosedPayment,
  type CloseRequest,
  type CreatedPayment,
  type CreatePaymentRequest,
  type CustomsDeclaration,
  type CustomsRequest,
  type DeclareCustomsRequest,
  type EnquireRequest,
  type EnquiryFilter,
  type EnquiryPage,
  type EnquiryRow,
  type ExchangeCodeRequest,
  type ExchangedCode,
  type ExtendInfo,
  type Instant,
  type NotifiedTransaction,
  type OauthUrlRequest,
  type PayParams,
  type Raw,
  type Refund,
  type RefundedPayment,
  type RefundRequest,
  type Transaction,
  type UnreadableRow,
} from './wire/messages.ts'
export {
  CURRENCY_EXPONENTS,
  currencyProblem,
  formatAmount,
  isCurrency,
  minorUnits,
  toWireAmount,
  type Currency,
  type CurrencyScales,
} from './wire/money.ts'
export {
  verifyNotification,
  type Notification,
  type VerifyNotificationRequest,
} from './operations/notification.ts'
export { maskFields, type Exchange } from './http/observe.ts'
export { type Logger, type NetworkOptions, type QfpayOptions } from './http/options.ts'
export { createRateLimiter, type RateLimit, type RateLimiter } from './http/rate-limit.ts'
export { classify, isRespcd, type SaidAt } from './wire/classify.ts'
export { type Respcd, type ResponseKind, type ResponseMeaning } from './errors/respcd-table.ts'
export { sign, signatureText, type Parameters, type SignType } from './wire/signature.ts'
export { systemClock, type Clock } from './system-clock.ts'
export { formatTime, offsetMsOf, parseTime } from './wire/time.ts'
export {
  createWechatOauth,
  type AuthorizeUrlRequest,
  type WechatIdentity,
  type WechatOauth,
  type WechatOauthOptions,
} from './operations/wechat-oauth.ts'
