import type { FaultInput } from './fault.ts'

/** A named thing that goes wrong in real life, as faults. */
export type Scenario = {
  readonly name: string
  /** What it happens to: an order, a refund, or a payer's visit to OAuth. */
  readonly on: 'payment' | 'refund' | 'visit'
  /** The `txamt` that sets it off; a visit has no amount. */
  readonly amount?: number
  /** What happens. */
  readonly happens: string
  /** The rule or trap of real life that it stands for. */
  readonly standsFor: string
  readonly faults: readonly FaultInput[]
}

/** A scenario that takes the next payment or refund, whatever its amount. */
export type UpcomingScenario = {
  readonly scenario: Scenario
  readonly appCode?: string
}
