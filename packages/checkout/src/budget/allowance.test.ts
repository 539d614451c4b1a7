import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  allowanceOf,
  burstOf,
  laneOf,
  LEASE_MS,
  MARGIN_MS,
  QFPAY_LIMIT,
  rankOf,
  type RequestLimit,
} from './allowance.ts'

const limits = fc.record({
  perSecond: fc.integer({ min: 5, max: 100 }),
  perMinute: fc.integer({ min: 10, max: 400 }),
})

/** The most that can go out in any window, if ten processes are cut off in it as well. */
function most(limit: RequestLimit, windowMs: number): number {
  const { burst, spacingMs, aloneEveryMs } = allowanceOf(limit)
  const alone = aloneEveryMs === undefined ? 0 : Math.ceil(windowMs / aloneEveryMs)
  return burst + Math.floor((windowMs + LEASE_MS + MARGIN_MS) / spacingMs) + 10 * alone
}

describe('an allowance', () => {
  it('exceeds no limit an account may set, in no second and in no minute', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        assert.ok(most(limit, 1_000) <= limit.perSecond)
        assert.ok(most(limit, 60_000) <= limit.perMinute)
      }),
    )
  })

  it('for QFPay’s own limit is what docs/budget.md says', () => {
    const allowance = allowanceOf(QFPAY_LIMIT)
    assert.deepEqual(allowance, { spacingMs: 175, burst: 25, aloneEveryMs: 30_000 })
    assert.deepEqual(
      [0, 1, 2, 3].map((rank) => burstOf(allowance, rank)),
      [25, 18, 12, 6],
    )
  })

  it('leaves at most a sixth of QFPay’s limit unused', () => {
    assert.ok(60_000 / allowanceOf(QFPAY_LIMIT).spacingMs > (400 * 5) / 6)
  })

  it('grants every account something, however low its limit', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 0, max: 3 }), (limit, rank) => {
        const allowance = allowanceOf(limit)
        assert.ok(allowance.spacingMs > 0 && allowance.spacingMs < 60_000)
        assert.ok(burstOf(allowance, rank) >= 1 && burstOf(allowance, rank) <= allowance.burst)
      }),
    )
  })

  it('keeps room for payers that no other lane can use', () => {
    const allowance = allowanceOf(QFPAY_LIMIT)
    assert.ok(burstOf(allowance, 0) - burstOf(allowance, 1) >= 6)
  })
})

describe('a lane', () => {
  it('is the payer’s if a payer waits, and the last one for everything else', () => {
    assert.equal(laneOf('/tool/v1/get_weixin_openid'), 'payer')
    assert.equal(laneOf('/trade/v1/payment'), 'payer')
    assert.equal(laneOf('/trade/v1/refund'), 'background')
    assert.equal(laneOf('/trade/v1/query'), 'background')
  })

  it('rises with waiting until it is served first', () => {
    assert.equal(rankOf('background', 0), 3)
    assert.equal(rankOf('background', 5_000), 2)
    assert.equal(rankOf('background', 60_000), 0)
  })
})
