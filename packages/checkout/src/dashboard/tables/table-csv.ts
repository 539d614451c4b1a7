import { csvZone, localTime } from '../../language/zone.ts'
import { csvLine } from '../../platform/csv.ts'

/** A column of a spreadsheet; an instant stands there in the local time of the accounts. */
export type Column<Row> = readonly [name: string, value: (row: Row) => string | Date | undefined]

/** Times say their zone in the header: a spreadsheet recognizes a time only without one. Pure. */
export function tableHeader<Row>(
  columns: readonly Column<Row>[],
  times: readonly string[],
  zone: string,
): string {
  const names = columns.map(([name]) =>
    times.includes(name) ? `${name} (${csvZone(zone)})` : name,
  )
  return csvLine(names, 'spreadsheet')
}

export function tableLine<Row>(columns: readonly Column<Row>[], row: Row, zone: string): string {
  const values = columns.map(([, valueOf]) => {
    const value = valueOf(row)
    return value instanceof Date ? localTime(value, zone) : value
  })
  return csvLine(values, 'spreadsheet')
}
