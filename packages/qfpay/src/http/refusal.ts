import {
  QfpayPendingError,
  QfpayRefusedError,
  QfpaySignatureError,
  type QfpayError,
} from '../errors/errors.ts'
import { AUTHORIZE_AGAIN } from '../errors/hints.ts'
import type { ResponseMeaning } from '../errors/respcd-table.ts'
import { classify, isDuplicate, type SaidAt } from '../wire/classify.ts'
import type { Raw } from '../wire/messages.ts'
import { messageOf, syssnOf } from '../wire/read-reply.ts'
import { maskedSignatureText, maskPersonalValues, type Parameters } from '../wire/signature.ts'

type RefusedCall = {
  readonly endpoint: string
  readonly parameters: Parameters
  readonly reply: { readonly respcd: string; readonly fields: Raw }
  /** 1 for the first time the request was sent. */
  readonly attempt: number
  readonly httpStatus: number
  /** When it was answered. */
  readonly said: SaidAt
}

/** Codes that mean "this number was seen before" when they answer a retry. */
const SEEN_BEFORE: readonly string[] = ['1102', '1251', '2011']

/** Temporary refusals: nothing happened, and you may request the same refund later. */
const REFUSED_FOR_NOW: readonly string[] = ['1265', '1269']

/** The error for a reply that is not a success; the class follows from what is known afterwards. */
export function refusal(call: RefusedCall): QfpayError {
  const { endpoint, reply, httpStatus } = call
  const { respcd, fields } = reply
  const message = messageOf(fields)
  const meaning = classify(respcd, message, call.said)
  const facts = { endpoint, respcd, httpStatus, hint: meaning.hint }
  const said = maskPersonalValues(message, call.parameters).slice(0, 256)
  const what = `${endpoint} answered ${respcd}, ${meaning.meaning}${said === '' ? '' : ` (${said})`}.`

  if (respcd === '1108') {
    const signedText = maskedSignatureText(call.parameters)
    return new QfpaySignatureError(`${what} Signed was: ${signedText}`, {
      ...facts,
      outcome: 'rejected',
      signedText,
    })
  }
  if (endpoint === '/tool/v1/get_weixin_openid') {
    const hint = AUTHORIZE_AGAIN
    return new QfpayRefusedError(what, { ...facts, outcome: 'rejected', meaning, hint })
  }
  if (isOpen(call, meaning, message)) {
    const syssn = syssnOf(fields)
    return new QfpayPendingError(what, { ...facts, outcome: 'unknown', meaning, syssn })
  }
  return new QfpayRefusedError(what, { ...facts, outcome: 'rejected', meaning })
}

function isOpen(
  { endpoint, reply, attempt }: RefusedCall,
  meaning: ResponseMeaning,
  message: string,
): boolean {
  const { respcd } = reply
  if (isDuplicate(respcd, message)) return true
  if (attempt > 1 && SEEN_BEFORE.includes(respcd)) return true
  if (REFUSED_FOR_NOW.includes(respcd)) return false
  // An unpaid payment was not refunded either.
  if (respcd === '1261' && endpoint === '/trade/v1/refund') return false
  return meaning.kind === 'pending' || meaning.kind === 'retry'
}
