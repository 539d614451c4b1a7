import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  formatGatewayTime,
  isRefundNight,
  oneMonthLater,
  parseGatewayTime,
  startOfGatewayDay,
  startOfGatewayMonth,
} from './gateway-time.ts'

const at = (text: string): number => parseGatewayTime(text) ?? assert.fail(text)

describe('the gateway’s time', () => {
  it('is eight hours ahead of UTC', () => {
    assert.equal(formatGatewayTime(1568350384_000), '2019-09-13 12:53:04')
    assert.equal(at('2020-07-03 11:14:34'), 1593746074_000)
  })

  it('comes back from its text to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        assert.equal(parseGatewayTime(formatGatewayTime(seconds * 1000)), seconds * 1000)
      }),
    )
  })

  it('is read from no other text', () => {
    for (const text of [
      '2025-02-29 00:00:00',
      '2025-13-01 00:00:00',
      '2025-11-22 24:00:00',
      '2025-11-22',
      '2025-11-22  8:00:00',
      '',
    ]) {
      assert.equal(parseGatewayTime(text), undefined, text)
    }
  })

  it('is that of its zone, in what it writes, and in its days and nights', () => {
    const instant = Date.parse('2025-11-30T19:30:00Z')
    assert.equal(formatGatewayTime(instant, '+04:30'), '2025-12-01 00:00:00')
    assert.equal(parseGatewayTime('2025-12-01 00:00:00', '+04:30'), instant)
    assert.equal(formatGatewayTime(instant, '-03:30'), '2025-11-30 16:00:00')
    assert.equal(startOfGatewayDay(instant + 5, '+04:30'), instant)
    assert.equal(startOfGatewayMonth(instant + 5, '+04:30'), instant)
    assert.equal(isRefundNight(instant, '+04:30'), true)
    assert.equal(isRefundNight(instant), false)
  })

  it('has its own days and months', () => {
    const instant = at('2025-11-01 00:00:01')
    assert.equal(formatGatewayTime(startOfGatewayDay(instant)), '2025-11-01 00:00:00')
    assert.equal(formatGatewayTime(startOfGatewayMonth(instant)), '2025-11-01 00:00:00')
    assert.equal(formatGatewayTime(startOfGatewayDay(instant - 2_000)), '2025-10-31 00:00:00')
    assert.equal(formatGatewayTime(oneMonthLater(at('2025-01-31 08:00:00'))), '2025-02-28 08:00:00')
    assert.equal(formatGatewayTime(oneMonthLater(at('2025-12-15 23:59:59'))), '2026-01-15 23:59:59')
  })
})
