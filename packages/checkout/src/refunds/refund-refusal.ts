import type { ResponseMeaning } from '@tael/qfpay'

/** Why a refund is impossible, in a form that a program can act on. */
export type RefundRefusal = {
  readonly code: RefundRefusalCode
  /** QFPay's own code, where it gave one. */
  readonly respcd?: string
  readonly message: string
}

export type RefundRefusalCode =
  | (typeof CODES)[keyof typeof CODES]
  | 'too_old'
  | 'promotion'
  | 'account_refused'
  | 'refused'
  | 'not_done'
  | 'declined'
  | 'approval_expired'

/** QFPay's codes, as what the caller can do about them; docs/refunds.md explains each. */
const CODES = {
  '1125': 'already_refunded',
  '1155': 'refused',
  '1261': 'not_paid_at_gateway',
  '1262': 'already_refunded',
  '1263': 'already_refunded',
  '1264': 'already_refunded',
  '1265': 'refunds_closed',
  '1266': 'amount_mismatch',
  '1267': 'amount_mismatch',
  '1268': 'not_found_at_gateway',
  '1269': 'unsettled_balance_too_low',
  '1270': 'no_partial_refund',
  '1271': 'no_partial_refund',
  '1272': 'exceeds_remaining_at_gateway',
  '1294': 'stopped_by_risk_control',
} as const

export function refusalFor(refused: {
  readonly message: string
  readonly meaning?: ResponseMeaning
}): RefundRefusal {
  const { message, meaning } = refused
  if (meaning === undefined) return { code: 'account_refused', message }
  return { code: codeFor(meaning), respcd: meaning.respcd, message }
}

function codeFor({ respcd, kind, meaning }: ResponseMeaning): RefundRefusalCode {
  if (respcd === '1265' && kind === 'failed') {
    return meaning.includes('promotion') ? 'promotion' : 'too_old'
  }
  if (isKnown(respcd)) return CODES[respcd]
  return kind === 'caller' ? 'account_refused' : 'refused'
}

function isKnown(respcd: string): respcd is keyof typeof CODES {
  return Object.hasOwn(CODES, respcd)
}
