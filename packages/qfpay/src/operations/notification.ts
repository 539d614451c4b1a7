import { QfpayConfigurationError, QfpaySignatureError } from '../errors/errors.ts'
import type { NotifiedTransaction, Raw, RefundedPayment } from '../wire/messages.ts'
import type { CurrencyScales } from '../wire/money.ts'
import { notifyTypeOf, originalIn, outTradeNoOf, readNotified } from '../wire/read-reply.ts'
import { readObject } from '../wire/reply-fields.ts'
import { isAuthentic, type SignType } from '../wire/signature.ts'
import { offsetMsOf } from '../wire/time.ts'

const ENDPOINT = 'notification'

const SHA256_DIGITS = 64

/** It was `cancel` until about January 2026. */
const REFUNDS: readonly string[] = ['refund', 'cancel']

/**
 * QFPay's report, and nothing more: enquire before you believe that money has moved.
 * | `unknown` is authentic, too: another `notify_type`, or one with missing fields.
 */
export type Notification = (
  | ({ readonly notifyType: 'payment' } & NotifiedTransaction)
  /** Includes refunds that somebody made in QFPay's portal. */
  | ({ readonly notifyType: 'refund' } & NotifiedTransaction & RefundedPayment)
  | ({
      readonly notifyType: 'unknown'
      /** What it is about, if it says so: worth an enquiry. */
      readonly outTradeNo?: string
      readonly raw: Raw
    } & RefundedPayment)
) & {
  /** The hash it was signed with. */
  readonly signType: SignType
}

export type VerifyNotificationRequest = {
  /** The body exactly as received: bytes, or text that nothing has parsed. */
  readonly body: Uint8Array | string
  /** The header `X-QF-SIGN`. */
  readonly signature: string | null | undefined
  /** Or the account's key for notifications, where QFPay has issued one. */
  readonly clientKey: string
  /** The account's time zone; default `+08:00`. */
  readonly utcOffset?: string
  readonly currencyScales?: CurrencyScales
}

/**
 * Checks that a notification comes from QFPay, over the bytes as received, and reads it.
 *
 * Throws {@link QfpaySignatureError} if it does not (answer 401, store nothing). If authentic bytes are
 * not a JSON object in UTF-8 or GBK, the result is `unknown`: store them and answer SUCCESS.
 * QFPay documents MD5 for notifications; this also accepts SHA-256. Source: QFPay, Asynchronous Notifications.
 */
export function verifyNotification(request: VerifyNotificationRequest): Notification {
  const { body, signature, clientKey, utcOffset = '+08:00', currencyScales = {} } = request
  const offsetMs = offsetMsOf(utcOffset)
  refuseMisuse(body, clientKey, offsetMs)
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  if (signature === null || signature === undefined || signature === '') {
    throw forged(
      'The notification carries no X-QF-SIGN header.',
      'Only QFPay knows how to sign it: drop it.',
    )
  }
  // The length tells: QFPay may use either hash, even for an account that signs with SHA-256.
  const signType = signature.length === SHA256_DIGITS ? 'SHA256' : 'MD5'
  if (!isAuthentic(bytes, signature, clientKey, signType)) {
    throw forged(
      'The signature of the notification does not match its body.',
      diagnosis(bytes, { signature, clientKey, signType }),
    )
  }
  const raw = readObject(decode(bytes) ?? '') ?? readObject(new TextDecoder('gbk').decode(bytes))
  if (raw === undefined) {
    const named = numberIn(bytes)
    return {
      notifyType: 'unknown',
      signType,
      ...(named !== undefined && { outTradeNo: named }),
      raw: {},
    }
  }
  const notifyType = notifyTypeOf(raw)
  const notified = readNotified(raw, { offsetMs: offsetMs ?? 0, currencyScales })
  if (notified !== undefined && notifyType === 'payment') {
    return { notifyType, signType, ...notified }
  }
  const original = originalIn(raw)
  if (notified !== undefined && notifyType !== undefined && REFUNDS.includes(notifyType)) {
    return { notifyType: 'refund', signType, ...notified, ...original }
  }
  const outTradeNo = outTradeNoOf(raw)
  return {
    notifyType: 'unknown',
    signType,
    ...(outTradeNo !== undefined && { outTradeNo }),
    ...original,
    raw,
  }
}

function refuseMisuse(body: unknown, clientKey: unknown, offsetMs: number | undefined): void {
  const problems: string[] = []
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    problems.push(
      'body must be the bytes as received, not a parsed object: take them before your framework parses them (express.raw(), request.arrayBuffer())',
    )
  }
  if (typeof clientKey !== 'string' || clientKey === '') problems.push('clientKey is missing')
  if (offsetMs === undefined) problems.push('utcOffset must look like +08:00')
  if (problems.length > 0) throw new QfpayConfigurationError('verifyNotification', problems)
}

/** The most common mistake: something parsed the body and serialized it again. */
function diagnosis(
  body: Uint8Array,
  signed: { readonly signature: string; readonly clientKey: string; readonly signType: SignType },
): string {
  const { signature, clientKey, signType } = signed
  const raw = readObject(decode(body) ?? '')
  const isFlat = raw !== undefined && !Object.values(raw).some((value) => typeof value === 'object')
  if (isFlat && isAuthentic(Buffer.from(pythonJson(raw)), signature, clientKey, signType)) {
    return 'The body was parsed and serialized again before it came here: pass the bytes as received.'
  }
  return 'Check that client_key belongs to the account and that the body is as received; else drop it.'
}

/** A flat object as QFPay's Python writes it: a space after each comma and colon, ASCII only. */
function pythonJson(raw: Raw): string {
  const members = Object.entries(raw).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  )
  return `{${members.join(', ')}}`.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Names and numbers are ASCII in every encoding that QFPay may use, whatever the rest is written in. */
function numberIn(body: Uint8Array): string | undefined {
  const text = Buffer.from(body).toString('latin1')
  return /(?<![a-z_])out_trade_no["']?\s*[:=]\s*["']?([\w-]{1,128})/.exec(text)?.[1]
}

function decode(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    // Not UTF-8 is a valid answer here; the callers decide what it means.
    return undefined
  }
}

function forged(what: string, hint: string): QfpaySignatureError {
  return new QfpaySignatureError(what, { outcome: 'rejected', endpoint: ENDPOINT, hint })
}
