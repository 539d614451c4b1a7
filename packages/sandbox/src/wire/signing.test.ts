import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readVectors } from '../../test/support/read-vectors.ts'
import { isSameSignature, sign, signingString } from './signing.ts'

type Vector = {
  readonly id: string
  readonly clientKey: string
  readonly parameters: Readonly<Record<string, string>>
  readonly signingString: string
  readonly md5: string
  readonly sha256: string
}
const vectors = readVectors('signing.json') as { readonly valid: readonly Vector[] }

describe('request signature', () => {
  for (const { id, clientKey, parameters, signingString: text, md5, sha256 } of vectors.valid) {
    it(`agrees with vector ${id}`, () => {
      assert.equal(signingString(parameters), text)
      assert.equal(sign(text, clientKey), md5)
      assert.equal(sign(text, clientKey, 'SHA256'), sha256)
    })
  }

  it('does not depend on the order in which parameters are given, nor on sign', () => {
    const fields = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.string()), {
      selector: ([name]) => name,
    })
    fc.assert(
      fc.property(fields, fc.string(), (pairs, value) => {
        const forth = Object.fromEntries(pairs)
        const back = { ...Object.fromEntries([...pairs].reverse()), sign: value }
        assert.equal(signingString(back), signingString({ ...forth, sign: '' }))
      }),
    )
  })

  it('changes with any character of any value', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        fc.pre(left !== right)
        const key = 'A'.repeat(32)
        assert.notEqual(
          sign(signingString({ v: left }), key),
          sign(signingString({ v: right }), key),
        )
      }),
    )
  })

  it('is compared without regard to case, and to its whole length', () => {
    assert.equal(isSameSignature('AB12', 'ab12'), true)
    assert.equal(isSameSignature('AB12', 'ab1'), false)
    assert.equal(isSameSignature('AB12', 'ab13'), false)
  })

  it('sorts names above the basic plane by their bytes', () => {
    assert.equal(signingString({ '\u{10000}': '1', '\u{ffff}': '2' }), '\u{ffff}=2&\u{10000}=1')
  })
})
