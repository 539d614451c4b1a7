import type { Result } from './measure/result.ts'

export type Sizes<Name extends string = string> = Readonly<Record<Name, number>>

type Run<Given> = (
  sizes: Given,
  /** Told how far it is. */
  say: (line: string) => void,
) => Promise<Pick<Result, 'rows' | 'notes'>>

/** One figure, or a few that are found together. */
export type Bench = {
  readonly name: string
  /** What can be given on the command line, and what it is if it is not. */
  readonly sizes: Sizes
  readonly run: Run<Sizes>
}

/** A bench whose `run` is given exactly the sizes that it names. */
export function bench<Name extends string>({
  name,
  sizes,
  run,
}: {
  readonly name: string
  readonly sizes: Sizes<Name>
  readonly run: Run<Sizes<NoInfer<Name>>>
}): Bench {
  return { name, sizes, run: (given, say) => run({ ...sizes, ...given }, say) }
}
