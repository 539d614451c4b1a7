import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canBeResumed, decideAttempt, type AttemptStatus } from './attempt.ts'

const STATUSES = ['recorded', 'launched', 'succeeded', 'failed', 'lapsed'] as const
const VERDICTS = ['paid', 'unpaid', 'missing', 'rejected'] as const

type Answer = { readonly verdict: (typeof VERDICTS)[number]; readonly isLast: boolean }

const answers: fc.Arbitrary<Answer> = fc.record({
  verdict: fc.constantFrom(...VERDICTS),
  isLast: fc.boolean(),
})

function after(from: AttemptStatus, history: readonly Answer[]): AttemptStatus {
  return history.reduce<AttemptStatus>(
    (status, { verdict, isLast }) => decideAttempt(status, verdict, isLast).to ?? status,
    from,
  )
}

describe('an attempt', () => {
  it('has succeeded if and only if a verdict ever said paid', () => {
    const starts = fc.constantFrom('recorded', 'launched', 'failed', 'lapsed')
    fc.assert(
      fc.property(starts, fc.array(answers), (start, history) => {
        const isPaid = history.some(({ verdict }) => verdict === 'paid')
        assert.equal(after(start, history) === 'succeeded', isPaid)
      }),
    )
  })

  it('is not given up before the last enquiry, however often the gateway says unpaid', () => {
    const early = fc.array(
      fc.record({ verdict: fc.constantFrom('unpaid', 'missing'), isLast: fc.constant(false) }),
    )
    fc.assert(
      fc.property(early, (history) => {
        assert.equal(after('launched', history), 'launched')
      }),
    )
  })

  it('lapses when the last enquiry finds it unpaid', () => {
    assert.equal(after('launched', [{ verdict: 'unpaid', isLast: true }]), 'lapsed')
    assert.equal(after('recorded', [{ verdict: 'missing', isLast: true }]), 'lapsed')
  })

  it('can be resumed until shortly before its prepay dies', () => {
    const openedAt = new Date('2026-03-02T04:00:00Z')
    const at = (minutes: number) => new Date(openedAt.getTime() + minutes * 60_000)
    assert.ok(canBeResumed({ status: 'launched', openedAt }, at(114)))
    assert.ok(!canBeResumed({ status: 'launched', openedAt }, at(115)))
    for (const status of STATUSES.filter((each) => each !== 'launched')) {
      assert.ok(!canBeResumed({ status, openedAt }, at(0)))
    }
  })
})
