/**
 * Measures all sides by turns: what else the machine does meets them alike. Each round begins with
 * another side. Rounds before the first warm up, and do not count.
 */
export async function interleave<Name extends string, Side, Measured>(
  sides: Readonly<Record<Name, Side>>,
  {
    rounds,
    warmUps = 1,
    say,
    measure,
  }: {
    readonly rounds: number
    readonly warmUps?: number
    /** Told of each round. */
    readonly say: (line: string) => void
    readonly measure: (side: Side, name: Name) => Promise<Measured>
  },
): Promise<Readonly<Record<Name, readonly Measured[]>>> {
  const named = Object.entries(sides) as [Name, Side][]
  const empty = named.map(([name]) => [name, []])
  const measured = Object.fromEntries(empty) as Record<Name, Measured[]>
  for (let turn = 0; turn < warmUps + rounds; turn++) {
    const round = turn - warmUps + 1
    say(round < 1 ? 'warming up' : `round ${round} of ${rounds}`)
    const first = turn % named.length
    for (const [name, side] of [...named.slice(first), ...named.slice(0, first)]) {
      const value = await measure(side, name)
      if (round > 0) measured[name].push(value)
    }
  }
  return measured
}

export function byName<Side extends { readonly name: string }>(
  sides: readonly Side[],
): Readonly<Record<string, Side>> {
  return Object.fromEntries(sides.map((side) => [side.name, side]))
}
