import type { Checkout, CheckoutOptions } from '../../src/checkout.ts'
import type { Database } from '../../src/database/database.ts'
import type { Operator, Role } from '../../src/operators/operator.ts'
import { openTestCheckout, openTestDeps, type TestDeps } from './checkout.ts'
import { createOperatorBrowser, type OperatorBrowser } from './operator-browser.ts'
import { openTestOperator } from './operators.ts'

/** A checkout, and an operator with this role who is signed in to its dashboard. */
export async function openTestDashboard(
  database: Database,
  { role, ...options }: { readonly role: Role } & Partial<CheckoutOptions>,
): Promise<{
  readonly deps: TestDeps
  readonly checkout: Checkout
  readonly operator: Operator
  /** The value of the session's cookie. */
  readonly token: string
  readonly browser: OperatorBrowser
}> {
  const deps = openTestDeps(database, options)
  const checkout = openTestCheckout(database, options)
  const { operator, token } = await openTestOperator(deps, role)
  return { deps, checkout, operator, token, browser: createOperatorBrowser(checkout, token) }
}
