import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { enquired } from '../../test/support/enquirer-world.ts'
import { DAY_MS } from '../platform/durations.ts'
import { nextQuestions, type Question } from './question.ts'

const toQuestion = (
  drawn: Pick<Question, 'enquired' | 'lane' | 'askedAt' | 'atMost'>,
): Question => ({
  ...drawn,
  why: 'scheduled',
  answer: Promise.resolve({ kind: 'missing' }),
  resolve: () => undefined,
  reject: () => undefined,
})

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
        let left: readonly Question[] = drawn.map(({ hasSyssn, ...rest }, n) =>
          toQuestion({
            ...rest,
            enquired: enquired(`att_${n}`, hasSyssn ? `s-att_${n}` : undefined),
          }),
        )
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

  it('lie within a month: an order of last year does not make a payer wait for twelve months', () => {
    const at = (id: string, daysAgo: number): Question => {
      const { openedAt } = enquired(id)
      return toQuestion({
        enquired: { ...enquired(id), openedAt: new Date(openedAt.getTime() - daysAgo * DAY_MS) },
        lane: daysAgo === 0 ? 'waiting' : 'scheduled',
        askedAt: 0,
        atMost: 99,
      })
    }
    const stuck: Question = {
      ...at('ref_stuck', 1),
      enquired: {
        ...enquired('ref_stuck'),
        recorded: { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') },
      },
    }
    const all = [at('att_new', 0), at('att_week', 7), at('att_year', 365), stuck]
    const ask = (questions: readonly Question[]) =>
      nextQuestions(questions, { limit: 99, now: 0, turn: 1 }).map((one) => one.enquired.id)
    assert.deepEqual(ask(all), ['att_new', 'att_week'])
    assert.deepEqual(ask(all.slice(2)), ['att_year'])
    assert.deepEqual(ask([stuck]), ['ref_stuck'])
    const march = { ...at('att_march', 0).enquired, openedAt: new Date('2026-03-01T00:00:00Z') }
    const waiting: Question = { ...at('att_march', 0), enquired: march, askedAt: 1 }
    assert.deepEqual(ask([{ ...stuck, lane: 'waiting' }, waiting]), ['ref_stuck'])
    const scheduled: Question = { ...waiting, lane: 'scheduled' }
    assert.deepEqual(ask([stuck, scheduled]), ['ref_stuck', 'att_march'])
  })
})
