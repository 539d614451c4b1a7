// No seed makes an RSA key; it signs, and decides nothing that is replayed.
// oxlint-disable-next-line no-restricted-imports
import { type KeyObject, createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'

export type PaySignType = 'MD5' | 'HMAC-SHA256' | 'RSA'

export type PaySignFields = {
  readonly appId: string
  readonly nonceStr: string
  readonly package: string
  readonly timeStamp: string
}

/** WeChat's signing key of the RSA kind, made for this process when it is first needed. */
export type RsaKeys = () => { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

export function createRsaKeys(): RsaKeys {
  let keys: ReturnType<RsaKeys> | undefined
  return () => (keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }))
}

/** `paySign`, made with WeChat's key for the Official Account, which no merchant ever sees. */
export function paySign(
  fields: PaySignFields,
  signType: PaySignType,
  key: { readonly apiKey: string; readonly rsa: RsaKeys },
): string {
  const text = `${keyedText(fields, signType)}&key=${key.apiKey}`
  switch (signType) {
    case 'MD5':
      return createHash('md5').update(text).digest('hex').toUpperCase()
    case 'HMAC-SHA256':
      return createHmac('sha256', key.apiKey).update(text).digest('hex').toUpperCase()
    case 'RSA':
      return sign('sha256', Buffer.from(paySignLines(fields)), key.rsa().privateKey).toString(
        'base64',
      )
  }
}

function keyedText(fields: PaySignFields, signType: string): string {
  const signed = [
    ['appId', fields.appId],
    ['nonceStr', fields.nonceStr],
    ['package', fields.package],
    ['signType', signType],
    ['timeStamp', fields.timeStamp],
  ] as const
  return signed
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** The text that an RSA `paySign` signs: four lines, each ended. */
export function paySignLines({
  appId,
  timeStamp,
  nonceStr,
  package: prepay,
}: PaySignFields): string {
  return `${appId}\n${timeStamp}\n${nonceStr}\n${prepay}\n`
}
