import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createHandClock } from '../../test/support/hand-clock.ts'
import { createRateLimiter } from './rate-limit.ts'

const endpoint = '/trade/v1/query'

describe('rate limit', () => {
  it('lets through 100 requests immediately, 400 in the first minute, and the next one in time', async () => {
    const clock = createHandClock(0, Infinity)
    const limiter = createRateLimiter({ perSecond: 100, perMinute: 400 }, clock)
    const at: number[] = []
    for (let n = 0; n < 501; n += 1) {
      await limiter.acquire({ endpoint })
      at.push(clock.now())
    }
    assert.equal(at[99], 0)
    assert.equal(at[100], 1000)
    assert.equal(at[399], 3000)
    assert.equal(at[400], 60_000)
    assert.equal(at[500], 61_000)
  })

  it('never exceeds a window, however requests arrive, and keeps their order', async () => {
    const limits = fc.record({
      perSecond: fc.integer({ min: 1, max: 4 }),
      perMinute: fc.integer({ min: 3, max: 9 }),
    })
    const gaps = fc.array(fc.nat(2000), { minLength: 1, maxLength: 15 })
    await fc.assert(
      fc.asyncProperty(limits, gaps, async (limit, pauses) => {
        const clock = createHandClock(0)
        const limiter = createRateLimiter(limit, clock)
        const granted: { n: number; at: number }[] = []
        for (const [n, pause] of pauses.entries()) {
          clock.advance(pause)
          await settle()
          void limiter.acquire({ endpoint }).then(() => granted.push({ n, at: clock.now() }))
          await settle()
        }
        while (granted.length < pauses.length) {
          clock.advance(1000)
          await settle()
        }
        assert.deepEqual(
          granted.map(({ n }) => n),
          [...pauses.keys()],
        )
        for (const { at } of granted) {
          const within = (ms: number): number =>
            granted.filter((other) => other.at > at - ms && other.at <= at).length
          assert.ok(within(1000) <= limit.perSecond)
          assert.ok(within(60_000) <= limit.perMinute)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('lets a waiting request give up without a cost or a change of order for the others', async () => {
    const clock = createHandClock(0)
    const limiter = createRateLimiter({ perSecond: 1, perMinute: 400 }, clock)
    const givingUp = new AbortController()
    await limiter.acquire({ endpoint })
    const first = limiter.acquire({ endpoint })
    const second = limiter.acquire({ endpoint, signal: givingUp.signal })
    const third = limiter.acquire({ endpoint })
    givingUp.abort(new Error('enough'))
    await assert.rejects(second, /enough/)
    await settle()
    clock.advance(1000)
    await first
    await settle()
    clock.advance(1000)
    await third
    assert.deepEqual(clock.slept, [1000, 1000])
  })

  it('refuses immediately if the signal has already aborted', async () => {
    const limiter = createRateLimiter({ perSecond: 1, perMinute: 1 }, createHandClock(0))
    const signal = AbortSignal.abort(new Error('too late'))
    await assert.rejects(limiter.acquire({ endpoint, signal }), /too late/)
    await limiter.acquire({ endpoint })
  })

  it('waits one window at most if the clock is set back', async () => {
    const clock = createHandClock(3_600_000, Infinity)
    const limiter = createRateLimiter({ perSecond: 1, perMinute: 400 }, clock)
    await limiter.acquire({ endpoint })
    clock.advance(-3_600_000)
    await limiter.acquire({ endpoint })
    assert.equal(clock.now(), 1000)
  })
})

/** Lets every promise that can continue continue. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
