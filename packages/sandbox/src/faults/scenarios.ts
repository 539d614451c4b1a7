import { OAUTH_SCENARIOS } from './oauth-scenarios.ts'
import { PAYMENT_SCENARIOS } from './payment-scenarios.ts'
import { REFUND_SCENARIOS } from './refund-scenarios.ts'
import type { Scenario } from './scenario.ts'

/** Every named scenario. */
export const SCENARIOS: readonly Scenario[] = [
  ...PAYMENT_SCENARIOS,
  ...REFUND_SCENARIOS,
  ...OAUTH_SCENARIOS,
]

/** The scenario of that name, or undefined. */
export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name)
}
