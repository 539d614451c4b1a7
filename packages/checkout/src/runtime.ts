import type { Database } from './database/database.ts'
import type { Clock } from './platform/clock.ts'
import type { NewId } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { Metrics } from './platform/metrics.ts'
import type { Sealing } from './platform/sealed.ts'

/** How many days what no money depends on is kept. */
export type DaysKept = {
  /** What QFPay sent, sealed: an enquiry proves what a notification only says. */
  readonly notifications: number
  /** What went out to the merchants' endpoints, and can be sent again. */
  readonly deliveries: number
  /** The story of a payment or of a reconciliation. */
  readonly events: number
}

/** What every slice may need from outside, without naming another slice. */
export type Runtime = {
  readonly database: Database
  readonly clock: Clock
  readonly newId: NewId
  /** A number in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (size: number) => Uint8Array
  readonly sealing: Sealing
  /** For requests that are not for an account's gateway. */
  readonly fetch: typeof fetch
  readonly log: Log
  readonly metrics: Metrics
  readonly daysKept: DaysKept
  /** The address at which payers and QFPay reach this server: an origin, perhaps with a path. */
  readonly publicUrl: string
  /** Its path: empty on a host of its own, else such as `/pay`. */
  readonly basePath: string
}
