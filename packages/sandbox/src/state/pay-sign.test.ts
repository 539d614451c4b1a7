import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { describe, it } from 'node:test'
import { readVectors } from '../../test/support/read-vectors.ts'
import { configSignature } from '../wechat/create-wallet.ts'
import { type PaySignFields, createRsaKeys, paySign, paySignLines } from './pay-sign.ts'

type Vectors = {
  readonly apiKey: string
  readonly fields: PaySignFields
  readonly valid: readonly {
    readonly signType: 'MD5' | 'HMAC-SHA256' | 'RSA'
    readonly text: string
    readonly paySign: string
    readonly publicKey?: string
  }[]
}
const { apiKey, fields, valid } = readVectors('pay-sign.json') as Vectors
const key = { apiKey, rsa: createRsaKeys() }

describe('paySign', () => {
  for (const { signType, paySign: expected } of valid.filter((v) => v.publicKey === undefined)) {
    it(`agrees with WeChat's ${signType} vector`, () => {
      assert.equal(paySign(fields, signType, key), expected)
    })
  }

  it("signs the four lines that WeChat's RSA vector signs", () => {
    const vector = valid.find(({ signType }) => signType === 'RSA')
    assert.ok(vector?.publicKey)
    assert.equal(paySignLines(fields), vector.text)
    const publicKey = createPublicKey(vector.publicKey)
    const isTrue = (text: string, signature: string, by = publicKey): boolean =>
      verify('sha256', Buffer.from(text), by, Buffer.from(signature, 'base64'))
    assert.ok(isTrue(paySignLines(fields), vector.paySign))
    assert.ok(isTrue(vector.text, paySign(fields, 'RSA', key), key.rsa().publicKey))
    assert.ok(!isTrue(`${vector.text}x`, paySign(fields, 'RSA', key), key.rsa().publicKey))
  })
})

describe('the signature of wx.config', () => {
  const vectors = readVectors('jsapi-signature.json') as {
    readonly ticket: string
    readonly nonceStr: string
    readonly timestamp: string
    readonly valid: readonly { readonly url: string; readonly sha1: string }[]
  }
  for (const { url, sha1 } of vectors.valid) {
    it(`agrees with Tencent's example for ${url}`, () => {
      assert.equal(configSignature({ ...vectors, page: url }), sha1)
    })
  }
})
