import { DAY_MS, SECOND_MS } from '../platform/durations.ts'
import { startOfMonth } from '../platform/gateway-day.ts'

/**
 * The part of a range that one enquiry asks about: from `start` up to, not including, `end`.
 * A run reads by time, not by page number: a page that is not full contains all of its window, in
 * whatever order QFPay lists and whatever is recorded meanwhile. A full page is read again in parts.
 */
export type Window = {
  readonly start: Date
  readonly end: Date
  /** What the enquiry asks for: a second more on either side, as QFPay does not say whether it includes the ends. */
  readonly askFrom: Date
  readonly askTo: Date
}

/** QFPay lists at most this many rows on a page. */
const PAGE_ROWS = 100
/** And this many if it ignores the requested page size, perhaps silently. */
const DEFAULT_ROWS = 10
/** With fewer rows than this, twice the time probably fits on a page as well. */
const SPARSE_ROWS = 35
const MAX_WINDOW_MS = 31 * DAY_MS
export const MIN_WINDOW_MS = SECOND_MS

/** The next window of a range. It stays within a calendar month of QFPay's, as an enquiry must. */
export function nextWindow(part: {
  readonly from: Date
  readonly to: Date
  readonly widthMs: number
  /** Of QFPay's clock. */
  readonly offsetMs: number
}): Window {
  const start = part.from.getTime()
  const month = (later: number): number => startOfMonth(part.from, part.offsetMs, later).getTime()
  const end = Math.min(start + part.widthMs, part.to.getTime(), month(1))
  return {
    start: part.from,
    end: new Date(end),
    askFrom: new Date(Math.max(start - SECOND_MS, month(0))),
    askTo: new Date(Math.min(end, month(1) - SECOND_MS)),
  }
}

/** Whether a page may have left rows out. */
export function isFull(page: { readonly rows: number; readonly pageSize: number }): boolean {
  return page.rows >= Math.min(page.pageSize, PAGE_ROWS) || page.rows === DEFAULT_ROWS
}

/** Half of it, in whole seconds. */
export function narrower(widthMs: number): number {
  const half = Math.floor(widthMs / 2 / SECOND_MS) * SECOND_MS
  return Math.max(MIN_WINDOW_MS, half)
}

/** How wide the window after one with this many rows is. */
export function widthAfter(widthMs: number, rows: number): number {
  return rows < SPARSE_ROWS ? Math.min(MAX_WINDOW_MS, 2 * widthMs) : widthMs
}

/** Whether a row belongs to the window; one with an unreadable time belongs to each. */
export function isInside({ start, end }: Window, recordedAt: Date | undefined): boolean {
  return recordedAt === undefined || (recordedAt >= start && recordedAt < end)
}
