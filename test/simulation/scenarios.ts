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

/** QFPay never answers when one of these orders is asked about. */
export const UNANSWERED: readonly string[] = ['enquiry-always-fails', 'enquiry-always-hangs']

/** Orders that QFPay's look-up by number denies for good, or about which it gives no answer. */
export const CONTRADICTED: readonly string[] = [
  'unpaid-by-number',
  'unknown-by-number',
  'row-without-amount',
  'row-unknown-respcd',
  ...UNANSWERED,
]

/** Refunds that are done, and whose number never proves it. */
export const UNPROVED: readonly string[] = ['refund-unknown-by-number', 'refund-row-without-amount']

/**
 * The amounts of refunds to which the gateway gives no end, or none that can be proved. A system
 * fault may hide that it refused a refund, and an enquiry shows no refund that it refused.
 */
export const ENDLESS: readonly number[] = amountsOf([
  'refund-pending-forever',
  ...UNPROVED,
  'refund-system-fault-after',
])

/** The amounts that set off scenarios of these names. */
export function amountsOf(names: readonly string[]): readonly number[] {
  return SCENARIOS.flatMap(({ name, amount }) =>
    amount !== undefined && names.includes(name) ? [amount] : [],
  )
}
