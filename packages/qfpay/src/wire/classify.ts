import {
  RESPONSE_CODES,
  type CodeRow,
  type Respcd,
  type ResponseKind,
  type ResponseMeaning,
} from '../errors/respcd-table.ts'
import { formatTime } from './time.ts'

const HINTS: Readonly<Record<ResponseKind, string>> = {
  succeeded: 'Continue.',
  pending: 'Enquire by the same number until the result is known; do not send it again.',
  retry: 'Enquire first; if nothing is found, send the same request again later.',
  failed: 'Start over with a new number, or let the payer choose another way to pay.',
  caller: 'Fix the request or the account before trying again.',
}

/** Sentences in which QFPay says more than its code does. They come in Chinese or English. */
const DUPLICATE = /out_trade_no|duplicate|repeat|重复|重複/i
const TOO_OLD =
  /period|expire|exceed|beyond|too old|超过|超過|超出|过期|過期|期限|时限|時限|\d\s*天的/i
const PROMOTION = /promotion|discount|coupon|优惠|優惠|活动|活動|特殊/i
const NIGHT = /\d\s*[ap]m\b|\d\d:\d\d|night|夜/i

/** No refunds from 23:30 to 00:30 by QFPay's clock; the margin is for clocks that differ. */
const NIGHT_FROM = '23:25'
const NIGHT_TO = '00:35'

/** When QFPay said something, and how far its clock is from UTC. */
export type SaidAt = {
  readonly at: Date | number
  /** Milliseconds; {@link offsetMsOf} reads an offset such as `+08:00`. */
  readonly offsetMs: number
}

/**
 * What a result code means and what to do about it. `message` is QFPay's `resperr` or `respmsg`: a few
 * codes mean two things, and only the sentence tells which. The sentence of 1265 gives two reasons
 * together, the night and promotions, so the clock decides: give `said`. Total: an undocumented code
 * is `pending`, because only an enquiry can tell what happened.
 *
 * Source: QFPay, Status Codes.
 */
export function classify(respcd: string, message = '', said?: SaidAt): ResponseMeaning {
  if (!isRespcd(respcd)) {
    return {
      respcd,
      kind: 'pending',
      meaning: 'a code that QFPay has not documented',
      hint: HINTS.pending,
    }
  }
  const { kind, meaning, hint } = bySentence(respcd, message, said) ?? RESPONSE_CODES[respcd]
  return { respcd, kind, meaning, hint: hint ?? HINTS[kind] }
}

/** Tells whether QFPay says that it has seen this number before: an earlier request got through. */
export function isDuplicate(respcd: string, message: string): boolean {
  return respcd === '1102' || respcd === '2011' || (respcd === '1251' && DUPLICATE.test(message))
}

/** Tells whether QFPay has documented a result code. */
export function isRespcd(respcd: string): respcd is Respcd {
  return Object.hasOwn(RESPONSE_CODES, respcd)
}

function bySentence(
  respcd: Respcd,
  message: string,
  said: SaidAt | undefined,
): CodeRow | undefined {
  if (respcd === '1251' && isDuplicate(respcd, message)) {
    return {
      kind: 'caller',
      meaning: 'this out_trade_no was used before',
      hint: 'Enquire by it: an earlier request got through. A new order needs a new number.',
    }
  }
  if (respcd === '1264' && /cancel/i.test(message)) {
    return {
      kind: 'failed',
      meaning: 'the payment is refunded or closed already',
      hint: 'Enquire: its cancel field says what is left of it.',
    }
  }
  if (respcd === '1265' && TOO_OLD.test(message)) {
    return {
      kind: 'failed',
      meaning: 'the payment is too old to be refunded',
      hint: 'Pay the customer back in another way.',
    }
  }
  if (respcd === '1265' && PROMOTION.test(message) && !mayBeTheNight(message, said)) {
    return {
      kind: 'failed',
      meaning: 'the payment took part in a promotion and cannot be refunded',
      hint: 'Ask QFPay, or pay the customer back in another way.',
    }
  }
  return undefined
}

/** Unless the clock says that it is day, a sentence that names the night may mean the night. */
function mayBeTheNight(message: string, said: SaidAt | undefined): boolean {
  if (said === undefined) return NIGHT.test(message)
  const timeOfDay = formatTime(said.at, said.offsetMs).slice(11, 16)
  return timeOfDay >= NIGHT_FROM || timeOfDay < NIGHT_TO
}
