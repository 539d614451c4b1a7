/**
 * Measures all sides by turns: what else the machine does meets them alike. Each round begins with
 * another side. The round before the first warms up, and does not count.
 */
export async function interleave<Side, Measured>(
  sides: readonly Side[],
  {
    rounds,
    say,
    measure,
  }: {
    readonly rounds: number
    /** Told of each round. */
    readonly say: (line: string) => void
    readonly measure: (side: Side) => Promise<Measured>
  },
): Promise<ReadonlyMap<Side, readonly Measured[]>> {
  const measured = new Map<Side, Measured[]>(sides.map((side) => [side, []]))
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? 'warming up' : `round ${round} of ${rounds}`)
    const first = round % sides.length
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
      const value = await measure(side)
      if (round > 0) measured.get(side)?.push(value)
    }
  }
  return measured
}
