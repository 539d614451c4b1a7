import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HOUR_MS } from '../platform/durations.ts'
import { isLastEnquiry, nextEnquiryAt } from './schedule.ts'

const openedAt = new Date('2026-03-02T04:00:00Z')

/** The ages, in seconds, at which one attempt is asked about if nothing else happens. */
function ages(): readonly number[] {
  const found: number[] = []
  let now = openedAt
  do {
    now = nextEnquiryAt({ openedAt, now })
    found.push(Math.round((now.getTime() - openedAt.getTime()) / 1000))
  } while (!isLastEnquiry({ openedAt, now }))
  return found
}

describe('the schedule of enquiries', () => {
  it('asks within seconds at first, then less and less often, at least every ten minutes', () => {
    const gaps = ages().map((age, index, all) => age - (all[index - 1] ?? 0))
    assert.deepEqual(gaps.slice(0, 4), [3, 3, 3, 5])
    assert.ok(gaps.every((gap) => gap <= 600))
  })

  it('asks for the last time when every prepay has expired', () => {
    const last = ages().at(-1) ?? 0
    assert.equal(last, 2.25 * 60 * 60)
  })

  it('costs few requests for an attempt that nobody pays', () => {
    assert.ok(ages().length < 35, `${ages().length} enquiries`)
  })

  it('asks again if the last answer did not come', () => {
    const now = new Date(openedAt.getTime() + 3 * HOUR_MS)
    assert.ok(nextEnquiryAt({ openedAt, now }) > now)
  })
})
