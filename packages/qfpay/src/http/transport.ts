import { MINUTE_MS } from '../durations.ts'
import {
  QfpayNetworkError,
  QfpayRateLimitError,
  QfpayReplyError,
  QfpaySignatureError,
  type QfpayError,
} from '../errors/errors.ts'
import { hintAfter } from '../errors/hints.ts'
import { classify } from '../wire/classify.ts'
import type { Raw } from '../wire/messages.ts'
import { codeOf, messageOf } from '../wire/read-reply.ts'
import { checkReplySignature, fieldsOf, readObject } from '../wire/reply-fields.ts'
import { sign, type Parameters } from '../wire/signature.ts'
import { queryString } from '../wire/write-request.ts'
import { sendRequest, type HttpAnswer } from './http-request.ts'
import { observed, type Seen } from './observe.ts'
import type { Settings } from './options.ts'
import { refusal } from './refusal.ts'
import { withRetries } from './retry.ts'

export type Endpoint =
  | '/tool/v1/get_weixin_openid'
  | '/trade/v1/payment'
  | '/trade/v1/query'
  | '/trade/v1/refund'
  | '/trade/v1/close'
  | '/trade/v1/reversal'
  | '/trade/v1/add_note'
  | '/custom/v1/declare'
  | '/custom/v1/query'
  | '/custom/v1/redeclare'

export type Call = {
  readonly endpoint: Endpoint
  readonly parameters: Parameters
  readonly signal?: AbortSignal | undefined
  readonly about?: string | undefined
  /** Codes that are an answer and not a failure; 0000 always is. */
  readonly answers?: readonly string[]
}

/** A reply whose code is an answer. */
export type Reply = {
  readonly respcd: string
  /** The reply's fields, those of a `data` envelope included. */
  readonly fields: Raw
  readonly raw: Raw
}

/** Only an enquiry may be sent twice if the first may have arrived. */
const QUESTIONS: readonly Endpoint[] = ['/trade/v1/query', '/custom/v1/query']

/** If QFPay asks us to wait longer than this, the caller decides. */
const MAX_WAIT_MS = MINUTE_MS

/** Calls QFPay: signs, waits its turn, sends, retries what is safe to retry, reads the reply. */
export async function call(settings: Settings, request: Call): Promise<Reply> {
  return withRetries(settings, {
    signal: request.signal,
    run: (attempt) => callOnce(settings, request, attempt),
    mayRepeat: (error) => mayRepeat(error, request),
  })
}

async function callOnce(settings: Settings, request: Call, attempt: number): Promise<Reply> {
  await waitForTurn(settings, request)
  return observed(settings, { ...request, attempt }, (seen) =>
    ask(settings, request, { attempt, seen }),
  )
}

async function ask(
  settings: Settings,
  request: Call,
  { attempt, seen }: { readonly attempt: number; readonly seen: Seen },
): Promise<Reply> {
  const { endpoint, parameters, signal } = request
  const startedAt = settings.clock.now()
  const encoded = endpoint === '/tool/v1/get_weixin_openid' ? queryString(parameters) : undefined
  const answer = await sendRequest(settings, {
    url: `${settings.host}${endpoint}${encoded === undefined ? '' : `?${encoded}`}`,
    endpoint,
    method: encoded === undefined ? 'POST' : 'GET',
    headers: headersOf(settings, parameters, encoded === undefined),
    ...(encoded === undefined ? { body: new URLSearchParams(parameters).toString() } : {}),
    signal,
  })
  const reply = readReply(settings, request, { answer, seen })
  const answeredAt = settings.clock.now()
  const durationMs = answeredAt - startedAt
  const { respcd } = reply
  settings.logger.debug({ event: 'qfpay.request.answered', endpoint, attempt, respcd, durationMs })
  if (respcd === '0000' || request.answers?.includes(respcd) === true) return reply
  const said = { at: answeredAt, offsetMs: settings.offsetMs }
  throw refusal({ ...request, reply, attempt, httpStatus: answer.status, said })
}

