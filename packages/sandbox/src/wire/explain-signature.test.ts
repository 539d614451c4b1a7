import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { readVectors } from '../../test/support/read-vectors.ts'
import { explainSignature } from './explain-signature.ts'

const appCode = 'A1B2C3D4E5F60718293A4B5C6D7E8F90'
const clientKey = '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061'
const otherKey = '00000000000000000000000000000001'
const parameters = {
  txamt: '1099',
  Note: 'a b&c',
  mchid: 'ZaMVg12345',
  out_trade_no: 'A1',
  out: '1',
  sign: 'x',
}
const right = 'Note=a b&c&mchid=ZaMVg12345&out=1&out_trade_no=A1&txamt=1099'
const hash = (text: string, algorithm = 'md5'): string =>
  createHash(algorithm).update(text).digest('hex')
const explain = (received: string, sent: Readonly<Record<string, string>> = parameters): string =>
  explainSignature({
    parameters: sent,
    appCode,
    clientKey,
    signType: 'MD5',
    received,
    otherKeys: [otherKey],
  })

describe('a wrong signature is explained by the mistake that made it', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['values encoded first', hash(right.replace('a b&c', 'a%20b%26c') + clientKey), /URL-encoded/],
    [
      'values encoded as a form',
      hash(right.replace('a b&c', 'a+b%26c') + clientKey),
      /URL-encoded/,
    ],
    ["WeChat's &key=", hash(`${right}&key=${clientKey}`), /&key=/],
    ['an & before the key', hash(`${right}&${clientKey}`), /“&” stands between/],
    ['no key', hash(right), /not added/],
    ['the key in front', hash(clientKey + right), /stands before the text/],
    ['the key in lower case', hash(right + clientKey.toLowerCase()), /lower case/],
    ['the app_code as key', hash(right + appCode), /app_code was used/],
    ["another merchant's key", hash(right + otherKey), /another merchant/],
    [
      'names in lower case',
      hash(`mchid=ZaMVg12345&note=a b&c&out=1&out_trade_no=A1&txamt=1099${clientKey}`),
      /another case/,
    ],
    [
      'app_code signed',
      hash(right.replace('&mchid', `&app_code=${appCode}&mchid`) + clientKey),
      /app_code was signed too/,
    ],
    [
      'mchid not signed',
      hash(right.replace('mchid=ZaMVg12345&', '') + clientKey),
      /mchid was sent but not signed/,
    ],
    [
      'sign signed',
      hash(right.replace('&txamt', '&sign=x&txamt') + clientKey),
      /sign was signed itself/,
    ],
    [
      'the order of sending',
      hash(`txamt=1099&Note=a b&c&mchid=ZaMVg12345&out_trade_no=A1&out=1${clientKey}`),
      /wrong order/,
    ],
    ['no & between', hash(right.replaceAll('&', '') + clientKey), /without “&”/],
    ['a line break', hash(`${right}\n${clientKey}`), /line break/],
    ['SHA-256 undeclared', hash(right + clientKey, 'sha256'), /X-QF-SIGNTYPE: SHA256 is missing/],
    ['no signature', '', /no signature/],
    ['no hexadecimal text', 'signature', /not hexadecimal/],
    ['anything else', hash('?'), /No usual mistake/],
  ]
  for (const [mistake, received, says] of cases) {
    it(mistake, () => assert.match(explain(received), says))
  }

  it('every vector that must be rejected', () => {
    const { valid, rejected } = readVectors('signing.json') as {
      readonly valid: readonly {
        readonly id: string
        readonly parameters: Record<string, string>
      }[]
      readonly rejected: readonly { readonly of: string; readonly md5: string }[]
    }
    for (const { of, md5 } of rejected) {
      const sent = valid.find(({ id }) => id === of)?.parameters
      assert.match(explain(md5, sent), /URL-encoded|&key=/)
    }
    assert.equal(rejected.length, 3)
  })
})
