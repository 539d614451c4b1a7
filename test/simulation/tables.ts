import { drawTable } from '@tael/testing/markdown-table'
import { sumOf } from './cost.ts'
import type { Caught } from './find-mutations.ts'
import { INVARIANTS } from './invariants/invariants.ts'
import { MUTATIONS } from './mutations.ts'
import type { SeedResult } from './run-seed.ts'

/** What many seeds did and found, as Markdown. */
export function seedTable(results: readonly SeedResult[], ms: number): string {
  const total = (of: (result: SeedResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0)
  const broken = results.flatMap((result) => result.broken.map(({ invariant }) => invariant))
  const postgresMs = sumOf(results.map(({ cost }) => cost.postgresMs))
  const row = (what: string, sum: number, digits = 0): string[] => [
    what,
    sum.toFixed(digits),
    (sum / results.length).toFixed(digits + 1),
  ]
  return [
    drawTable(
      ['what', 'count', 'a seed'],
      [
        row('seeds', results.length),
        row(
          'payments',
          total(({ payments }) => payments),
        ),
        row(
          'steps',
          total(({ steps }) => steps),
        ),
        row(
          'statements',
          total(({ cost }) => cost.statements),
        ),
        row('seconds', ms / 1000, 1),
        row('CPU seconds of Node', total(({ cost }) => cost.nodeMs) / 1000, 1),
        ...(postgresMs === undefined
          ? []
          : [row("CPU seconds of PostgreSQL's sessions", postgresMs / 1000, 1)]),
      ],
    ),
    drawTable(['fault injected', 'times'], added(results.map(({ faults }) => faults))),
    drawTable(['outcome', 'count'], added(results.map(({ outcomes }) => outcomes))),
    drawTable(
      ['invariant', 'broken'],
      INVARIANTS.map((name) => [name, broken.filter((one) => one === name).length]),
    ),
  ].join('\n\n')
}

/** Which mistakes were caught, by which promise, in the order of the list. */
export function mutationTable(all: readonly Caught[]): string {
  const rows = MUTATIONS.flatMap(({ name }) => all.filter(({ mutation }) => mutation.name === name))
  return drawTable(
    ['mutation', 'must break', 'caught by seed', 'seeds run', 'also broke'],
    rows.map(({ mutation, seed, seedsRun, broken }) => [
      mutation.name,
      mutation.foundBy,
      seed ?? 'got away',
      seedsRun,
      broken.filter((name) => name !== mutation.foundBy).join(', '),
    ]),
  )
}

function added(counts: readonly Readonly<Record<string, number>>[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const [name, count] of counts.flatMap((one) => Object.entries(one))) {
    sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1))
}
