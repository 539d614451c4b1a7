/** What somebody typed into the fields of a form; boxes of one name that are ticked are joined by spaces. */
export type Typed = Readonly<Record<string, string>>

/** An operator's text on one line; undefined if it is empty or too long. */
export function plainLine(value: string | undefined, longest: number): string | undefined {
  if (value === undefined) return undefined
  const line = value
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line === '' || line.length > longest ? undefined : line
}
