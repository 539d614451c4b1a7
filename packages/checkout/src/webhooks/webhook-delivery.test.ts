import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { HOUR_MS } from '../platform/durations.ts'
import { judgeTry, type TryAnswer } from './webhook-delivery.ts'

const NOW = new Date('2026-03-02T04:00:00Z')

const answered = (status: number, retryAfter?: string): TryAnswer => ({
  kind: 'answered',
  status,
  body: '',
  retryAfter,
})
const waitOf = (answer: TryAnswer, tries: number, random = 0): number | undefined => {
  const verdict = judgeTry({ tries, answer, now: NOW, random })
  return verdict.status === 'pending' ? verdict.nextTryAt.getTime() - NOW.getTime() : undefined
}

describe("a webhook's try", () => {
  it('delivers with 2xx and with nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        const verdict = judgeTry({ tries: 1, answer: answered(status), now: NOW, random: 0 })
        assert.equal(verdict.status === 'delivered', status >= 200 && status <= 299)
      }),
    )
  })

  it('is followed by nine more, over three days', () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitOf(answered(500), index + 1))
    const seconds = waits.map((wait) => wait && wait / 1000)
    assert.deepEqual(seconds, [
      5,
      300,
      1800,
      7200,
      18_000,
      36_000,
      50_400,
      72_000,
      86_400,
      undefined,
    ])
  })

  it('comes up to a tenth later than planned, never sooner', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (tries, random) => {
          const least = waitOf(answered(500), tries) ?? NaN
          const wait = waitOf(answered(500), tries, random) ?? NaN
          assert.ok(wait >= least && wait <= least * 1.1, `${wait}`)
        },
      ),
    )
  })

  const asked: readonly (readonly [string, number])[] = [
    ['120', 120_000],
    ['Mon, 02 Mar 2026 06:00:00 GMT', 2 * HOUR_MS],
    ['999999999', 24 * HOUR_MS],
    ['1', 5_000],
    ['Mon, 02 Mar 2020 06:00:00 GMT', 5_000],
    ['soon', 5_000],
    ['-3', 5_000],
  ]
  for (const [retryAfter, wait] of asked) {
    it(`waits ${wait / 1000} s when the endpoint says Retry-After: ${retryAfter}`, () => {
      assert.equal(waitOf(answered(503, retryAfter), 1), wait)
    })
  }

  it('is the last when the endpoint is gone, and says that redirects are not followed', () => {
    const gone = judgeTry({ tries: 1, answer: answered(410), now: NOW, random: 0 })
    assert.ok(gone.status === 'failed' && gone.isGone)
    const spent = judgeTry({ tries: 10, answer: answered(500), now: NOW, random: 0 })
    assert.ok(spent.status === 'failed' && !spent.isGone)
    const moved = judgeTry({ tries: 1, answer: answered(302), now: NOW, random: 0 })
    assert.ok(moved.status === 'pending')
    assert.match(moved.failure, /302.*redirects are not followed/)
  })
})
