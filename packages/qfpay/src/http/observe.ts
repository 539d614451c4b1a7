import {
  isQfpayError,
  QfpayNetworkError,
  type NetworkReason,
  type Outcome,
  type QfpayErrorCode,
} from '../errors/errors.ts'
import type { Clock } from '../system-clock.ts'
import type { Raw } from '../wire/messages.ts'
import { isObject, type ReplySignature } from '../wire/reply-fields.ts'
import { maskPersonalValues, type Parameters } from '../wire/signature.ts'

/** One request with its result, safe to store: its fields are those of {@link maskFields}. */
export type Exchange = {
  /** Path of the endpoint, at QFPay or at WeChat. */
  readonly endpoint: string
  /** What the caller said that the call is about. */
  readonly about?: string
  /** 1 for the first try; each retry counts one more. */
  readonly attempt: number
  readonly sentAt: Date
  readonly durationMs: number
  readonly request: Raw
  readonly httpStatus?: number
  /** Of the answer; absent if the answer was not read that far, and for WeChat, which signs none. */
  readonly signature?: ReplySignature
  readonly answer?: Raw
  /** QFPay's result code for the whole answer. */
  readonly respcd?: string
  /** What `respcd`, or WeChat's errcode, says in plain words. */
  readonly meaning?: string
  /** The error that the exchange ended in. */
  readonly failure?: {
    readonly code: QfpayErrorCode
    readonly outcome: Outcome
    readonly reason?: NetworkReason
  }
}

type Observing = {
  readonly observe: ((exchange: Exchange) => void) | undefined
  readonly clock: Clock
  readonly logger: { warn(fields: object, message?: string): void }
}

type Sent = Pick<Exchange, 'endpoint' | 'attempt'> & {
  readonly about?: string | undefined
  readonly parameters: Parameters
}

/** What is known of an exchange so far; filled step by step, so that a failure keeps it. */
export type Seen = {
  httpStatus?: number
  signature?: ReplySignature
  raw?: Raw | undefined
  respcd?: string
  meaning?: string
}

/** Runs one exchange and passes it to the observer, whatever the result. */
export async function observed<T>(
  { observe, clock, logger }: Observing,
  { endpoint, about, attempt, parameters }: Sent,
  run: (seen: Seen) => Promise<T>,
): Promise<T> {
  if (observe === undefined) return run({})
  const sentAt = clock.now()
  const seen: Seen = {}
  let failure: Exchange['failure']
  try {
    return await run(seen)
  } catch (error) {
    failure = failureOf(error)
    throw error
  } finally {
    const { raw, respcd, ...facts } = seen
    try {
      observe({
        endpoint,
        ...(about !== undefined && { about }),
        attempt,
        sentAt: new Date(sentAt),
        durationMs: clock.now() - sentAt,
        request: maskFields(parameters),
        ...facts,
        ...(raw && { answer: maskFields(raw, parameters) }),
        ...(respcd !== undefined && { respcd: plain(respcd) }),
        ...(failure && { failure }),
      })
    } catch (error) {
      // An observer's failure must not affect the money.
      logger.warn({ event: 'qfpay.observe.failed', endpoint, error }, 'the observer failed')
    }
  }
}

/** Numbers, codes, amounts and times: they describe the exchange and no person. */
const SHOWN = new Set(
  (
    'action_type appid cancel cash_fee cash_fee_type chnlsn customs end_time errcode exchange_rate grant_type limit_pay ' +
    'mchid notify_type order_type orig_out_trade_no orig_syssn origssn out_trade_no page page_size pay_type paydtm ' +
    'qf_trade_no respcd start_time status syssn sysdtm trade_type txamt txcurrcd txdtm'
  ).split(' '),
)
/** QFPay's sentences for people, shown only if the request names the payer: then we can remove the name. */
const SENTENCES = ['resperr', 'respmsg']
const MASKED = '[masked]'
const MAX_FIELDS = 60
const MAX_ROWS = 100
const MAX_LENGTH = 4096

/**
 * A copy of a request's, an answer's or a notification's fields that is safe to store and show.
 * Numbers, codes, amounts and times stay; so does the sentence that answers a payment's `parameters`,
 * without their personal values. Every other value is `[masked]`.
 */
export function maskFields(fields: Raw, parameters: Parameters = {}): Raw {
  const { data, ...rest } = fields
  const shown = maskEach(rest, parameters)
  if (data === undefined) return shown
  return { ...shown, data: maskData(data, parameters) }
}

function maskData(data: unknown, parameters: Parameters): unknown {
  if (isObject(data)) return maskEach(data, parameters)
  if (!Array.isArray(data)) return data === null ? data : MASKED
  return data
    .slice(0, MAX_ROWS)
    .map((row: unknown) => (isObject(row) ? maskEach(row, parameters) : MASKED))
}

function maskEach(fields: Raw, parameters: Parameters): Raw {
  const members = Object.entries(fields).filter(([name]) => /^\w{1,40}$/.test(name))
  return Object.fromEntries(
    members.slice(0, MAX_FIELDS).map(([name, value]) => [name, maskValue(name, value, parameters)]),
  )
}

function maskValue(name: string, value: unknown, parameters: Parameters): unknown {
  if (value === '' || value === null) return value
  if (typeof value === 'string' && SENTENCES.includes(name) && 'sub_openid' in parameters) {
    return plain(maskPersonalValues(value, parameters)).slice(0, 256)
  }
  if (!SHOWN.has(name)) return MASKED
  if (typeof value === 'string') return plain(value)
  return typeof value === 'number' ? value : MASKED
}

/** Text that every database and every JSON reader accepts. */
function plain(text: string): string {
  return text
    .slice(0, MAX_LENGTH)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
}

function failureOf(error: unknown): Exchange['failure'] {
  if (!isQfpayError(error)) return undefined
  const { code, outcome } = error
  const reason = error instanceof QfpayNetworkError ? { reason: error.reason } : {}
  return { code, outcome, ...reason }
}
