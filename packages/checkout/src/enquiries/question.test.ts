import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { attempt } from '../../test/support/enquirer-world.ts'
import { nextQuestions, type Question } from './question.ts'

describe('the questions of a request', () => {
  const question = fc.record({
    lane: fc.constantFrom('waiting' as const, 'scheduled' as const),
    hasSyssn: fc.boolean(),
    askedAt: fc.integer({ min: 0, max: 20_000 }),
    atMost: fc.constantFrom(1, 2, 99),
  })

  it('include each waiting question within a bounded number of turns', () => {
    fc.assert(
      fc.property(fc.array(question, { maxLength: 300, size: 'max' }), fc.nat(3), (drawn, turn) => {
        let left: readonly Question[] = drawn.map(({ hasSyssn, ...rest }, n) => ({
          ...rest,
          attempt: attempt(`att_${n}`, hasSyssn ? `s-att_${n}` : undefined),
          why: 'scheduled',
          answer: Promise.resolve({ kind: 'missing' }),
          resolve: () => undefined,
          reject: () => undefined,
        }))
        const shareable = ({ lane, atMost }: Question) => lane === 'waiting' && atMost === 99
        const firstPayers = left.filter(shareable)
        for (let turns = 0; left.length > 0; turns++) {
          const batch = nextQuestions(left, { limit: 99, now: 20_000, turn: turn + turns })
          assert.ok(batch.length > 0 && batch.every(({ atMost }) => batch.length <= atMost))
          left = left.filter((one) => !batch.includes(one))
          // Two kinds of numbers, and at most 300 of them: eight turns, two of four being others'.
          if (turns >= 16) assert.ok(!left.some((one) => firstPayers.includes(one)))
        }
      }),
      // To make it smaller would take minutes.
      { endOnFailure: true },
    )
  })
})
