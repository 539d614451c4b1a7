import type { RawBuilder } from 'kysely'
import type { DueServer } from '../platform/due-server.ts'

/** Work that is done again and again without anybody asking for it, by any number of processes at once. */
export type PeriodicWork<Needs> = {
  readonly name: string
  readonly everyMs: number
  readonly run: (deps: Needs) => Promise<unknown>
  /** Since when the oldest thing that this process has in memory for it has waited. */
  readonly waitingSince?: (deps: Needs) => Date | undefined
  /** Done once more when the process stops. */
  readonly isLastAct?: true
}

/** Something that should have been done by an instant which the database knows. */
export type Due = {
  readonly name: string
  /** Made by `firstDue`. */
  readonly firstDue: RawBuilder<Date | null>
}

/** Work that is done when it is due: while nothing is, a look is all that it costs. */
export type DueWork<Needs> = Due & { readonly start: (deps: Needs) => DueServer }

/** For work that is over when its round is. */
export function inRounds<Needs>(run: (deps: Needs) => Promise<number>): DueWork<Needs>['start'] {
  return (deps) => ({ serveDue: () => run(deps), stop: () => Promise.resolve() })
}
