import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countIn, needingPerson, stall, rangeProblem, startsAt } from './reconciliation.ts'

const now = new Date('2026-03-02T04:00:00Z')
const problem = (from: string, to: string) =>
  rangeProblem({ from: new Date(from), to: new Date(to) }, now)?.param

describe('a range to reconcile', () => {
  it('lies in the last 366 days, in whole seconds, with its end after its beginning', () => {
    assert.equal(problem('2026-03-01T16:00:00Z', '2026-03-02T04:00:00Z'), undefined)
    assert.equal(problem('2025-03-01T04:00:00Z', '2026-03-02T04:00:00Z'), undefined)
    assert.equal(problem('2025-03-01T03:59:59Z', '2025-03-02T04:00:00Z'), 'from')
    assert.equal(problem('2026-03-01T16:00:00Z', '2026-03-02T04:00:01Z'), 'to')
    assert.equal(problem('2026-03-01T16:00:00Z', '2026-03-01T16:00:00Z'), 'to')
    assert.equal(problem('2026-03-01T16:00:00.5Z', '2026-03-02T04:00:00Z'), 'from')
    assert.equal(problem('2026-03-01T16:00:00Z', '2026-03-02T03:00:00.001Z'), 'to')
  })

  it('is not read before QFPay’s late rows are there', () => {
    assert.deepEqual(startsAt(now, now), new Date('2026-03-02T04:05:00Z'))
    assert.deepEqual(startsAt(new Date('2026-03-01T04:00:00Z'), now), now)
  })
})

describe('a run', () => {
  it('that fails waits ten seconds, then longer and longer, an hour at most', () => {
    const stalled = (failures: number) => stall({ failures }, new Error('no answer'), now)
    const waits = [0, 1, 2, 8, 9, 1000].map(
      (failures) => (stalled(failures).work_at.getTime() - now.getTime()) / 1000,
    )
    assert.deepEqual(waits, [10, 20, 40, 2560, 3600, 3600])
    assert.equal(stalled(0).failures, 1)
    assert.equal(stalled(0).failure, 'no answer')
  })

  it('counts resolved differences separately from those that need a person', () => {
    const once = countIn({}, [
      { kind: 'unknown', outcome: 'reported' },
      { kind: 'paid_unrecorded', outcome: 'recorded' },
    ])
    const counts = countIn(once, [
      { kind: 'unknown', outcome: 'reported' },
      { kind: 'duplicate', outcome: 'refunded' },
    ])
    assert.deepEqual(counts, {
      unknown: { resolved: 0, reported: 2 },
      paid_unrecorded: { resolved: 1, reported: 0 },
      duplicate: { resolved: 1, reported: 0 },
    })
    assert.equal(needingPerson({ counts, unreadable: 3 }), 5)
  })
})
