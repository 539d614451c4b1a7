import type { Account } from '../../src/accounts/account.ts'
import { addAccount } from '../../src/accounts/add-account.ts'
import { COMMAND } from '../../src/audit/actor.ts'
import { createCheckout, createDeps, type Checkout } from '../../src/checkout.ts'
import type { Database } from '../../src/database/database.ts'
import { callApi, TEST_ACCOUNT, testOptions, type Json, type TestDeps } from './checkout.ts'
import { createHandClock, type HandClock } from './hand-clock.ts'

type Call = {
  /** The key; that of the first merchant if absent. */
  readonly as?: string
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json }

export type Merchants = {
  readonly clock: HandClock
  readonly checkout: Checkout
  readonly deps: TestDeps
  readonly own: Account
  readonly key: string
  readonly strangersKey: string
  readonly call: (path: string, call?: Call) => Promise<Answer>
}

/** A checkout with two merchants; the first calls its API. */
export async function openMerchants(database: Database): Promise<Merchants> {
  const clock = createHandClock()
  const options = testOptions(database, { clock })
  const checkout = createCheckout(options)
  const deps = { ...createDeps(options), actor: COMMAND }
  const { account: own, apiKey } = await addAccount(deps, TEST_ACCOUNT)
  const { apiKey: strangers } = await addAccount(deps, TEST_ACCOUNT)
  return {
    clock,
    checkout,
    deps,
    own,
    key: apiKey.secret,
    strangersKey: strangers.secret,
    call: (path, { as = apiKey.secret, ...request } = {}) =>
      callApi(checkout, { path, key: as, ...request }),
  }
}

export const idsOf = ({ body }: Answer): string[] => body.data.map(({ id }: { id: string }) => id)
