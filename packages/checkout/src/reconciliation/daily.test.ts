import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DAY_MS } from '../platform/durations.ts'
import { dailyRange, nextDailyAt } from './daily.ts'

const utcOffset = '+08:00'
const range = (known: { now: string; lastTo?: string; accountSince?: string }) => {
  const { now, lastTo, accountSince = '2025-01-01T00:00:00Z' } = known
  const found = dailyRange({
    now: new Date(now),
    utcOffset,
    lastTo: lastTo === undefined ? undefined : new Date(lastTo),
    accountSince: new Date(accountSince),
  })
  return found && [found.from.toISOString(), found.to.toISOString()]
}

describe('the daily reconciliation', () => {
  it('comes between three and five in the night of QFPay’s clock, at the account’s own minute', () => {
    const at = (end: string) =>
      nextDailyAt(new Date('2026-03-02T04:00:00Z'), {
        accountId: `acc_01m8t5w2f4e8ta3x0c9v7k${end}`,
        utcOffset,
      }).toISOString()
    assert.equal(at('0000'), '2026-03-02T19:00:00.000Z')
    assert.equal(at('g000'), '2026-03-02T20:00:00.000Z')
    assert.ok(at('zzzz') < '2026-03-02T21:00:00Z')
  })

  it('comes once a night', () => {
    const where = { accountId: 'acc_01m8t5w2f4e8ta3x0c9v7kg000', utcOffset }
    const first = nextDailyAt(new Date('2026-03-02T04:00:00Z'), where)
    assert.equal(nextDailyAt(first, where).getTime() - first.getTime(), DAY_MS)
    assert.deepEqual(nextDailyAt(new Date(first.getTime() - 1), where), first)
  })

  it('reads the two days before its midnight, so each day is read twice', () => {
    assert.deepEqual(range({ now: '2026-03-02T20:00:00Z', lastTo: '2026-03-01T16:00:00Z' }), [
      '2026-02-28T16:00:00.000Z',
      '2026-03-02T16:00:00.000Z',
    ])
  })

  it('catches up the days that were missed, 31 at most', () => {
    assert.deepEqual(range({ now: '2026-03-12T09:00:00Z', lastTo: '2026-03-01T16:00:00Z' }), [
      '2026-02-28T16:00:00.000Z',
      '2026-03-11T16:00:00.000Z',
    ])
    assert.deepEqual(range({ now: '2026-03-12T09:00:00Z', lastTo: '2025-03-01T16:00:00Z' }), [
      '2026-02-08T16:00:00.000Z',
      '2026-03-11T16:00:00.000Z',
    ])
  })

  it('begins with the account’s first day', () => {
    const accountSince = '2026-03-02T04:00:00Z'
    assert.deepEqual(range({ now: '2026-03-02T19:30:00Z', accountSince }), [
      '2026-03-01T16:00:00.000Z',
      '2026-03-02T16:00:00.000Z',
    ])
    assert.equal(range({ now: '2026-03-02T05:00:00Z', accountSince }), undefined)
  })
})
