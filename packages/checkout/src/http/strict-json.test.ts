import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseStrictJson } from './strict-json.ts'

const parse = (text: string): unknown => parseStrictJson(Buffer.from(text))

describe('strict JSON', () => {
  it('reads what any reader reads the same way', () => {
    const names = fc.string().filter((name) => !/^(__proto__|constructor|prototype)$/.test(name))
    const { value: values } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.maxSafeInteger().filter((number) => !Object.is(number, -0)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(names, tie('value'), { noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value)
        assert.deepEqual(parse(text), JSON.parse(text))
      }),
    )
  })

  const refused = {
    'a member that appears twice': '{"amount":1,"amount":1}',
    'a member that appears twice, written in two ways': '{"amount":1,"\\u0061mount":2}',
    'a member that appears twice deep inside': '{"a":[{"b":{"c":1,"d":2,"c":3}}]}',
    'an exponent': '{"amount":1e3}',
    'a fraction': '{"amount":10.0}',
    'an integer that a float cannot hold': '{"amount":9007199254740993}',
    'a prototype key': '{"__proto__":{"isAdmin":true}}',
    'a trailing comma': '{"a":1,}',
    'half of a character': '{"a":"https://shop.example.com/\\ud800"}',
    'half of a character as a member': '{"\\udc00":1}',
    'two values': '{} {}',
    nothing: '',
  }
  for (const [what, text] of Object.entries(refused)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parse(text), SyntaxError)
    })
  }

  it('refuses broken UTF-8', () => {
    assert.throws(() => parseStrictJson(Buffer.from([0x22, 0xff, 0x22])), /UTF-8/)
  })

  it('confuses neither strings with members nor members with numbers', () => {
    assert.deepEqual(parse('{"a":"\\ud83c\\udf75 \\\\ud800"}'), { a: '🍵 \\ud800' })
    assert.deepEqual(parse('{"a":"1e3","b":["a","a"],"1.5":"{\\"a\\":1}"}'), {
      a: '1e3',
      b: ['a', 'a'],
      '1.5': '{"a":1}',
    })
  })
})
