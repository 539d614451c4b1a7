import type { RawBuilder } from 'kysely'
import type { DueServer } from '../platform/due-server.ts'

/** Work that any number of processes do again and again without being asked. */
export type PeriodicWork<Needs> = {
  readonly name: string
  readonly everyMs: number
  /** Work that may take minutes ends early when the process stops. */
  readonly run: (deps: Needs, stopped?: AbortSignal) => Promise<unknown>
  /** Since when the oldest item in this process's memory has waited. */
  readonly waitingSince?: (deps: Needs) => Date | undefined
  /** Runs once more when the process stops. */
  readonly isLastAct?: true
}

/** Work that should have been done by an instant which the database knows. */
export type Due = {
  readonly name: string
  /** Made by `firstDue`. */
  readonly firstDue: RawBuilder<Date | null>
}

/** Work that runs when it is due: while nothing is, it costs one look. */
export type DueWork<Needs> = Due & { readonly start: (deps: Needs) => DueServer }

/** For work that is over when its round is. */
export function inRounds<Needs>(run: (deps: Needs) => Promise<number>): DueWork<Needs>['start'] {
  return (deps) => ({ serveDue: () => run(deps), stop: () => Promise.resolve() })
}
