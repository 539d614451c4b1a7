import type { Result } from './measure/result.ts'

export type Sizes = Readonly<Record<string, number>>

/** One figure, or a few that are found together. */
export type Bench = {
  readonly name: string
  /** What can be given on the command line, and what it is if it is not. */
  readonly sizes: Sizes
  readonly run: (
    sizes: Sizes,
    /** Told how far it is. */
    say: (line: string) => void,
  ) => Promise<Pick<Result, 'rows' | 'notes'>>
}
