import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../platform/durations.ts'
import {
  csvZone,
  dayAfter,
  dayOf,
  instantOf,
  isZoneName,
  localTime,
  readDay,
  startOfDay,
  utcOffsetIn,
} from './zone.ts'

const ZONES = [
  'America/Toronto',
  'Asia/Hong_Kong',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'Pacific/Kiritimati',
  '+08:00',
  '-03:30',
]

test('a day begins at midnight of its zone, and has 23 or 25 hours when the clocks change', () => {
  for (const [zone, day, begins, hours] of [
    ['America/Toronto', '2026-03-07', '2026-03-07T05:00:00.000Z', 24],
    ['America/Toronto', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['America/Toronto', '2026-03-09', '2026-03-09T04:00:00.000Z', 24],
    ['America/Toronto', '2026-10-31', '2026-10-31T04:00:00.000Z', 24],
    ['America/Toronto', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['America/Toronto', '2026-11-02', '2026-11-02T05:00:00.000Z', 24],
    ['Asia/Hong_Kong', '2026-03-08', '2026-03-07T16:00:00.000Z', 24],
    ['Asia/Hong_Kong', '2026-11-01', '2026-10-31T16:00:00.000Z', 24],
    // The clocks skip midnight itself, or show it twice.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
    ['+08:00', '2026-03-08', '2026-03-07T16:00:00.000Z', 24],
  ] as const) {
    const [from, to] = [startOfDay(day, zone), startOfDay(dayAfter(day), zone)]
    assert.equal(from.toISOString(), begins, `${zone} ${day}`)
    assert.equal((to.getTime() - from.getTime()) / HOUR_MS, hours, `${zone} ${day}`)
  }
})

test('each instant of two years is in the day that its clocks show, and no day misses one', () => {
  for (const zone of ZONES) {
    let day = '2025-12-31'
    for (let from = startOfDay(day, zone); day < '2027-12-31'; day = dayAfter(day)) {
      const to = startOfDay(dayAfter(day), zone)
      assert.ok(to.getTime() - from.getTime() >= 23 * HOUR_MS)
      for (const at of [from.getTime(), to.getTime() - 1, from.getTime() + 12 * HOUR_MS]) {
        assert.equal(dayOf(at, zone), day, zone)
      }
      from = to
    }
  }
})

test('a local time is the instant that shows it, the first if there are two', () => {
  for (const zone of ZONES) {
    const begins = Date.UTC(2026, 0, 1)
    for (let at = begins; at < begins + 365 * DAY_MS; at += 7 * HOUR_MS + 13 * MINUTE_MS) {
      const found = instantOf(localTime(at, zone).replace(' ', 'T'), zone).getTime()
      assert.ok(found === at || (found < at && localTime(found, zone) === localTime(at, zone)))
    }
  }
  const [before, after] = ['2026-11-01T01:30:00', '2026-03-08T02:30:00'].map((text) =>
    instantOf(text, 'America/Toronto').toISOString(),
  )
  assert.equal(before, '2026-11-01T05:30:00.000Z')
  // Nobody's clock showed it: half an hour after two, as if nobody had changed it.
  assert.equal(after, '2026-03-08T07:30:00.000Z')
  assert.ok(Number.isNaN(instantOf('soon', 'America/Toronto').getTime()))
})

test('a zone has an offset at each instant, and is named in the heading of a column', () => {
  assert.equal(utcOffsetIn('America/Toronto', Date.UTC(2026, 0, 1)), '-05:00')
  assert.equal(utcOffsetIn('America/Toronto', Date.UTC(2026, 6, 1)), '-04:00')
  assert.equal(utcOffsetIn('UTC', 0), '+00:00')
  assert.equal(utcOffsetIn('-03:30', 0), '-03:30')
  assert.equal(csvZone('America/Toronto'), 'America/Toronto')
  assert.equal(csvZone('-05:00'), 'UTC-05:00')
})

test('a zone is named as the world names it', () => {
  for (const name of ['America/Toronto', 'Asia/Hong_Kong', 'UTC', 'America/Argentina/Ushuaia']) {
    assert.equal(isZoneName(name), true, name)
  }
  for (const name of [
    '',
    'Toronto',
    'America/',
    '-05:00',
    'GMT+8:00',
    'America/Toronto\n',
    '../x',
  ]) {
    assert.equal(isZoneName(name), false, name)
  }
})

test('a day is one that the calendar has', () => {
  assert.equal(readDay('2028-02-29'), '2028-02-29')
  for (const text of ['2026-02-29', '2026-2-1', '2026-13-01', '', '2026-03-02T00:00']) {
    assert.equal(readDay(text), undefined, text)
  }
})
