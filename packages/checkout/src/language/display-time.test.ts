import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  displayAge,
  displayClock,
  displayDay,
  displayGap,
  displayRange,
  displayTime,
} from './display-time.ts'

const AT = Date.UTC(2025, 10, 22, 16, 5, 9)

test('an instant is shown in the account’s time zone, with the zone', () => {
  assert.equal(displayTime(AT, '+08:00', 'en'), '23 Nov 2025, 00:05:09 GMT+8')
  assert.equal(displayTime(AT, 'Asia/Hong_Kong', 'zh-Hant'), '2025年11月23日 00:05:09 GMT+8')
  assert.equal(displayTime(AT, 'America/Toronto', 'zh-Hans'), '2025年11月22日 11:05:09 GMT-5')
  assert.equal(displayClock(AT, '+08:00', 'en'), '00:05:09')
  assert.equal(displayDay(AT, 'UTC', 'en'), '22 Nov 2025')
})

test('a range is shown by the days it covers, or by its instants', () => {
  const midnight = Date.UTC(2026, 1, 27, 16)
  const told = (fromHours: number, toHours: number, language: 'en' | 'zh-Hant' = 'en'): string => {
    const [from = 0, to = 0] = [fromHours, toHours].map((hours) => midnight + hours * 3_600_000)
    return displayRange({ from, to }, '+08:00', language)
  }
  assert.equal(told(0, 24), '28 Feb 2026')
  assert.equal(told(0, 48), '28 Feb 2026 – 1 Mar 2026')
  assert.equal(told(0, 48, 'zh-Hant'), '2026年2月28日 – 2026年3月1日')
  assert.equal(told(1, 2), '28 Feb 2026, 01:00:00 – 02:00:00')
  assert.equal(told(1, 24), '28 Feb 2026, 01:00:00 – 1 Mar 2026, 00:00:00')
})

test('an age is shown in its largest whole unit', () => {
  const age = (ms: number): string => displayAge(AT - ms, AT, 'en')
  assert.equal(age(0), 'now')
  assert.equal(age(59_999), '59 sec ago')
  assert.equal(age(60_000), '1 min ago')
  assert.equal(age(3_599_999), '59 min ago')
  assert.equal(age(26 * 3_600_000), 'yesterday')
  assert.equal(age(400 * 86_400_000), '400 days ago')
  assert.equal(age(-7_200_000), 'in 2 hr')
  assert.equal(displayAge(AT - 120_000, AT, 'zh-Hant'), '2 分鐘前')
})

test('a gap is shown in tenths while that matters', () => {
  assert.equal(displayGap(0, 'en'), '+0s')
  assert.equal(displayGap(840, 'en'), '+0.8s')
  assert.equal(displayGap(9_999, 'en'), '+10s')
  assert.equal(displayGap(59_999, 'en'), '+59s')
  assert.equal(displayGap(3_600_000, 'en'), '+1h')
})

test('a page of many times makes each format once', (t: TestContext) => {
  // A gap has a format for each unit: seconds and minutes.
  const most = { DateTimeFormat: 3, NumberFormat: 2, RelativeTimeFormat: 1 }
  const kinds = ['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat'] as const
  const mocks = kinds.map((kind) => [kind, t.mock.method(Intl, kind).mock] as const)
  for (let count = 0; count < 250; count++) {
    displayTime(AT + count * 60_000, '+05:30', 'en')
    displayRange({ from: AT, to: AT + count }, '+05:30', 'en')
    displayAge(AT, AT + count * 60_000, 'zh-Hans')
    displayGap(count * 1_000, 'zh-Hans')
  }
  // Fewer, if another test of this process has made one.
  for (const [kind, mock] of mocks) assert.ok(mock.callCount() <= most[kind], kind)
})
