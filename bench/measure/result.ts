import { drawTable } from '@tael/testing/markdown-table'
import { spreadOf, type Spread } from './spread.ts'

/** One figure: of each side what its rounds have shown, and the first side as a multiple of the others. */
export type Row = {
  readonly what: string
  readonly unit: string
  readonly sides: Readonly<Record<string, Spread | undefined>>
  readonly ratios: Readonly<Record<string, Spread | undefined>>
}

/** What one bench has found. */
export type Result = {
  readonly bench: string
  readonly sizes: Readonly<Record<string, number>>
  readonly rows: readonly Row[]
  /** What else there is to say, a line each. */
  readonly notes: readonly string[]
}

/** What is read from a round. */
export type Figure<Measured> = {
  readonly what: string
  readonly unit: string
  readonly of: (measured: Measured) => number | undefined
}

/** A row for each figure; the rounds of two sides are compared one by one. */
export function compareRounds<Measured>(
  rounds: Readonly<Record<string, readonly Measured[]>>,
  figures: readonly Figure<Measured>[],
): readonly Row[] {
  return figures.map(({ what, unit, of }) => {
    const [first, ...others] = Object.entries(rounds).map(
      ([side, measured]) => [side, measured.map(of)] as const,
    )
    const values = first === undefined ? [] : [first, ...others]
    const ratios = others.map(([side, theirs]) => [
      side,
      spreadOf(first?.[1].map((ours, round) => ratio(ours, theirs[round])) ?? []),
    ])
    return {
      what,
      unit,
      sides: Object.fromEntries(values.map(([side, all]) => [side, spreadOf(all)])),
      ratios: Object.fromEntries(ratios) as Row['ratios'],
    }
  })
}

function ratio(ours: number | undefined, theirs: number | undefined): number | undefined {
  return ours === undefined || theirs === undefined || theirs === 0 ? undefined : ours / theirs
}

/** Medians, with the least and the greatest in brackets. */
export function drawResult({ bench, sizes, rows, notes }: Result): string {
  const sides = [...new Set(rows.flatMap((row) => Object.keys(row.sides)))]
  const [first = '', ...all] = sides
  const others = all.filter((side) => rows.some(({ ratios }) => ratios[side] !== undefined))
  const compared = others.map((side) => (others.length === 1 ? 'ratio' : `${first} / ${side}`))
  const table = drawTable(
    [bench, ...sides, ...compared],
    rows.map((row) => [
      row.unit === '' ? row.what : `${row.what}, ${row.unit}`,
      ...sides.map((side) => drawSpread(row.sides[side])),
      ...others.map((side) => drawSpread(row.ratios[side])),
    ]),
  )
  const given = Object.entries(sizes).map(([name, size]) => `${name} ${size}`)
  return [table, '', [given.join(', '), ...notes].join('\n')].join('\n')
}

function drawSpread(spread: Spread | undefined): string {
  if (spread === undefined) return '–'
  const { median, least, greatest } = spread
  if (least === greatest) return short(median)
  return `${short(median)} (${short(least)}–${short(greatest)})`
}

/** Three digits that count, as far as they stand behind the point. */
function short(value: number): string {
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)))
  return String(Number(value.toFixed(Math.min(Math.max(digits, 0), 6))))
}
