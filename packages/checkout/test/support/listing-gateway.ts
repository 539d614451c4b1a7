import { formatTime, offsetMsOf } from '@tael/qfpay'

/** A row of the list, as a test writes it. */
export type ListedRow = {
  readonly number: string
  readonly at: Date
  readonly syssn?: string
  readonly amount?: number
  readonly shown?: Readonly<Record<string, string>>
}

export type ListingGateway = {
  readonly fetch: typeof fetch
  readonly rows: ListedRow[]
  /** The ranges that were asked for, in order. */
  readonly ranges: readonly string[]
  /** The numbers that were asked for one by one, or in lists. */
  readonly numbers: readonly string[]
  /** How it behaves; a test changes it. */
  readonly manners: Manners
}

type Manners = {
  order: (rows: readonly ListedRow[]) => readonly ListedRow[]
  /** Whether the second that a range ends with, or begins with, is in it. */
  isEndIn: boolean
  isStartIn: boolean
  /** The most rows of a page. */
  mostRows: number
  /** Whether a smaller page than was asked for says so. */
  isSizeTold: boolean
  /** What it finds by number, where that is not what it lists. */
  byNumber: (found: readonly ListedRow[]) => readonly ListedRow[]
  /** Called before each answer: throws, or hangs. */
  trouble: (rangesSoFar: number, numbers: readonly string[]) => Promise<void> | void
}

const OFFSET_MS = offsetMsOf('+08:00') ?? 0
const newestFirst: Manners['order'] = (rows) =>
  rows.toSorted((a, b) => b.at.getTime() - a.at.getTime())

/** A gateway that answers enquiries out of a list, in whichever way QFPay leaves open. */
export function openListingGateway(): ListingGateway {
  const rows: ListedRow[] = []
  const ranges: string[] = []
  const numbers: string[] = []
  const manners: Manners = {
    order: newestFirst,
    isEndIn: true,
    isStartIn: true,
    mostRows: 100,
    isSizeTold: true,
    byNumber: (found) => found,
    trouble: () => undefined,
  }
  return {
    rows,
    ranges,
    numbers,
    manners,
    async fetch(url, init) {
      const asked = new URLSearchParams(await new Request(url, init).text())
      const named = (asked.get('syssn') ?? asked.get('out_trade_no') ?? '')
        .split(',')
        .filter(Boolean)
      numbers.push(...named)
      const [start, end] = [asked.get('start_time') ?? '', asked.get('end_time') ?? '']
      if (named.length === 0) ranges.push(`${start} ${end}`)
      await manners.trouble(ranges.length, named)
      const isIn = ({ at }: ListedRow): boolean => {
        const text = formatTime(at, OFFSET_MS)
        return (
          (manners.isStartIn ? text >= start : text > start) &&
          (manners.isEndIn ? text <= end : text < end)
        )
      }
      const found =
        named.length > 0
          ? manners.byNumber(
              rows.filter((row) => named.includes(row.number) || named.includes(syssnOf(row))),
            )
          : rows.filter(isIn)
      const page = Number(asked.get('page'))
      const size = Math.min(Number(asked.get('page_size')), manners.mostRows)
      const data = manners
        .order(found)
        .slice((page - 1) * size, page * size)
        .map(wireRow)
      const told = manners.isSizeTold ? size : asked.get('page_size')
      return Response.json({ respcd: '0000', page, page_size: told, data })
    },
  }
}

function syssnOf({ syssn, number }: ListedRow): string {
  return syssn ?? `20260302${number}`
}

function wireRow(row: ListedRow): Record<string, string> {
  const time = formatTime(row.at, OFFSET_MS)
  return {
    syssn: syssnOf(row),
    out_trade_no: row.number,
    pay_type: '800207',
    order_type: 'payment',
    txcurrcd: 'HKD',
    txamt: String(row.amount ?? 1099),
    txdtm: time,
    sysdtm: time,
    paydtm: time,
    respcd: '0000',
    cancel: '0',
    ...row.shown,
  }
}
