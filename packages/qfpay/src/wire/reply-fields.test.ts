import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pick, responses } from '../../test/support/vectors.ts'
import { codeOf } from './read-reply.ts'
import { checkReplySignature, fieldsOf, integerOf, readObject, textOf } from './reply-fields.ts'

const { clientKey } = responses

describe('reply', () => {
  for (const { id, about, body, bytes, md5 } of responses.ruleA) {
    it(`finds ${id} (${about}) signed over its raw body`, () => {
      assert.equal(Buffer.byteLength(body), bytes)
      assert.equal(check(body, { 'X-QF-SIGN': md5 }), 'valid')
      assert.equal(check(`${body} `, { 'X-QF-SIGN': md5 }), 'forged')
    })
  }

  it('finds R2 signed over the fields of data, and only if there is a data object', () => {
    const { data, md5 } = pick(responses.ruleB, 'R2')
    assert.equal(check(JSON.stringify({ respcd: '0000', data }), { 'x-qf-sign': md5 }), 'valid')
    assert.equal(check(JSON.stringify({ respcd: '0000', ...data }), { 'x-qf-sign': md5 }), 'forged')
    assert.equal(check(JSON.stringify({ data: [data] }), { 'x-qf-sign': md5 }), 'forged')
    const changed = { ...data, txamt: '101' }
    assert.equal(check(JSON.stringify({ data: changed }), { 'x-qf-sign': md5 }), 'forged')
  })

  it('accepts an unsigned reply, and a declared SHA256 signature', () => {
    const body = '{"respcd": "0000"}'
    const sha256 = createHash('sha256')
      .update(body + clientKey)
      .digest('hex')
    assert.equal(check(body, {}), 'absent')
    assert.equal(check(body, { 'X-QF-SIGN': sha256, 'X-QF-SIGNTYPE': 'SHA256' }), 'valid')
    assert.equal(check(body, { 'X-QF-SIGN': sha256 }), 'forged')
    assert.equal(check(body, { 'X-QF-SIGN': '' }), 'forged')
  })

  it('reads a bare 0000, which is not JSON, and leaves the texts around it unchanged', () => {
    const raw = readObject('{"respcd": 0000, "note": "a: 0000, \\"b\\": 0001", "n": [007, 1.50]}')
    assert.deepEqual(raw, { respcd: '0000', note: 'a: 0000, "b": 0001', n: ['007', 1.5] })
  })

  it('keeps every digit of a long bare number', () => {
    const raw = readObject(
      '{"syssn":20251122000200020012345678,"x":-12345678901234567890,"y":1e400}',
    )
    assert.equal(raw?.['syssn'], '20251122000200020012345678')
  })

  it('reads exactly as JSON.parse does, as long as no digit would be lost', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (object) => {
        const text = JSON.stringify(object)
        if (/\d{16}/.test(text)) return
        assert.deepEqual(readObject(text), JSON.parse(text))
      }),
    )
  })

  it('reads a result code however it is written', () => {
    for (const text of [
      '{"respcd":"0000"}',
      '{"respcd":0}',
      '{"respcd":0000}',
      '{"respcd": "0"}',
    ]) {
      assert.equal(codeOf(readObject(text) ?? {}), '0000')
    }
    assert.equal(codeOf({ respcd: 1143 }), '1143')
    assert.equal(codeOf({ respcd: '' }), undefined)
    assert.equal(codeOf({ respcd: null }), undefined)
  })

  it('reads amounts from numbers and texts, if they are whole numbers', () => {
    assert.equal(integerOf({ txamt: '1099' }, 'txamt'), 1099)
    assert.equal(integerOf({ txamt: 1099 }, 'txamt'), 1099)
    assert.equal(integerOf({ txamt: '1099.00' }, 'txamt'), 1099)
    assert.equal(integerOf({ txamt: '1099.0' }, 'txamt'), 1099)
    for (const value of [
      '10.99',
      '1099.01',
      '1099.',
      '.00',
      '-1',
      '1e3',
      '',
      ' 1',
      '0x10',
      '１',
      10.5,
      -1,
      true,
      null,
      [1],
    ]) {
      assert.equal(integerOf({ txamt: value }, 'txamt'), undefined)
    }
  })

  it('reads a data envelope after the top level, and never a prototype', () => {
    const fields = fieldsOf({ respcd: '0000', data: { syssn: '1', respcd: '1143' } })
    assert.equal(textOf(fields, 'syssn'), '1')
    assert.equal(textOf(fields, 'respcd'), '0000')
    assert.equal(textOf(fieldsOf({ data: [] }), 'constructor'), undefined)
    assert.equal(textOf(readObject('{"__proto__": {"syssn": "1"}}') ?? {}, 'syssn'), undefined)
  })

  it('rejects anything but an object as unreadable', () => {
    for (const text of ['', 'null', '[]', '0000', '"x"', '<html>', '{"a":']) {
      assert.equal(readObject(text), undefined)
    }
  })
})

function check(body: string, headers: Record<string, string>): string {
  return checkReplySignature(Buffer.from(body), readObject(body), new Headers(headers), clientKey)
}
