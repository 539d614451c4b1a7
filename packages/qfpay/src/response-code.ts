import { RESPONSE_CODES, type CodeRow, type Respcd, type ResponseKind } from './response-codes.ts'

export type ResponseMeaning = {
  /** Four digits as received; see {@link Respcd} for those that are documented. */
  readonly respcd: string
  readonly kind: ResponseKind
  /** What the code says, in plain words. */
  readonly meaning: string
  /** What to do. */
  readonly hint: string
}

const HINTS: Readonly<Record<ResponseKind, string>> = {
  succeeded: 'Go on.',
  pending: 'Enquire by the same number until it is settled; do not send it again.',
  retry: 'Enquire first; if nothing is found, send the same request again later.',
  failed: 'Start anew with a new number, or let the payer choose another way to pay.',
  caller: 'Repair the request or the account before trying again.',
}

/** Sentences in which QFPay says more than its code does. They come in Chinese or English. */
const DUPLICATE = /out_trade_no|duplicate|repeat|重复|重複/i
const TOO_OLD = /period|expire|exceed|beyond|too old|超过|超過|过期|過期|期限/i
const PROMOTION = /promotion|discount|coupon|优惠|優惠/i

/**
 * What a result code means and what to do about it. `message` is QFPay's `resperr` or `respmsg`: a
 * few codes say two things, and only the sentence tells which. Total: a code that nobody has
 * documented is `pending`, because only an enquiry can tell what happened.
 *
 * Source: QFPay, Status Codes.
 */
export function classify(respcd: string, message = ''): ResponseMeaning {
  if (!isRespcd(respcd)) {
    return {
      respcd,
      kind: 'pending',
      meaning: 'a code that QFPay has not documented',
      hint: HINTS.pending,
    }
  }
  const { kind, meaning, hint } = bySentence(respcd, message) ?? RESPONSE_CODES[respcd]
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

function bySentence(respcd: Respcd, message: string): CodeRow | undefined {
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
  if (respcd === '1265' && PROMOTION.test(message)) {
    return {
      kind: 'failed',
      meaning: 'the payment took part in a promotion and cannot be refunded',
      hint: 'Ask QFPay, or pay the customer back in another way.',
    }
  }
  return undefined
}
