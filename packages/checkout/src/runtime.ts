import type { Database } from './database/database.ts'
import type { Clock } from './platform/clock.ts'
import type { NewId } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { Sealing } from './platform/sealed.ts'

/** What every slice may need from outside, without naming another slice. */
export type Runtime = {
  readonly database: Database
  readonly clock: Clock
  readonly newId: NewId
  /** A number in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (size: number) => Uint8Array
  readonly sealing: Sealing
  readonly log: Log
  /** The address at which payers and QFPay reach this server: an origin, perhaps with a path. */
  readonly publicUrl: string
  /** Its path: empty on a host of its own, else such as `/pay`. */
  readonly basePath: string
}
