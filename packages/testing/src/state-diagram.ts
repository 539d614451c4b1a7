/** A state machine as a Mermaid diagram, asked of the code for every status and change. */
export function stateDiagram<Status extends string>(machine: {
  readonly statuses: readonly Status[]
  readonly first: readonly Status[]
  readonly changes: readonly {
    readonly name: string
    readonly next: (status: Status) => Status | undefined
  }[]
}): string {
  const { statuses, first, changes } = machine
  const arrows = statuses.flatMap((from) =>
    changes.flatMap(({ name, next }) => {
      const to = next(from)
      return to === undefined || to === from ? [] : [{ from, to, by: name }]
    }),
  )
  const merged = Map.groupBy(arrows, ({ from, to }) => `${from} --> ${to}`)
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...first.map((status) => `  [*] --> ${status}`),
    ...[...merged].map(([arrow, all]) => `  ${arrow}: ${all.map(({ by }) => by).join(', ')}`),
    '```',
  ].join('\n')
}
