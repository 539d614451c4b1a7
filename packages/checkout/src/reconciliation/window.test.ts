import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../platform/durations.ts'
import { isFull, isInside, narrower, nextWindow, widthAfter, type Window } from './window.ts'

const HONG_KONG = 8 * HOUR_MS

const instant = fc
  .integer({
    min: Date.parse('2025-01-01T00:00:00Z') / SECOND_MS,
    max: Date.parse('2027-01-01T00:00:00Z') / SECOND_MS,
  })
  .map((seconds) => seconds * SECOND_MS)
const offset = fc.integer({ min: -12, max: 14 }).map((hours) => hours * HOUR_MS)
const width = fc.integer({ min: 1, max: 40 * 86_400 }).map((seconds) => seconds * SECOND_MS)

function windows(range: { from: number; to: number; widthMs: number; offsetMs: number }): Window[] {
  const list: Window[] = []
  for (let from = new Date(range.from); from.getTime() < range.to;) {
    const window = nextWindow({ ...range, from, to: new Date(range.to) })
    list.push(window)
    from = window.end
  }
  return list
}

const month = (at: Date, offsetMs: number) =>
  new Date(at.getTime() + offsetMs).toISOString().slice(0, 7)

describe('the windows of a range', () => {
  it('cover each second once, and stay within a calendar month of QFPay’s', () => {
    fc.assert(
      fc.property(instant, width, width, offset, (from, lengthMs, widthMs, offsetMs) => {
        fc.pre(lengthMs / widthMs < 500)
        const to = from + lengthMs
        const list = windows({ from, to, widthMs, offsetMs })
        assert.equal(list[0]?.start.getTime(), from)
        assert.equal(list.at(-1)?.end.getTime(), to)
        list.forEach(({ start, end, askFrom, askTo }, index) => {
          if (index > 0) assert.deepEqual(start, list[index - 1]?.end)
          assert.ok(start < end)
          assert.equal(month(askFrom, offsetMs), month(askTo, offsetMs))
          assert.ok(askFrom <= start && askTo.getTime() >= end.getTime() - SECOND_MS)
        })
      }),
    )
  })

  it('ask for a second more on either side, unless that is another month', () => {
    const from = new Date('2026-02-28T15:59:00Z')
    const [last, first] = windows({
      from: from.getTime(),
      to: from.getTime() + 3 * 60 * SECOND_MS,
      widthMs: DAY_MS,
      offsetMs: HONG_KONG,
    })
    assert.deepEqual(last?.askFrom, new Date('2026-02-28T15:58:59Z'))
    assert.deepEqual(last.end, new Date('2026-02-28T16:00:00Z'))
    assert.deepEqual(last.askTo, new Date('2026-02-28T15:59:59Z'))
    assert.deepEqual(first?.askFrom, new Date('2026-02-28T16:00:00Z'))
    assert.deepEqual(first.askTo, new Date('2026-02-28T16:02:00Z'))
  })

  it('hold the rows from their start up to their end; a row without a time is in each', () => {
    const window = nextWindow({
      from: new Date('2026-03-02T00:00:00Z'),
      to: new Date('2026-03-03T00:00:00Z'),
      widthMs: HOUR_MS,
      offsetMs: 0,
    })
    const isIn = (text: string) => isInside(window, new Date(text))
    assert.deepEqual(
      [
        '2026-03-01T23:59:59Z',
        '2026-03-02T00:00:00Z',
        '2026-03-02T00:59:59Z',
        '2026-03-02T01:00:00Z',
      ].map(isIn),
      [false, true, true, false],
    )
    assert.equal(isInside(window, undefined), true)
  })

  it('become half as wide until they fit on a page, a second at least, and wider when it is quiet', () => {
    assert.equal(narrower(DAY_MS), DAY_MS / 2)
    assert.equal(narrower(3 * SECOND_MS), SECOND_MS)
    assert.equal(narrower(SECOND_MS), SECOND_MS)
    assert.equal(widthAfter(HOUR_MS, 10), 2 * HOUR_MS)
    assert.equal(widthAfter(HOUR_MS, 60), HOUR_MS)
    assert.equal(widthAfter(31 * DAY_MS, 0), 31 * DAY_MS)
  })

  it('are believed only when the page is not full, however small QFPay makes its pages', () => {
    assert.equal(isFull({ rows: 99, pageSize: 100 }), false)
    assert.equal(isFull({ rows: 100, pageSize: 100 }), true)
    assert.equal(isFull({ rows: 10, pageSize: 10 }), true)
    assert.equal(isFull({ rows: 100, pageSize: 1000 }), true)
  })
})