async function waitForTurn({ limiter }: Settings, { endpoint, signal }: Call): Promise<void> {
  try {
    await limiter?.acquire(signal === undefined ? { endpoint } : { endpoint, signal })
  } catch (cause) {
    if (signal?.aborted !== true) throw cause
    throw new QfpayNetworkError(`${endpoint} was aborted while it waited for its turn.`, {
      reason: 'aborted',
      outcome: 'not-sent',
      endpoint,
      hint: 'The request was not sent: you may send it again as it is.',
      cause,
    })
  }
}

function headersOf(
  { appCode, clientKey, signType }: Settings,
  parameters: Parameters,
  isForm: boolean,
): Record<string, string> {
  return {
    'X-QF-APPCODE': appCode,
    'X-QF-SIGN': sign(parameters, clientKey, signType),
    ...(signType === 'SHA256' ? { 'X-QF-SIGNTYPE': 'SHA256' } : {}),
    ...(isForm ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } : {}),
    Accept: 'application/json',
  }
}

function readReply(
  settings: Settings,
  { endpoint }: Call,
  { answer, seen }: { readonly answer: HttpAnswer; readonly seen: Seen },
): Reply {
  const { status, headers, body } = answer
  seen.httpStatus = status
  const facts = { outcome: 'unknown', endpoint, httpStatus: status } as const
  if (status === 429) {
    throw new QfpayRateLimitError({
      ...facts,
      outcome: 'not-sent',
      retryAfterMs: retryAfterMs(headers),
      hint: 'It was not processed: retry later, with fewer requests at a time (QFPay allows 400 a minute).',
    })
  }
  if (status >= 500) {
    throw new QfpayReplyError(`${endpoint} failed with HTTP ${status}.`, {
      ...facts,
      hint: hintAfter(
        endpoint,
        'The request may have been processed: enquire before anything else.',
      ),
    })
  }
  const raw = readObject(new TextDecoder().decode(body))
  seen.raw = raw
  seen.signature = checkReplySignature(body, raw, headers, settings.clientKey)
  if (seen.signature === 'forged') {
    throw new QfpaySignatureError(`The reply of ${endpoint} is not signed with your client_key.`, {
      ...facts,
      hint: 'Do not believe it: check host and client_key, and whether a proxy changes replies.',
    })
  }
  const fields = raw === undefined ? undefined : fieldsOf(raw)
  const respcd = fields === undefined ? undefined : codeOf(fields)
  if (raw === undefined || fields === undefined || respcd === undefined) {
    throw new QfpayReplyError(
      `${endpoint} answered HTTP ${status} with ${raw === undefined ? 'something that is not a JSON object' : 'no respcd'}.`,
      { ...facts, hint: hintAfter(endpoint, 'Check the host; enquire before anything else.') },
    )
  }
  seen.respcd = respcd
  const said = { at: settings.clock.now(), offsetMs: settings.offsetMs }
  seen.meaning = classify(respcd, messageOf(fields), said).meaning
  return { respcd, fields, raw }
}

/** The error for a success that lacks a required field. */
export function incomplete(endpoint: Endpoint, missing: string): QfpayReplyError {
  return new QfpayReplyError(`${endpoint} answered 0000 without ${missing}.`, {
    outcome: 'unknown',
    endpoint,
    respcd: '0000',
    hint: hintAfter(endpoint, 'Enquire before anything else; tell QFPay if this continues.'),
  })
}

function retryAfterMs(headers: Headers): number | undefined {
  const seconds = headers.get('retry-after')
  return seconds !== null && /^\d{1,3}$/.test(seconds) ? Number(seconds) * 1000 : undefined
}

/** QFPay, Status Codes and API Usage Guidelines: what we may retry without an enquiry first. */
function mayRepeat(error: QfpayError, { endpoint, signal }: Call): boolean {
  if (signal?.aborted === true) return false
  const { code, outcome } = error
  if (error instanceof QfpayNetworkError && error.reason === 'certificate') return false
  if (error instanceof QfpayRateLimitError && (error.retryAfterMs ?? 0) > MAX_WAIT_MS) return false
  if (outcome === 'not-sent') return code === 'network' || code === 'rate-limited'
  return QUESTIONS.includes(endpoint) && ['network', 'reply', 'pending'].includes(code)
}
