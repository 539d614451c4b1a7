import type { Endpoint, Fault } from '../faults/fault.ts'
import type { Scenario } from '../faults/scenario.ts'
import { SCENARIOS } from '../faults/scenarios.ts'
import type { State } from '../state/state.ts'
import type { Parameters } from '../wire/signing.ts'

export type ScenarioTarget = {
  /** An out_trade_no; without one, the next payment or refund. */
  readonly order?: string | undefined
  readonly appCode?: string | undefined
  readonly payer?: string | undefined
}

/** Arms a scenario for an order, for a payer's next visit, or for whatever comes next. */
export function armScenario(
  state: State,
  scenario: Scenario,
  { order, appCode, payer }: ScenarioTarget,
): readonly Fault[] {
  if (scenario.on !== 'visit' && order === undefined) {
    state.upcoming.add({ scenario, ...(appCode === undefined ? {} : { appCode }) })
    return []
  }
  return scenario.faults.map((fault) =>
    state.faults.add(
      {
        ...fault,
        ...(order === undefined ? {} : { order }),
        ...(appCode === undefined ? {} : { appCode }),
        ...(payer === undefined ? {} : { payer }),
      },
      scenario.name,
    ),
  )
}

/** Arms the scenario of an order's amount, and those that waited for the next order. */
export function armAmount(
  state: State,
  endpoint: Endpoint,
  appCode: string,
  parameters: Parameters,
): void {
  if (endpoint !== 'payment' && endpoint !== 'refund') return
  const order = parameters['out_trade_no'] ?? ''
  const key = `${appCode} ${order}`
  // A repeat with the same number is the same order: its scenario has already begun.
  if (order === '' || state.armed.has(key)) return
  state.armed.add(key)
  for (const waiting of state.upcoming) {
    if (waiting.scenario.on !== endpoint || (waiting.appCode ?? appCode) !== appCode) continue
    state.upcoming.delete(waiting)
    armScenario(state, waiting.scenario, { order, appCode })
  }
  if (!state.settings.magicAmounts) return
  const meant = SCENARIOS.find(
    ({ on, amount }) => on === endpoint && String(amount) === parameters['txamt'],
  )
  if (meant !== undefined) armScenario(state, meant, { order, appCode })
}
