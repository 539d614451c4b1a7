/** What became of the payments that were created in one part of a day, in one currency. */
export type DayFigures = {
  readonly currency: string
  readonly created: number
  /** Of those: how many payers opened the page, authorized, held an order, and paid. */
  readonly opened: number
  readonly authorized: number
  readonly ordered: number
  readonly paid: number
  /** Paid, in minor units. */
  readonly volume: number
  /** From creation to the payment; undefined if none is paid. */
  readonly medianSeconds: number | undefined
  readonly p95Seconds: number | undefined
  /** The volume of each hour that has begun. */
  readonly hours: readonly number[]
}

/** A whole day. */
export type WholeDay<Figures> = { readonly from: Date; readonly figures: Figures }

/** Of one day, its eve, and the same weekday of the week before, each until the same time of day. */
export type ComparedFigures = {
  readonly today: DayFigures
  readonly yesterday: DayFigures
  readonly lastWeek: DayFigures
  /** The whole days before today, the oldest first. */
  readonly week: readonly WholeDay<DayFigures>[]
}

const NOTHING: Omit<DayFigures, 'currency'> = {
  created: 0,
  opened: 0,
  authorized: 0,
  ordered: 0,
  paid: 0,
  volume: 0,
  medianSeconds: undefined,
  p95Seconds: undefined,
  hours: [],
}

/** The days side by side, for each currency that any of them has; the largest volume first. */
export function compareDays(days: {
  readonly today: readonly DayFigures[]
  readonly yesterday: readonly DayFigures[]
  readonly lastWeek: readonly DayFigures[]
  readonly week: readonly WholeDay<readonly DayFigures[]>[]
}): readonly ComparedFigures[] {
  const { today, yesterday, lastWeek, week } = days
  const all = [today, yesterday, lastWeek, ...week.map(({ figures }) => figures)].flat()
  const currencies = new Set(all.map(({ currency }) => currency))
  const of = (day: readonly DayFigures[], currency: string): DayFigures =>
    day.find((each) => each.currency === currency) ?? { currency, ...NOTHING }
  return [...currencies]
    .map((currency) => ({
      today: of(today, currency),
      yesterday: of(yesterday, currency),
      lastWeek: of(lastWeek, currency),
      week: week.map(({ from, figures }) => ({ from, figures: of(figures, currency) })),
    }))
    .toSorted(
      (one, other) =>
        other.today.volume - one.today.volume || other.yesterday.volume - one.yesterday.volume,
    )
}

/** How a value has changed, as a share: 0.5 is half as much again. Undefined if there was nothing. */
export function changeOf(now: number, before: number): number | undefined {
  return before === 0 ? undefined : now / before - 1
}

/** The share of those who authorized that paid; undefined if nobody authorized. */
export function successRate({ authorized, paid }: DayFigures): number | undefined {
  return authorized === 0 ? undefined : paid / authorized
}
