import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { firstClosingAt, nextClosingAt } from './closing.ts'

const openedAt = new Date('2026-03-02T04:00:00Z')
const at = (minutes: number): Date => new Date(openedAt.getTime() + minutes * 60_000)

describe('an order whose payment has ended', () => {
  it('is closed immediately, but never in the first minutes, when WeChat refuses', () => {
    assert.deepEqual(firstClosingAt({ openedAt, now: at(0) }), at(7))
    assert.deepEqual(firstClosingAt({ openedAt, now: at(6) }), at(7))
    assert.deepEqual(firstClosingAt({ openedAt, now: at(60) }), at(60))
  })

  it('is not closed if nobody can pay it any more', () => {
    assert.deepEqual(firstClosingAt({ openedAt, now: at(119) }), at(119))
    assert.equal(firstClosingAt({ openedAt, now: at(120) }), undefined)
    assert.equal(nextClosingAt({ openedAt, now: at(60) }), undefined)
  })

  it('is tried five times at most, and by one process at a time', () => {
    const tries: Date[] = []
    for (
      let now = firstClosingAt({ openedAt, now: openedAt });
      now !== undefined;
      now = nextClosingAt({ openedAt, now })
    ) {
      tries.push(now)
    }
    assert.deepEqual(tries, [7, 14, 28, 56, 112].map(at))
  })
})
