/** What several rounds have shown of one thing. */
export type Spread = { readonly median: number; readonly least: number; readonly greatest: number }

/** Undefined where a round has shown nothing. */
export function spreadOf(values: readonly (number | undefined)[]): Spread | undefined {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b)
  const [least] = sorted
  if (least === undefined || sorted.length < values.length) return undefined
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
  return { median, least, greatest: sorted.at(-1) ?? least }
}
