import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { QfpayConfigurationError } from '../errors/errors.ts'
import { formatTime, offsetMsOf, parseTime, splitAtMonths } from './time.ts'

const HONG_KONG = 8 * 3_600_000
const seconds = fc
  .integer({ min: Date.UTC(1971, 0, 1) / 1000, max: Date.UTC(2999, 0, 1) / 1000 })
  .map((value) => value * 1000)
const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 }).map((minutes) => minutes * 60_000)

describe('time', () => {
  it("writes the account's time, whatever zone the machine is in", () => {
    assert.equal(formatTime(Date.UTC(2025, 10, 22, 10, 30), HONG_KONG), '2025-11-22 18:30:00')
    assert.equal(formatTime(new Date('2025-12-31T16:00:00Z'), HONG_KONG), '2026-01-01 00:00:00')
    assert.equal(
      formatTime(Date.UTC(2025, 10, 22, 2, 30, 59, 999), -5 * 3_600_000),
      '2025-11-21 21:30:59',
    )
  })

  it('reads back the instant it wrote, at any offset', () => {
    fc.assert(
      fc.property(seconds, offsets, (at, offsetMs) => {
        assert.equal(parseTime(formatTime(at, offsetMs), offsetMs)?.getTime(), at)
      }),
    )
  })

  it('agrees with WeChat about one instant: 1568350384 is 12:53:04 in Hong Kong', () => {
    assert.equal(formatTime(1_568_350_384_000, HONG_KONG), '2019-09-13 12:53:04')
  })

  it('reads nothing from a text that is not a time', () => {
    for (const text of [
      '',
      '0',
      '2025-02-30 00:00:00',
      '2025-00-10 00:00:00',
      '2025-13-10 00:00:00',
      '0000-00-00 00:00:00',
      '0001-01-01 00:00:00',
      '2025-11-22',
      '2025-11-22T18:30:00',
      '2025-11-22 24:00:00',
    ]) {
      assert.equal(parseTime(text, HONG_KONG), undefined, text)
    }
  })

  it('accepts offsets, and refuses what only looks like one', () => {
    assert.equal(offsetMsOf('+08:00'), HONG_KONG)
    assert.equal(offsetMsOf('-03:30'), -12_600_000)
    assert.equal(offsetMsOf('+00:00'), 0)
    for (const text of ['8', '+0800', 'Z', '+15:00', '+08:60', 'Asia/Hong_Kong']) {
      assert.equal(offsetMsOf(text), undefined, text)
    }
  })

  it('refuses an invalid instant', () => {
    for (const at of [Number.NaN, Infinity, new Date('x'), 1e15]) {
      assert.throws(() => formatTime(at, 0), QfpayConfigurationError)
    }
  })

  it("splits a span where months end in the account's zone", () => {
    const from = Date.UTC(2025, 10, 30, 12)
    const to = Date.UTC(2026, 0, 2)
    const shown = splitAtMonths(from, to, HONG_KONG).map((span) =>
      [span.from, span.to].map((at) => formatTime(at ?? 0, HONG_KONG)).join(' – '),
    )
    assert.deepEqual(shown, [
      '2025-11-30 20:00:00 – 2025-11-30 23:59:59',
      '2025-12-01 00:00:00 – 2025-12-31 23:59:59',
      '2026-01-01 00:00:00 – 2026-01-02 08:00:00',
    ])
  })

  it('leaves no second out and asks for none twice, for any span', () => {
    const spans = fc.tuple(
      seconds,
      fc.nat(400 * 86_400).map((length) => length * 1000),
    )
    fc.assert(
      fc.property(spans, offsets, ([start, length], offsetMs) => {
        const parts = splitAtMonths(start, start + length, offsetMs)
        let next = formatTime(start, offsetMs)
        for (const { from = 0, to = 0 } of parts) {
          assert.equal(formatTime(from, offsetMs), next)
          assert.equal(formatTime(from, offsetMs).slice(0, 7), formatTime(to, offsetMs).slice(0, 7))
          next = formatTime(Math.floor(to / 1000) * 1000 + 1000, offsetMs)
        }
        assert.equal(next, formatTime(start + length + 1000, offsetMs))
      }),
    )
  })
})
