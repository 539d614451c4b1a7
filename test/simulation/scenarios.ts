import { createSandbox, type Scenario } from '@tael/sandbox'

/** Everything that the sandbox can do to somebody. */
const SCENARIOS: readonly Scenario[] = createSandbox().scenarios.list()

/** Those that an amount sets off, and those that a visit does. */
export const PAYMENT_SCENARIOS: readonly Scenario[] = SCENARIOS.filter(({ on }) => on === 'payment')
export const REFUND_SCENARIOS: readonly Scenario[] = SCENARIOS.filter(({ on }) => on === 'refund')
export const VISIT_SCENARIOS: readonly Scenario[] = SCENARIOS.filter(({ on }) => on === 'visit')

/** By the path of the request and its `txamt`. */
export const SCENARIO_OF_AMOUNT: ReadonlyMap<string, string> = new Map(
  SCENARIOS.flatMap(({ on, amount, name }) =>
    amount === undefined ? [] : [[`/trade/v1/${on} ${amount}`, name] as const],
  ),
)
