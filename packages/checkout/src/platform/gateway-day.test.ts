import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { HOUR_MS } from './durations.ts'
import { nextTimeOfDay, startOfDay, startOfMonth } from './gateway-day.ts'

const HONG_KONG = 8 * HOUR_MS
const VANCOUVER = -8 * HOUR_MS

describe('the day of a clock at an offset', () => {
  it('begins at its own midnight', () => {
    const evening = new Date('2026-02-28T17:30:00Z')
    assert.deepEqual(startOfDay(evening, HONG_KONG), new Date('2026-02-28T16:00:00Z'))
    assert.deepEqual(startOfDay(evening, VANCOUVER), new Date('2026-02-28T08:00:00Z'))
  })

  it('belongs to the month that this clock shows', () => {
    const evening = new Date('2026-02-28T17:30:00Z')
    assert.deepEqual(startOfMonth(evening, HONG_KONG), new Date('2026-02-28T16:00:00Z'))
    assert.deepEqual(startOfMonth(evening, VANCOUVER), new Date('2026-02-01T08:00:00Z'))
    assert.deepEqual(startOfMonth(evening, VANCOUVER, 1), new Date('2026-03-01T08:00:00Z'))
  })

  it('shows a time of day next later today, or tomorrow', () => {
    const noon = new Date('2026-02-28T04:00:00Z')
    assert.deepEqual(nextTimeOfDay(noon, '12:01', HONG_KONG), new Date('2026-02-28T04:01:00Z'))
    assert.deepEqual(nextTimeOfDay(noon, '12:00', HONG_KONG), new Date('2026-03-01T04:00:00Z'))
  })
})
