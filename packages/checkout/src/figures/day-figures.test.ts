import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOf, compareDays, successRate, type DayFigures } from './day-figures.ts'

const day = (currency: string, volume: number): DayFigures => ({
  currency,
  created: 4,
  opened: 3,
  authorized: 2,
  ordered: 2,
  paid: 1,
  volume,
  medianSeconds: 9,
  p95Seconds: 30,
  hours: [volume],
})

test('days stand side by side for each currency of any of them, the largest volume first', () => {
  const compared = compareDays({
    today: [day('HKD', 10), day('CNY', 70)],
    yesterday: [day('HKD', 20)],
    lastWeek: [day('USD', 5)],
    week: [{ from: new Date(0), figures: [day('SGD', 3)] }],
  })
  assert.deepEqual(
    compared.map(({ today, yesterday, lastWeek }) => ({
      currency: today.currency,
      today: today.volume,
      yesterday: yesterday.volume,
      lastWeek: lastWeek.volume,
    })),
    [
      { currency: 'CNY', today: 70, yesterday: 0, lastWeek: 0 },
      { currency: 'HKD', today: 10, yesterday: 20, lastWeek: 0 },
      { currency: 'USD', today: 0, yesterday: 0, lastWeek: 5 },
      { currency: 'SGD', today: 0, yesterday: 0, lastWeek: 0 },
    ],
  )
})

test('a change and a rate need something to compare with', () => {
  assert.equal(changeOf(15, 10), 0.5)
  assert.equal(changeOf(5, 10), -0.5)
  assert.equal(changeOf(15, 0), undefined)
  assert.equal(successRate(day('HKD', 1)), 0.5)
  assert.equal(successRate({ ...day('HKD', 1), authorized: 0 }), undefined)
})
