import type { ResponseMeaning } from './respcd-table.ts'

/** What a failed call tells about the payer's money. */
export type Outcome =
  /** The gateway did not act on the request. You may safely retry with the same number. */
  | 'not-sent'
  /** The gateway answered and refused. Nothing happened, and the same request will not succeed. */
  | 'rejected'
  /** The gateway may have acted. Only an enquiry can tell; never send a second payment. */
  | 'unknown'

/** Which kind of failure an error is; stable, for callers that cannot use `instanceof`. */
export type QfpayErrorCode =
  | 'configuration'
  | 'signature'
  | 'rate-limited'
  | 'network'
  | 'reply'
  | 'refused'
  | 'pending'
  | 'wechat-oauth'

export type QfpayErrorDetails = {
  readonly outcome: Outcome
  /** Path of the endpoint that was called, or `notification`; absent when nothing was called. */
  readonly endpoint?: string | undefined
  readonly respcd?: string | undefined
  readonly httpStatus?: number | undefined
  readonly hint: string
  readonly cause?: unknown
}

const BRAND = Symbol.for('@tael/qfpay/error')

/**
 * The base of every error this package throws.
 *
 * `message` says what happened and what to do; `outcome` says what is known about the money. No
 * property ever holds a key, an openid or a payer's identity, so you may log a whole error.
 */
export abstract class QfpayError extends Error {
  abstract readonly code: QfpayErrorCode
  readonly outcome: Outcome
  /** Path of the endpoint that was called, or `notification`. */
  readonly endpoint: string | undefined
  /** QFPay's result code, four digits, when an answer carried one. */
  readonly respcd: string | undefined
  readonly httpStatus: number | undefined
  /** What to do about it, in plain words. Also the end of `message`. */
  readonly hint: string

  constructor(what: string, details: QfpayErrorDetails) {
    super(
      `${what} ${details.hint}`.trimEnd(),
      details.cause === undefined ? {} : { cause: details.cause },
    )
    this.name = new.target.name
    Object.defineProperty(this, 'name', { enumerable: false })
    this.outcome = details.outcome
    this.endpoint = details.endpoint
    this.respcd = details.respcd
    this.httpStatus = details.httpStatus
    this.hint = details.hint
  }

  get [BRAND](): true {
    return true
  }
}

/** Tells whether a value is an error of this package, even of another installed copy of it. */
export function isQfpayError(value: unknown): value is QfpayError {
  return typeof value === 'object' && value !== null && BRAND in value
}

/** Options or arguments are wrong. Nothing was sent; `problems` lists every fault found. */
export class QfpayConfigurationError extends QfpayError {
  readonly code = 'configuration'
  readonly problems: readonly string[]

  constructor(subject: string, problems: readonly string[]) {
    super(`${subject}: ${problems.join('; ')}.`, { outcome: 'not-sent', hint: '' })
    this.problems = problems
  }
}

/** A signature is wrong: QFPay refused ours (1108), or a reply or notification is not QFPay's. */
export class QfpaySignatureError extends QfpayError {
  readonly code = 'signature'
  /** The exact text that was signed, with the key and personal values masked; only for our signatures. */
  readonly signedText: string | undefined

  constructor(what: string, details: QfpayErrorDetails & { readonly signedText?: string }) {
    super(what, details)
    this.signedText = details.signedText
  }
}

/** HTTP 429: the account's request limit is used up and retries did not help. */
export class QfpayRateLimitError extends QfpayError {
  readonly code = 'rate-limited'
  /** How long the gateway asked us to wait, in milliseconds, when it said so. */
  readonly retryAfterMs: number | undefined

  constructor(details: QfpayErrorDetails & { readonly retryAfterMs?: number | undefined }) {
    super(
      `QFPay answered ${details.endpoint ?? 'a request'} with HTTP 429: too many requests.`,
      details,
    )
    this.retryAfterMs = details.retryAfterMs
  }
}

/** Why a request got no answer. */
export type NetworkReason = 'timeout' | 'aborted' | 'connection' | 'certificate'

/** No answer came: see `reason`, and `outcome` for whether the request may have arrived. */
export class QfpayNetworkError extends QfpayError {
  readonly code = 'network'
  readonly reason: NetworkReason

  constructor(what: string, details: QfpayErrorDetails & { readonly reason: NetworkReason }) {
    super(what, details)
    this.reason = details.reason
  }
}

/** An answer that proves nothing: a 5xx, not JSON, too large, or with missing fields. */
export class QfpayReplyError extends QfpayError {
  readonly code = 'reply'
}

/** QFPay refused, and nothing happened. `meaning.kind` `retry` means that it may accept later. */
export class QfpayRefusedError extends QfpayError {
  readonly code = 'refused'
  readonly meaning: ResponseMeaning

  constructor(what: string, details: QfpayErrorDetails & { readonly meaning: ResponseMeaning }) {
    super(what, details)
    this.meaning = details.meaning
  }
}

/** QFPay accepted the request, and its result is open. Enquire by the same number; do not send it again. */
export class QfpayPendingError extends QfpayError {
  readonly code = 'pending'
  readonly meaning: ResponseMeaning
  /** QFPay's own number, when the answer had one. */
  readonly syssn: string | undefined

  constructor(
    what: string,
    details: QfpayErrorDetails & {
      readonly meaning: ResponseMeaning
      readonly syssn?: string | undefined
    },
  ) {
    super(what, details)
    this.meaning = details.meaning
    this.syssn = details.syssn
  }
}

/** What to do about an errcode of WeChat. */
export type WechatReaction =
  /** The code is void: send the payer through the authorization once more, then stop. */
  | 'authorize-again'
  /** This code was exchanged before: use that result if you have it, else authorize again. */
  | 'already-used'
  /** appid or secret is wrong, or a parameter is missing: a person has to fix it. */
  | 'fix-configuration'
  /** WeChat is busy, or said something we do not know. */
  | 'try-later'

/** WeChat refused to exchange a code. */
export class WechatOauthError extends QfpayError {
  readonly code = 'wechat-oauth'
  readonly errcode: number
  readonly reaction: WechatReaction

  constructor(
    what: string,
    details: QfpayErrorDetails & { readonly errcode: number; readonly reaction: WechatReaction },
  ) {
    super(what, details)
    this.errcode = details.errcode
    this.reaction = details.reaction
  }
}
