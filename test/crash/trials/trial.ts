import type { SourceMutation } from '@tael/testing/mutate-source'
import type { Fault } from '../../support/server/books.ts'
import type { Engine } from '../data-location.ts'

/** What a trial did, and what came of it. */
export type Finding = {
  readonly trial: string
  readonly engine: Engine
  /** What was done, and how often. */
  readonly done: string
  readonly faults: readonly Fault[]
  /** Why it did not run: this machine cannot do it. */
  readonly notRun?: string
}

export type TrialOptions = {
  /** A fault in the product that the trial has to find. */
  readonly mutation?: SourceMutation | undefined
  readonly seed: number
  readonly seconds: number
  /** Of a trial that repeats itself. */
  readonly rounds: number
  /** Progress, for a person who watches. */
  readonly say: (line: string) => void
}

/** What nobody could get done is as bad as what came out wrong. */
export function stuck(failures: readonly string[]): readonly Fault[] {
  return failures.map((what) => ({ kind: 'stuck', what }))
}
