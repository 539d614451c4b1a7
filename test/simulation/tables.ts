import { drawTable } from '../support/markdown-table.ts'
import type { Caught } from './catch-mutations.ts'
import { INVARIANTS } from './invariants/invariants.ts'
import { MUTATIONS } from './mutations.ts'
import type { SeedResult } from './run-seed.ts'

/** What many seeds did and found, as Markdown. */
export function seedTable(results: readonly SeedResult[], ms: number): string {
  const total = (of: (result: SeedResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0)
  const broken = results.flatMap((result) => result.broken.map(({ invariant }) => invariant))
  return [
    drawTable(
      ['what', 'count'],
      [
        ['seeds', results.length],
        ['payments', total(({ payments }) => payments)],
        ['steps', total(({ steps }) => steps)],
        ['seconds', Math.round(ms / 1000)],
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
      mutation.invariant,
      seed ?? 'got away',
      seedsRun,
      broken.filter((name) => name !== mutation.invariant).join(', '),
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
