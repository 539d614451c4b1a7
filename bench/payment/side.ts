import type { Rows } from '../measure/database-use.ts'

/** One of those that are compared: what it needs is there, a database of its own above all. */
export type Installed = {
  readonly name: string
  readonly database: string
  readonly databaseUrl: string
  /** What is in it before a server is started. */
  readonly rowsBefore: Rows
  readonly start: () => Promise<Side>
}

export type Side = Omit<Installed, 'start'> & PaymentServer

/** A server that takes payments, in a process of its own. */
export type PaymentServer = Seller & { readonly pid: number; readonly stop: () => Promise<void> }

/** A merchant who takes payments. */
export type Seller = {
  /** Asks for a payment as a merchant does; resolves with the page for its payer. */
  readonly createPayment: () => Promise<string>
  /** Whether the merchant has been told of all of them, where this side tells merchants. */
  readonly hasTold: () => boolean
}
