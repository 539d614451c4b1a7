import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isCalledFor, withoutReasons, withReason } from './attention.ts'

const reasons = fc.array(fc.constantFrom('att_1 is odd', 'ref_1 has no end', 'att_2\nis odd'))

function after(called: readonly string[]): string | undefined {
  return called.reduce<string | undefined>(withReason, undefined)
}

describe('the attention for a payment', () => {
  it('is for every reason that was given, once', () => {
    fc.assert(
      fc.property(reasons, (called) => {
        const attention = after(called)
        assert.equal(attention?.split('\n').length ?? 0, new Set(called).size)
        for (const reason of called) assert.ok(isCalledFor(attention, reason))
      }),
    )
  })

  it('stays for the reasons that have not ended', () => {
    fc.assert(
      fc.property(reasons, reasons, (called, ended) => {
        const left = withoutReasons(after(called), ended)
        const expected = called.filter((reason) => !ended.includes(reason))
        assert.equal(left, after(expected))
        assert.equal(left === undefined, expected.length === 0)
      }),
    )
  })
})
