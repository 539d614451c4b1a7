type Arrow = { readonly from: string; readonly to: string; readonly by: string }

/** A state machine as a Mermaid diagram, asked of the code for every status and change. */
export function stateDiagram(machine: {
  readonly statuses: readonly string[]
  readonly first: readonly string[]
  readonly changes: readonly string[]
  readonly next: (status: string, change: string) => string | undefined
}): string {
  const { statuses, first, changes, next } = machine
  const arrows: Arrow[] = statuses.flatMap((from) =>
    changes.flatMap((by) => {
      const to = next(from, by)
      return to === undefined || to === from ? [] : [{ from, to, by }]
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
