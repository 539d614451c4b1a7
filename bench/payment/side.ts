import type { Rows } from '../measure/database-use.ts'

/** One of those that are compared: a server in a process of its own, on a database of its own. */
export type Side = {
  readonly name: string
  readonly pid: number
  readonly database: string
  readonly databaseUrl: string
  /** What was in it when the server was started. */
  readonly rowsBefore: Rows
  /** Asks for a payment as a merchant does; resolves with the page for its payer. */
  readonly createPayment: () => Promise<string>
  /** Whether the merchant has been told of all of them, where this side tells merchants. */
  readonly hasTold: () => boolean
  readonly stop: () => Promise<void>
}
