import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pick, signing } from '../../test/support/vectors.ts'
import { isAuthentic, isSameHex, maskedSignatureText, sign, signatureText } from './signature.ts'

describe('signature', () => {
  for (const { id, about, parameters, clientKey, signingString, md5, sha256 } of signing.valid) {
    it(`signs ${id} (${about}) as QFPay does, whatever the order of the parameters`, () => {
      const shuffled = Object.fromEntries(Object.entries(parameters).reverse())
      assert.equal(signatureText(shuffled), signingString)
      assert.equal(sign(shuffled, clientKey, 'MD5'), md5)
      assert.equal(sign(shuffled, clientKey, 'SHA256'), sha256)
    })
  }

  for (const { of, about, md5 } of signing.rejected) {
    it(`does not sign ${of} with a common mistake: ${about}`, () => {
      const { parameters, clientKey } = pick(signing.valid, of)
      assert.equal(isSameHex(md5, sign(parameters, clientKey, 'MD5')), false)
    })
  }

  it('orders names as their UTF-8 bytes, and agrees with another way to do it', () => {
    const names = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.dictionary(names, fc.string(), { maxKeys: 12 }), (parameters) => {
        assert.equal(signatureText(parameters), byHexOrder(parameters))
      }),
    )
  })

  it('puts a name before a longer one, though "=" comes after "1"', () => {
    assert.equal(signatureText({ a1: 'y', a: 'x', A: 'z' }), 'A=z&a=x&a1=y')
  })

  it('orders by bytes where UTF-16 would order differently', () => {
    assert.equal(signatureText({ '🍵': 'tea', '\ue000': 'private' }), '\ue000=private&🍵=tea')
  })

  it('accepts a signature in either letter case, and no other text', () => {
    const { md5 } = pick(signing.valid, 'S6')
    assert.ok(isSameHex(md5.toLowerCase(), md5))
    for (const other of ['', md5.slice(1), `${md5}0`, ` ${md5}`, '誤', md5.replace('9', '8')]) {
      assert.equal(isSameHex(other, md5), false)
    }
  })

  it('is broken by any flipped bit of the body, the signature or the key', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(7), (body, at, bit) => {
        const key = '7F3C9A5E1B2D4C6F8A0B1C2D3E4F5061'
        const signature = createHash('md5').update(body).update(key).digest('hex')
        assert.ok(isAuthentic(body, signature, key))
        const flipped = Uint8Array.from(body)
        flipped[at % body.length] = (body[at % body.length] ?? 0) ^ (1 << bit)
        assert.equal(isAuthentic(flipped, signature, key), false)
        assert.equal(isAuthentic(body, signature, `${key}0`), false)
        const digit = signature[at % 32] === '0' ? '1' : '0'
        const forged = signature.slice(0, at % 32) + digit + signature.slice((at % 32) + 1)
        assert.equal(isAuthentic(body, forged, key), false)
      }),
    )
  })

  it('shows the signed text without the key, the payer or personal data', () => {
    const { parameters, clientKey } = pick(signing.valid, 'S9b')
    const shown = maskedSignatureText(parameters)
    assert.match(shown, /^extend_info=\*\*\*&out_trade_no=SBX202511220001&.*<client_key>$/)
    for (const secret of [clientKey, 'TEST-ID-0001', '測試', 'oSbx0TestOpenId']) {
      assert.equal(shown.includes(secret), false)
    }
    assert.equal(maskedSignatureText({ code: 'x1', mchid: 'm' }), 'code=***&mchid=m<client_key>')
    assert.match(maskedSignatureText(pick(signing.valid, 'S17').parameters), /^code=A1B2/)
  })
})

/** Orders names by the hex of their bytes: slow, and written with nothing the signer uses. */
function byHexOrder(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => ({ hex: Buffer.from(name).toString('hex'), pair: `${name}=${value}` }))
    .sort((a, b) => (a.hex < b.hex ? -1 : a.hex > b.hex ? 1 : 0))
    .map(({ pair }) => pair)
    .join('&')
}
