import type { SignedText } from '../state/journal.ts'
import type { Merchant } from '../state/parties.ts'
import type { State } from '../state/state.ts'
import { explainSignature } from './explain-signature.ts'
import { Refusal } from './refusal.ts'
import {
  type Parameters,
  type SignType,
  isSameSignature,
  sign,
  signingString,
  withoutEmpty,
} from './signing.ts'

export type Credentials = {
  readonly appCode: string
  readonly signature: string
  /** As sent; empty means MD5. */
  readonly signType: string
}

/** Finds the merchant of a request and verifies the signature; throws a Refusal if it is wrong. */
export function authenticate(
  state: State,
  parameters: Parameters,
  credentials: Credentials,
): { readonly merchant: Merchant; readonly signed: SignedText } {
  const merchant = findMerchant(state, credentials.appCode)
  const signType = readSignType(credentials.signType)
  const signed = signedText(parameters, { merchant, signType, received: credentials.signature })
  if (!signed.ok) {
    throw new Refusal({
      respcd: '1108',
      rule: 'bad-signature',
      message: 'The signature is wrong.',
      hint: explainSignature({
        parameters,
        appCode: credentials.appCode,
        clientKey: merchant.clientKey,
        signType,
        received: credentials.signature,
        otherKeys: [...state.merchants.values()]
          .filter((other) => other !== merchant)
          .map(({ clientKey }) => clientKey),
      }),
      signed,
    })
  }
  checkMchid(merchant, parameters['mchid'] || undefined, state.settings.badMchidRespcd)
  return { merchant, signed }
}

/** Parameters that are safe to keep, without those that identify a person. */
export function withoutPersonal(parameters: Parameters): Parameters {
  const extendInfo = parameters['extend_info']
  return extendInfo === undefined || extendInfo === ''
    ? parameters
    : { ...parameters, extend_info: `‹${extendInfo.length} characters, not kept›` }
}

function findMerchant(state: State, appCode: string): Merchant {
  const merchant = state.merchants.get(appCode)
  if (merchant !== undefined) return merchant
  throw new Refusal({
    respcd: '1108',
    rule: appCode === '' ? 'app-code-missing' : 'unknown-app-code',
    message: appCode === '' ? 'There is no app_code.' : 'The app_code is unknown here.',
    hint: 'Send the app_code of a merchant of this sandbox in the header X-QF-APPCODE (in get_weixin_oauth_code: in the query).',
  })
}

function readSignType(text: string): SignType {
  const signType = text.toUpperCase()
  if (signType === '' || signType === 'MD5') return 'MD5'
  if (signType === 'SHA256') return 'SHA256'
  throw new Refusal({
    respcd: '1108',
    rule: 'unknown-sign-type',
    message: `X-QF-SIGNTYPE names ${text}.`,
    hint: 'Use SHA256, or leave the header out for MD5.',
  })
}

function signedText(
  parameters: Parameters,
  { merchant, signType, received }: { merchant: Merchant; signType: SignType; received: string },
): SignedText {
  const isSigned = (set: Parameters): boolean =>
    isSameSignature(sign(signingString(set), merchant.clientKey, signType), received)
  const { sign_type: _, ...others } = parameters
  // The oldest page signs neither empty values nor sign_type, current samples sign all: both are right.
  const readings = [parameters, withoutEmpty(parameters), others, withoutEmpty(others)]
  const set = readings.find(isSigned) ?? parameters
  return {
    string: `${signingString(withoutPersonal(set))}‹client_key›`,
    algorithm: signType,
    expected: sign(signingString(set), merchant.clientKey, signType),
    received,
    ok: isSigned(set),
  }
}

function checkMchid({ mchids }: Merchant, mchid: string | undefined, respcd: string): void {
  const refuse = (rule: string, message: string, hint: string): Refusal =>
    new Refusal({
      respcd,
      resperr: `MCHCODE: ${message}`,
      respmsg: 'MCHCODE error',
      rule,
      message: `MCHCODE: ${message}`,
      hint,
    })
  if (mchid === undefined && mchids.length > 0) {
    throw refuse(
      'mchid-missing',
      'mchid is missing.',
      'QFPay issued a mchid to this merchant: send it with every request, and sign it.',
    )
  }
  if (mchid !== undefined && mchids.length === 0) {
    throw refuse(
      'mchid-not-issued',
      'this merchant has no mchid.',
      'No mchid was issued: neither send nor sign one.',
    )
  }
  if (mchid !== undefined && !mchids.includes(mchid)) {
    throw refuse(
      'mchid-unknown',
      'the mchid is unknown to this merchant.',
      'Use a mchid that QFPay issued to this app_code.',
    )
  }
}
